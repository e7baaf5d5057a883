// SPDX-License-Identifier: GPL-2.0-only
#include "io/atom.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/percent.h"
#include "mail/date.h"
#include "mail/html.h"

#define ID_MAX		900
#define FIELD_MAX	((size_t)4096)	/* of a title, a name, an address */

struct tag {
	struct str name;	/* without a prefix: "in-reply-to" of "thr:..." */
	struct str attributes;
	bool begins, ends;	/* <a>, </a>, or both */
};

struct scanner {
	struct arena *a;	/* what is kept of an entry */
	struct arena scratch;	/* one piece of text at a time */
	struct str rest;
	struct archive_hit hit;
	bool in_feed, in_entry, in_author, in_content, ended;
	struct str field;	/* name of the element whose text is collected */
	struct buf text;
};

/* --- what an XML text is made of ------------------------------------------ */

/* Takes all up to and with @end off *rest; what is before it is the result. */
static struct str take_until(struct str *rest, struct str end)
{
	ptrdiff_t at = end.n == 1 ? str_chr(*rest, *end.p) :
				    str_find(*rest, end);
	struct str got = str_sub(*rest, 0, at < 0 ? rest->n : (size_t)at);

	*rest = str_from_off(*rest, at < 0 ? rest->n : (size_t)at + end.n);
	return got;
}

static bool is_name_end(char c)
{
	return is_space(c) || c == '/' || c == '>' || c == '=';
}

/*
 * Takes a tag off *rest, which is behind its "<"; quotes may hold a ">".  A cut
 * one is none.
 */
static bool take_tag(struct str *rest, struct tag *tag)
{
	size_t n = 0, end;
	ptrdiff_t colon;
	char quote = 0;

	*tag = (struct tag){ .begins = !str_skip(rest, STR("/")) };
	tag->ends = !tag->begins;
	while (n < rest->n && !is_name_end(rest->p[n]))
		n++;
	tag->name = str_sub(*rest, 0, n);
	for (end = n; end < rest->n; end++) {
		char c = rest->p[end];

		if (quote ? c == quote : c == '"' || c == '\'')
			quote = quote ? 0 : c;
		else if (c == '>' && !quote)
			break;
	}
	tag->attributes = str_sub(*rest, n, end - n);
	if (str_ends(tag->attributes, STR("/")))
		tag->ends = true;
	colon = str_chr(tag->name, ':');
	tag->name = str_from_off(tag->name, (size_t)(colon + 1));
	n = rest->n;
	*rest = str_from_off(*rest, end + 1);
	return end < n;
}

/* The value of an attribute, as it is written; STR_NONE: there is none. */
static struct str attribute(const struct tag *tag, struct str name)
{
	struct str rest = str_trim(tag->attributes);

	while (rest.n) {
		struct str key, value;
		size_t n = 0;
		char quote[1];

		while (n < rest.n && !is_name_end(rest.p[n]))
			n++;
		key = str_sub(rest, 0, n);
		rest = str_trim(str_from_off(rest, n));
		if (!str_skip(&rest, STR("="))) {
			rest = n ? rest : str_from_off(rest, 1);
			continue;
		}
		rest = str_trim(rest);
		if (!rest.n || (*rest.p != '"' && *rest.p != '\''))
			continue;
		*quote = *rest.p;
		rest = str_from_off(rest, 1);
		value = take_until(&rest, str_make(quote, 1));
		rest = str_trim(rest);
		if (str_eq(key, name))
			return value;
	}
	return STR_NONE;
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* References to characters become those. */
static struct str decode(struct arena *a, struct str s)
{
	s = str_utf8(a, str_sub(s, 0, FIELD_MAX));
	return str_trim(html_to_text(a, s));
}

/* --- ids from links -------------------------------------------------------- */

/*
 * public-inbox takes an id of UTF-8 bytes for Latin-1 and encodes it again;
 * such a link leads nowhere, the bytes themselves do.
 */
static struct str undo_latin1(struct arena *a, struct str s)
{
	char *c = arena_alloc(a, s.n + 1);
	struct str undone;
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		if (b >= 0x80) {	/* U+0080 to U+00FF */
			if ((b & 0xfe) != 0xc2 || i + 1 == s.n)
				return s;
			b = (unsigned char)(b << 6 | (s.p[++i] & 0x3f));
		}
		c[n++] = (char)b;
	}
	undone = str_make(c, n);
	return n < s.n && str_is_utf8(undone) ? undone : s;
}

bool atom_id_usable(struct str id)
{
	bool only_dots = true;

	for (size_t i = 0; i < id.n; i++) {
		if (is_control(id.p[i]))
			return false;
		only_dots = only_dots && id.p[i] == '.';
	}
	return !only_dots && id.n <= ID_MAX;
}

/* The last part of the link's path. */
static struct str id_of_link(struct scanner *s, const struct tag *tag)
{
	struct str href = attribute(tag, STR("href")), id;
	struct arena *a = &s->scratch;
	ptrdiff_t at;

	if (href.n > FIELD_MAX)
		return STR_NONE;
	arena_reset(a);
	href = decode(a, href);
	for (size_t i = 0; i < href.n; i++)
		if (href.p[i] == '?' || href.p[i] == '#')
			href.n = i;
	if (str_ends(href, STR("/")))
		href.n--;
	at = str_rchr(href, '/');
	id = percent_decode(a, str_from_off(href, (size_t)(at + 1)));
	id = undo_latin1(a, id);
	return atom_id_usable(id) ? str_dup(s->a, id) : STR_NONE;
}

/* --- entries --------------------------------------------------------------- */

static void field_begin(struct scanner *s, const struct tag *tag)
{
	bool person = str_eq(tag->name, STR("name")) ||
		      str_eq(tag->name, STR("email"));
	bool of_entry = str_eq(tag->name, STR("title")) ||
			str_eq(tag->name, STR("updated"));

	if (s->in_author ? !person : !of_entry)
		return;
	s->field = tag->name;
	buf_reset(&s->text);
}

/* Of elements that come twice the first one counts. */
static void field_end(struct scanner *s)
{
	struct archive_hit *hit = &s->hit;
	struct str *to = str_eq(s->field, STR("title")) ? &hit->title :
			 str_eq(s->field, STR("name")) ? &hit->name :
			 &hit->address;
	struct str text;

	for (size_t i = 0; i < s->text.n; i++)
		if (is_control(s->text.p[i]))
			s->text.p[i] = ' ';
	arena_reset(&s->scratch);
	text = str_fold(&s->scratch, str_utf8(&s->scratch, buf_str(&s->text)));
	if (str_eq(s->field, STR("updated")))
		hit->date = date_parse(text);
	else if (str_is_none(*to))
		*to = str_dup(s->a, text);
	s->field = STR_NONE;
}

static void add_text(struct scanner *s, struct str piece, bool plain)
{
	struct str text = str_sub(piece, 0, FIELD_MAX);

	if (str_is_none(s->field) || !piece.n || s->text.n == s->text.max)
		return;
	if (is_space(piece.p[0]))
		buf_addc(&s->text, ' ');
	arena_reset(&s->scratch);
	if (!plain)
		text = decode(&s->scratch, text);
	buf_add(&s->text, str_sub(text, 0, s->text.max - s->text.n));
	if (is_space(piece.p[piece.n - 1]) && s->text.n < s->text.max)
		buf_addc(&s->text, ' ');
}

static void links(struct scanner *s, const struct tag *tag)
{
	struct archive_hit *hit = &s->hit;
	struct str rel;

	if (str_eq(tag->name, STR("in-reply-to")) && str_is_none(hit->parent))
		hit->parent = id_of_link(s, tag);
	if (!str_eq(tag->name, STR("link")) || !str_is_none(hit->id))
		return;
	rel = attribute(tag, STR("rel"));
	if (str_is_none(rel) || str_eq(rel, STR("alternate")))
		hit->id = id_of_link(s, tag);
}

static void entry_tag(struct scanner *s, const struct tag *tag)
{
	if (str_eq(tag->name, STR("content")))
		s->in_content = tag->begins && !tag->ends;
	else if (s->in_content)
		return;
	else if (!str_is_none(s->field) && tag->ends &&
		 str_eq(tag->name, s->field))
		field_end(s);
	else if (str_eq(tag->name, STR("author")))
		s->in_author = tag->begins && !tag->ends;
	else if (tag->begins && !tag->ends)
		field_begin(s, tag);
	if (tag->begins && !s->in_content)
		links(s, tag);
}

/* True when an entry has ended. */
static bool apply_tag(struct scanner *s, const struct tag *tag)
{
	bool is_entry = !s->in_content && str_eq(tag->name, STR("entry"));

	if (str_eq(tag->name, STR("feed"))) {
		s->in_feed = true;
		s->ended = tag->ends;
	} else if (is_entry && tag->begins) {
		s->in_entry = s->in_feed && !tag->ends;
		s->in_author = false;
		s->field = STR_NONE;
		s->hit = (struct archive_hit){ .date = TIME_NONE };
	} else if (is_entry) {
		bool was = s->in_entry;

		s->in_entry = false;
		return was;
	} else if (s->in_entry) {
		entry_tag(s, tag);
	}
	return false;
}

/* Up to the end of the next entry: true; false at the end of the feed. */
static bool next_entry(struct scanner *s)
{
	struct tag tag;

	while (s->rest.n && !s->ended) {
		add_text(s, take_until(&s->rest, STR("<")), false);
		if (str_skip(&s->rest, STR("!--"))) {
			take_until(&s->rest, STR("-->"));
		} else if (str_skip(&s->rest, STR("![CDATA["))) {
			add_text(s, take_until(&s->rest, STR("]]>")), true);
		} else if (str_skip(&s->rest, STR("?"))) {
			take_until(&s->rest, STR("?>"));
		} else if (str_skip(&s->rest, STR("!"))) {
			take_until(&s->rest, STR(">"));
		} else if (take_tag(&s->rest, &tag) && apply_tag(s, &tag)) {
			return true;
		}
	}
	return false;
}

int atom_parse(struct archive_hits *hits, struct arena *a, struct str feed,
	       size_t max, struct err *err)
{
	struct scanner s = { .a = a, .rest = feed };
	size_t nr = 0;

	buf_init(&s.text, FIELD_MAX);
	arena_init(&s.scratch, (size_t)1 << 20);
	while (nr < max && next_entry(&s)) {
		nr++;
		if (!str_is_none(s.hit.id))
			*list_add(a, hits) = s.hit;
	}
	buf_release(&s.text);
	arena_release(&s.scratch);
	if (!s.in_feed)
		return err_set(err, ERR_SOURCE, "the server sent no feed of mails");
	if (nr < max && !s.ended)
		return err_set(err, ERR_BUSY, "the feed is cut short");
	return (int)nr;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "mail/mime.h"

#include "mail/bounds.h"
#include "mail/decode.h"
#include "mail/header.h"

/* An open multipart or message/rfc822 */
struct level {
	struct str boundary;
	unsigned int alternative;
	bool forwarded;
	bool digest;		/* parts are mails unless they say otherwise */
};

struct walk {
	struct arena *a;
	struct mime_leaf_list *out;
	struct str_list *flaws;
	struct level levels[BOUND_DEPTH];
	size_t depth;
	unsigned int alternatives;
	size_t entities;
	const struct header_list *mail;	/* for the next leaf */
	bool forwarded;			/* the entity now at hand */
};

enum boundary { NO_BOUNDARY, NEXT_PART, LAST_PART };

/* Is @line a boundary of level *@level or of one around it? */
static enum boundary boundary_at(const struct walk *w, struct str line,
				 size_t *level)
{
	if (!str_skip(&line, STR("--")))
		return NO_BOUNDARY;
	line = str_trim_end(line);
	for (size_t i = w->depth; i-- > 0;) {
		struct str rest = line, boundary = w->levels[i].boundary;

		if ((line.n != boundary.n && line.n != boundary.n + 2) ||
		    !str_skip(&rest, boundary))
			continue;
		*level = i;
		if (!rest.n)
			return NEXT_PART;
		if (str_eq(rest, STR("--")))
			return LAST_PART;
	}
	return NO_BOUNDARY;
}

/*
 * Takes lines off *rest up to a boundary.  The line end in front of the
 * boundary belongs to the boundary (RFC 2046 section 5.1.1).
 */
static struct str take_body(struct walk *w, struct str *rest,
			    enum boundary *which, size_t *level)
{
	struct str all = *rest, line;

	*which = NO_BOUNDARY;
	if (!w->depth) {
		*rest = str_from_off(*rest, rest->n);
		return all;
	}
	while (str_line(rest, &line)) {
		size_t n = str_offset(all, line);

		if (line.n < 3 || line.p[0] != '-')
			continue;
		*which = boundary_at(w, line, level);
		if (*which == NO_BOUNDARY)
			continue;
		n -= n > 0;
		n -= n > 0 && all.p[n - 1] == '\r';
		return str_sub(all, 0, n);
	}
	return all;
}

static void add_leaf(struct walk *w, const struct mime_type *type,
		     struct str body)
{
	const struct level *in = w->depth ? &w->levels[w->depth - 1] : NULL;

	*list_add(w->a, w->out) = (struct mime_leaf){
		.type = *type,
		.body = body,
		.mail = w->mail,
		.alternative = in ? in->alternative : 0,
		.forwarded = w->forwarded,
		.nested = in,
	};
	w->mail = NULL;
}

static bool open_multipart(struct walk *w, const struct mime_type *type)
{
	struct level *in = w->depth ? &w->levels[w->depth - 1] : NULL;

	if (!str_starts(type->type, STR("multipart/")) || !type->boundary.n)
		return false;
	if (w->depth == BOUND_DEPTH) {
		flaw_add(w->flaws, w->a, STR("parts are nested too deep"));
		return false;
	}
	w->levels[w->depth++] = (struct level){
		.boundary = type->boundary,
		.alternative = str_eq(type->type, STR("multipart/alternative")) ?
			++w->alternatives : in ? in->alternative : 0,
		.forwarded = w->forwarded,
		.digest = str_eq(type->type, STR("multipart/digest")),
	};
	return true;
}

/*
 * Reads the header of the entity at *rest into *type and goes on into mails
 * inside mails: their header takes the place of the part's own.
 */
static void enter(struct walk *w, struct mime_type *type, struct str *rest,
		  const struct header_list *headers, struct str fallback)
{
	for (size_t i = 0; i < BOUND_DEPTH; i++) {
		struct header_list *inner;

		mime_type_parse(type, w->a, headers, fallback);
		if (!str_eq(type->type, STR("message/rfc822")) ||
		    type->encoding == MIME_BASE64)
			return;
		inner = arena_new(w->a, struct header_list);
		header_list_parse(inner, w->a, rest, w->flaws);
		w->mail = headers = inner;
		w->forwarded = true;
		fallback = STR("text/plain");
	}
	flaw_add(w->flaws, w->a, STR("parts are nested too deep"));
}

static void enter_part(struct walk *w, struct mime_type *type,
		       struct str *rest)
{
	const struct level *in = &w->levels[w->depth - 1];
	struct header_list headers = { 0 };

	header_list_parse(&headers, w->a, rest, w->flaws);
	enter(w, type, rest, &headers,
	      in->digest ? STR("message/rfc822") : STR("text/plain"));
}

static void walk_entity(struct walk *w, const struct header_list *headers,
			struct str rest)
{
	struct mime_type type;
	enum boundary which;
	struct str body;
	size_t level;

	enter(w, &type, &rest, headers, STR("text/plain"));
	for (;;) {
		bool opened = open_multipart(w, &type);

		body = take_body(w, &rest, &which, &level);
		if (!opened)
			add_leaf(w, &type, body);
		/* between a last boundary and the next one nothing counts */
		while (which == LAST_PART) {
			w->depth = level;
			take_body(w, &rest, &which, &level);
			if (!w->depth)
				return;
		}
		if (which == NO_BOUNDARY)
			return;
		if (++w->entities == BOUND_PARTS ||
		    w->out->nr >= BOUND_PARTS) {
			flaw_add(w->flaws, w->a, STR("too many parts"));
			return;
		}
		w->depth = level + 1;
		w->forwarded = w->levels[level].forwarded;
		enter_part(w, &type, &rest);
	}
}

void mime_walk(struct mime_leaf_list *out, struct arena *a,
	       const struct header_list *headers, struct str body,
	       bool forwarded, struct str_list *flaws)
{
	struct walk w = {
		.a = a,
		.out = out,
		.flaws = flaws,
		.mail = forwarded ? headers : NULL,
		.forwarded = forwarded,
	};

	walk_entity(&w, headers, body);
}

// SPDX-License-Identifier: GPL-2.0-only
#include "mail/write.h"

#include "base/clock.h"
#include "mail/fold.h"
#include "mail/msgid.h"

#define LINE_MAX_OCTETS	998	/* RFC 5322 section 2.1.1 */
#define QUOTED_MAX	60	/* longer names are encoded: those can be folded */

struct writer {
	struct buf *out;
	const char *eol;
	struct err *err;
};

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Nothing in a value may end the line it stands on. */
static int check_value(struct str value, const char *field, struct err *err)
{
	for (size_t i = 0; i < value.n; i++)
		if (is_control(value.p[i]))
			return err_set(err, ERR_MSG,
				       "%s: control character 0x%02x at byte %zu (it could forge a header; take it out)",
				       field, (unsigned char)value.p[i], i + 1);
	if (!str_is_utf8(value))
		return err_set(err, ERR_MSG, "%s: not UTF-8 (convert it first)",
			       field);
	return 0;
}

static int check_id(struct str id, const char *field, struct err *err)
{
	struct str shown = str_sub(id, 0, 80);

	if (check_value(id, field, err) < 0)
		return err->code;
	if (!msgid_usable(id))
		return err_set(err, ERR_MSG,
			       "%s: \"%.*s\" is no message id that can be sent (printable ASCII without blanks and <>, at most 900 bytes)",
			       field, STR_ARG(shown));
	return 0;
}

static int check_mailbox(const struct address *who, const char *field,
			 struct err *err)
{
	struct str shown = str_sub(who->addr, 0, 80);

	if (check_value(who->addr, field, err) < 0 ||
	    check_value(who->name, field, err) < 0)
		return err->code;
	if (who->masked || !address_usable(who->addr))
		return err_set(err, ERR_MSG,
			       "%s: \"%.*s\" is no address that mail can be sent to (take it out)",
			       field, STR_ARG(shown));
	return 0;
}

/* A name as words of RFC 5322's atext; else it must be quoted or encoded. */
static bool is_phrase(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (c == ' ' ? name.p[i - 1] == ' ' :
		    !is_alnum(c) && !strchr("!#$%&'*+-/=?^_`{|}~", c))
			return false;
	}
	return true;
}

static void put_quoted(struct buf *out, struct str name)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, name.p[i]);
	}
	buf_addc(out, '"');
}

/* "Name <addr>" and the comma behind it, whole where it fits on a line. */
static void put_mailbox(struct fold *f, const struct address *who, bool last)
{
	struct buf box __free(buf) = { .max = 4096 };
	struct str name = str_trim(who->name);
	bool phrase = is_phrase(name);

	if (fold_needs_encoding(name) || (!phrase && name.n > QUOTED_MAX)) {
		fold_encoded(f, STR(" "), name);
	} else if (name.n > QUOTED_MAX) {
		fold_text(f, name);
	} else if (name.n) {
		if (phrase)
			buf_add(&box, name);
		else
			put_quoted(&box, name);
		buf_addc(&box, ' ');
	}
	buf_printf(&box, name.n ? "<%.*s>" : "%.*s", STR_ARG(who->addr));
	if (!last)
		buf_addc(&box, ',');
	fold_word(f, STR(" "), buf_str(&box));
}

static int write_mailboxes(struct writer *w, const char *field,
			   const struct address *v, size_t nr)
{
	struct fold f;

	if (!nr)
		return 0;
	fold_begin(&f, w->out, field, w->eol);
	for (size_t i = 0; i < nr; i++) {
		if (check_mailbox(&v[i], field, w->err) < 0)
			return w->err->code;
		put_mailbox(&f, &v[i], i + 1 == nr);
	}
	fold_end(&f);
	return 0;
}

static int write_ids(struct writer *w, const char *field, const struct str *v,
		     size_t nr)
{
	struct fold f;

	if (!nr)
		return 0;
	fold_begin(&f, w->out, field, w->eol);
	for (size_t i = 0; i < nr; i++) {
		struct buf id __free(buf) = { .max = 1024 };

		if (check_id(v[i], field, w->err) < 0)
			return w->err->code;
		buf_printf(&id, "<%.*s>", STR_ARG(v[i]));
		fold_word(&f, STR(" "), buf_str(&id));
	}
	fold_end(&f);
	return 0;
}

static int write_text(struct writer *w, const char *field, struct str value)
{
	struct fold f;

	if (str_is_none(value))
		return 0;
	if (check_value(value, field, w->err) < 0)
		return w->err->code;
	fold_begin(&f, w->out, field, w->eol);
	fold_text(&f, value);
	fold_end(&f);
	return 0;
}

static int write_date(struct writer *w, int64_t date)
{
	char text[CLOCK_TEXT];

	if (!*time_rfc5322(text, date))
		return err_set(w->err, ERR_MSG,
			       "Date: no date that can be written (a mail needs one)");
	return write_text(w, "Date", str_from(text));
}

static int write_headers(struct writer *w, const struct outgoing *m)
{
	if (write_mailboxes(w, "From", &m->from, 1) < 0 ||
	    write_mailboxes(w, "To", m->to.v, m->to.nr) < 0 ||
	    write_mailboxes(w, "Cc", m->cc.v, m->cc.nr) < 0 ||
	    write_text(w, "Subject", m->subject) < 0 ||
	    write_date(w, m->date) < 0 ||
	    write_ids(w, "Message-ID", &m->message_id, 1) < 0 ||
	    write_ids(w, "In-Reply-To", &m->in_reply_to,
		      !str_is_none(m->in_reply_to)) < 0 ||
	    write_ids(w, "References", m->references.v, m->references.nr) < 0 ||
	    write_text(w, "Auto-Submitted", m->auto_submitted) < 0)
		return w->err->code;
	for (size_t i = 0; i < m->extra.nr; i++)
		if (write_text(w, m->extra.v[i].name, m->extra.v[i].value) < 0)
			return w->err->code;
	return 0;
}

static void write_mime(struct writer *w, struct str body)
{
	bool ascii = true;

	for (size_t i = 0; i < body.n && ascii; i++)
		ascii = (unsigned char)body.p[i] < 0x80;
	buf_printf(w->out, "MIME-Version: 1.0%s"
		   "Content-Type: text/plain; charset=%s%s"
		   "Content-Transfer-Encoding: %s%s%s", w->eol,
		   ascii ? "us-ascii" : "utf-8", w->eol,
		   ascii ? "7bit" : "8bit", w->eol, w->eol);
}

/* Blanks at a line's end go, but for the one of the signature's delimiter. */
static int write_body(struct writer *w, struct str body)
{
	struct str rest = body, line;

	for (unsigned int no = 1; str_split(&rest, '\n', &line); no++) {
		for (size_t i = 0; i < line.n; i++)
			if (is_control(line.p[i]) && line.p[i] != '\t')
				return err_set(w->err, ERR_MSG,
					       "body line %u: control character 0x%02x (take it out)",
					       no, (unsigned char)line.p[i]);
		if (!str_eq(line, STR("-- ")))
			line = str_trim_end(line);
		if (line.n > LINE_MAX_OCTETS)
			return err_set(w->err, ERR_MSG,
				       "body line %u: %zu octets, at most %d can be sent (break the line)",
				       no, line.n, LINE_MAX_OCTETS);
		buf_add(w->out, line);
		buf_puts(w->out, w->eol);
	}
	return 0;
}

int outgoing_write(struct buf *out, const struct outgoing *mail,
		   enum line_end end, struct err *err)
{
	struct writer w = {
		.out = out,
		.eol = end == LINE_END_CRLF ? "\r\n" : "\n",
		.err = err,
	};

	if (!str_is_utf8(mail->body))
		return err_set(err, ERR_MSG, "body: not UTF-8, or it has a NUL (convert it first)");
	if (write_headers(&w, mail) < 0)
		return err->code;
	write_mime(&w, mail->body);
	if (write_body(&w, mail->body) < 0)
		return err->code;
	if (out->overflow)
		return err_set(err, ERR_MSG, "mail: longer than %zu bytes (shorten it)",
			       out->max);
	return 0;
}

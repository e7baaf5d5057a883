// SPDX-License-Identifier: GPL-2.0-only
#include "base/buf.h"
#include "io/source_local.h"

/* A file, or standard input, as one message. */
struct file_source {
	struct source source;
	struct reader reader;
	struct buf bytes;
	bool done;
};

char *name_dup(const char *name)
{
	size_t n = strlen(name) + 1;

	return memcpy(mem_alloc(n), name, n);
}

static int file_next(struct source *s, struct raw_message *out,
		     struct err *err)
{
	struct file_source *f = (struct file_source *)s;
	struct str chunk;
	int r;

	if (f->done)
		return 0;
	f->done = true;
	while ((r = reader_chunk(&f->reader, &chunk, err)) > 0) {
		buf_add(&f->bytes, str_sub(chunk, 0,
					   f->bytes.max - f->bytes.n));
		if (f->bytes.n == f->bytes.max)
			break;
	}
	if (r < 0)
		return r;
	*out = (struct raw_message){
		.bytes = buf_str(&f->bytes),
		.origin = str_from(s->name),
	};
	return 1;
}

static void file_close(struct source *s)
{
	struct file_source *f = (struct file_source *)s;

	reader_release(&f->reader);
	buf_release(&f->bytes);
	free(s->name);
	free(f);
}

static const struct source_driver file_driver = {
	.kind = "file",
	.next = file_next,
	.close = file_close,
};

void source_file_on(struct source **out, const char *name, struct reader *r)
{
	struct file_source *f = mem_alloc(sizeof(*f));

	*f = (struct file_source){
		.source = { .driver = &file_driver, .name = name_dup(name) },
		.reader = *r,
	};
	f->reader.name = f->source.name;
	buf_init(&f->bytes, SOURCE_MESSAGE_MAX);
	*out = &f->source;
}

int source_file_open(struct source **out, const char *path, struct err *err)
{
	struct reader r;
	int fd, code;

	code = reader_open_file(&fd, path, err);
	if (code < 0)
		return code;
	reader_init(&r, fd, path);
	source_file_on(out, path, &r);
	return 0;
}

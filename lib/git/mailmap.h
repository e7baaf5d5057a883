/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * People as MAINTAINERS and .mailmap write them, and the map from the names
 * and addresses of old commits to those of today.  It reads as
 * scripts/get_maintainer.pl does, since its answers are what people know:
 * a line that is no address gives none, nothing is an error.
 */
#ifndef MAILMAP_H
#define MAILMAP_H

#include "base/arena.h"
#include "base/str.h"

/*
 * A name without its quotes; a quote mark inside it has a backslash in front,
 * as in a header.  Both may be empty.
 */
struct person {
	struct str name, addr;
};

/* From "Name <a@b>", "<a@b>" or "a@b ..."; false when no address is in it. */
bool person_parse(struct person *out, struct arena *a, struct str text);

/*
 * The pieces of a list of addresses that RFC 822 would take, comments cut
 * out; false when it would not, in which case the text is one address, dirty.
 */
bool person_list_split(struct str_list *out, struct arena *a, struct str text);

/* A name as it stands in person.name, and the way back. */
struct str person_name(struct arena *a, struct str name);
struct str person_plain_name(struct arena *a, struct str name);

/* "name <addr>", or the address alone where there is no name: a key. */
struct str person_key(struct arena *a, const struct person *who);

/* The same for people: a name of more than plain words stands in quotes. */
struct str person_text(struct arena *a, const struct person *who);

struct mailmap;

/* Lives in @a and points into @text; no text gives an empty map. */
struct mailmap *mailmap_parse(struct arena *a, struct str text);

/* An entry for name and address counts before one for the address alone. */
void mailmap_apply(const struct mailmap *map, struct arena *a,
		   struct person *who);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cJSON with types: writing records whose members are null when a thing is
 * not stated, and reading configuration where every complaint names file,
 * line and key path.  cJSON lets pass duplicate keys, bad UTF-8, numbers too
 * big for an int and text behind the end; json_parse() does not.
 */
#ifndef JSON_H
#define JSON_H

#include <cJSON.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

DEFINE_FREE(json, cJSON *, cJSON_Delete(*p))

/*
 * Writing.  @name must be a literal or outlive @object (it is not copied).
 * STR_NONE gives null; bytes that are not UTF-8 become U+FFFD.
 */
void json_put_str(cJSON *object, const char *name, struct str s);
void json_put_cstr(cJSON *object, const char *name, const char *s);
void json_put_int(cJSON *object, const char *name, int64_t n);
void json_put_real(cJSON *object, const char *name, double x);
void json_put_bool(cJSON *object, const char *name, bool b);
void json_put_null(cJSON *object, const char *name);
/* RFC 3339 in UTC; TIME_NONE gives null */
void json_put_time(cJSON *object, const char *name, int64_t t);
/* A new array or object inside @object; belongs to it. */
cJSON *json_put_array(cJSON *object, const char *name);
cJSON *json_put_object(cJSON *object, const char *name);
/* Elements of an array. */
void json_add_str(cJSON *array, struct str s);
cJSON *json_add_object(cJSON *array);
/* One line of JSON Lines, with the LF. */
void json_line(FILE *out, const cJSON *object);

/*
 * Reading.  json_parse() takes all of @text and yields an object; @name is
 * said in errors.  *out belongs to the caller (cJSON_Delete).
 */
int json_parse(cJSON **out, struct str text, const char *name,
	       struct err *err);

/*
 * The line (1-based) of the value at @path ("sources[2].host") in @text,
 * which json_parse() accepted; 0 when it is not there.
 */
unsigned int json_line_of(struct str text, const char *path);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How keys of the configuration become members of structs: tables of keys,
 * and one function for each kind of value.  Private to bot/config*.c.
 */
#ifndef CONFIG_READ_H
#define CONFIG_READ_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"

/* The file being read, for complaints. */
struct reading {
	struct arena *a;
	const char *file, *dir;
	struct str text;
};

/*
 * One key of an object.  @at is the offset of what it sets, in the struct that
 * the object describes.
 */
struct key {
	const char *name;
	int (*take)(const struct reading *r, const cJSON *value,
		    const char *path, void *at, struct err *err);
	size_t at;
	bool required;
};

/* Sets ERR_CONF with file, line and key path in front; yields the code. */
int config_complain(const struct reading *r, const char *path,
		    struct err *err, const char *fmt, ...) __printf(4, 5);

/* Reads the object @value into the struct at @into by its table of keys. */
int take_object(const struct reading *r, const cJSON *value, const char *path,
		void *into, const struct key *keys, size_t nr,
		struct err *err);

/*
 * Calls @each for the elements of the list @value, with the key path of each
 * and the same @at.
 */
int take_list(const struct reading *r, const cJSON *value, const char *path,
	      int (*each)(const struct reading *r, const cJSON *value,
			  const char *path, void *at, struct err *err),
	      void *at, struct err *err);

/* const char *: a text without control characters */
int take_text(const struct reading *r, const cJSON *value, const char *path,
	      void *at, struct err *err);
/* const char *: taken from the folder of the file where it is relative */
int take_path(const struct reading *r, const cJSON *value, const char *path,
	      void *at, struct err *err);
/* const char *: a mail address */
int take_address(const struct reading *r, const cJSON *value,
		 const char *path, void *at, struct err *err);
/* the same; false or null for none (NULL) */
int take_optional_address(const struct reading *r, const cJSON *value,
			  const char *path, void *at, struct err *err);
/* const char *: http or https; a slash at the end is added */
int take_url(const struct reading *r, const cJSON *value, const char *path,
	     void *at, struct err *err);
/* uint64_t: from 1 on; from 0 on */
int take_number(const struct reading *r, const cJSON *value, const char *path,
		void *at, struct err *err);
int take_count(const struct reading *r, const cJSON *value, const char *path,
	       void *at, struct err *err);
/* bool */
int take_bool(const struct reading *r, const cJSON *value, const char *path,
	      void *at, struct err *err);
/* struct str_list */
int take_texts(const struct reading *r, const cJSON *value, const char *path,
	       void *at, struct err *err);
/* One word of several; @words[i] stands for i, NULL for none. */
int take_word(const struct reading *r, const cJSON *value, const char *path,
	      int *at, const char *const *words, size_t nr, struct err *err);

#endif

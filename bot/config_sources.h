/* SPDX-License-Identifier: GPL-2.0-only */
/* The key "sources" and what it shares with "network".  Private to config.c. */
#ifndef CONFIG_SOURCES_H
#define CONFIG_SOURCES_H

#include "config.h"
#include "config_read.h"

/* @at is a struct config_source_list. */
int take_sources(const struct reading *r, const cJSON *value,
		 const char *path, void *at, struct err *err);

/* Keys of "network", which a source may set for itself. */
#define NETWORK_KEYS(type, member)					      \
	{ "ca_file", take_path,						      \
	  offsetof(type, member) + offsetof(struct config_network, ca_file),  \
	  false },							      \
	{ "connect_seconds", take_number,				      \
	  offsetof(type, member) +					      \
	  offsetof(struct config_network, connect_seconds), false },	      \
	{ "answer_seconds", take_number,				      \
	  offsetof(type, member) +					      \
	  offsetof(struct config_network, answer_seconds), false }

/* The rules for a server whose own settings are @own (NULL: none). */
struct net_rules config_net(const struct config *c, struct arena *a,
			    const struct config_network *own);

/* Once everything is read: what a source does not set. */
void config_sources_finish(struct config *c, struct arena *a);

#endif

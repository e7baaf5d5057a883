# SPDX-License-Identifier: GPL-2.0-only
#
# make            build/regbot
# make demo       the main job on bundled mail and a bundled repository
# make check      all tests; SAN=1: with ASan and UBSan
# make bench      how fast it is, beside its peers; NAME=PATTERN REPOS=DIR
# make lint       cppcheck, clang-tidy, gcc -fanalyzer, shellcheck, mandoc
#
# Objects live in $(B), one folder per kind of build.

VERSION := 0.1.0

ifdef SAN
B ?= build/san
else
B ?= build
endif

# V=1 shows the commands, -s shows nothing
ifdef V
Q :=
else
Q := @
endif
quiet := $(V)$(findstring s,$(firstword -$(MAKEFLAGS)))
say = $(if $(quiet),,@printf '  %-4s %s\n' $(1) $(2))

PREFIX ?= /usr/local
CC ?= cc
PKG_CONFIG ?= pkg-config
PACKAGES := libetpan libgit2 libcjson sqlite3 libpcre2-8 libcurl zlib
# libetpan's file brings -specs=, which clang rejects; asked once, and only
# when the first recipe runs, since the packages may be installed by then
pc = $(filter-out -specs=%,$(shell $(PKG_CONFIG) $(1) $(PACKAGES)))
PC_CFLAGS = $(eval PC_CFLAGS := $(call pc,--cflags))$(PC_CFLAGS)
PC_LIBS = $(eval PC_LIBS := $(call pc,--libs))$(PC_LIBS)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	    -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wundef \
	    -Wno-format-nonliteral
HARDENING := -fstack-protector-strong -fPIE
ALL_CPPFLAGS = -iquote lib -iquote bot -D_GNU_SOURCE -DREGBOT_VERSION='"$(VERSION)"' \
	       $(PC_CFLAGS) $(CPPFLAGS)
ALL_CFLAGS = -std=gnu17 $(WARNINGS) $(HARDENING) $(CFLAGS)
ALL_LDFLAGS = -pie -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS)
ifdef SAN
ALL_CPPFLAGS += -DREGBOT_SANITIZE
ALL_CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	      -fno-omit-frame-pointer
ALL_LDFLAGS += -fsanitize=address,undefined
else
ALL_CPPFLAGS += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
# The program as a whole: reading mail is thousands of small functions.  The
# objects hold plain code as well, for the unit tests, which link quicker.
ifndef SAN
LTO := -flto=auto -ffat-lto-objects
endif
ifdef WERROR
ALL_CFLAGS += -Werror
endif

LIB_SRC := $(sort $(wildcard lib/*/*.c))
BOT_SRC := $(sort $(wildcard bot/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/u-*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o)
BOT_OBJ := $(BOT_SRC:%.c=$(B)/%.o)
UNITS := $(UNIT_SRC:tests/unit/%.c=$(B)/tests/unit/%)

all: $(B)/regbot
.PHONY: all
.SECONDARY:

$(B)/regbot: $(BOT_OBJ) $(B)/libregbot.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(LTO) $(ALL_LDFLAGS) -o $@ $^ $(PC_LIBS) -lm

$(B)/libregbot.a: $(LIB_OBJ)
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

$(B)/%.o: %.c Makefile | packages
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LTO) -MMD -MP -c -o $@ $<

$(B)/tests/unit/%: $(B)/tests/unit/%.o $(B)/libregbot.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -fno-lto $(ALL_LDFLAGS) -o $@ $^ $(PC_LIBS) \
		-lcmocka -lm

-include $(LIB_OBJ:.o=.d) $(BOT_OBJ:.o=.d) $(UNITS:=.d)

# --- what must be installed ---------------------------------------------

.PHONY: packages packages-check
packages:
	@tests/helper/install-packages build

packages-check:
	@tests/helper/install-packages build check

# --- the main job on bundled mail and a bundled repository -----------------

.PHONY: demo
demo: $(B)/regbot
	@B=$(CURDIR)/$(B) tests/helper/demo

# --- tests ----------------------------------------------------------------

TESTS ?= $(sort $(wildcard tests/t[0-9]*.sh))

units: $(UNITS)
.PHONY: units check check-corpus
check: packages-check $(B)/regbot
	@$(MAKE) --no-print-directory units
	B=$(CURDIR)/$(B) prove --merge -j2 $(UNITS) $(TESTS)

CORPUS ?= ../shared/corpus
REPOS ?= ../.mirror
check-corpus: $(B)/regbot
	@B=$(CURDIR)/$(B) CORPUS=$(CORPUS) REPOS=$(REPOS) tests/corpus/run

# NAME=PATTERN: only those measurements
.PHONY: bench
bench: $(B)/regbot
	@tests/helper/install-packages build bench
	@B=$(CURDIR)/$(B) CORPUS=$(CORPUS) REPOS=$(REPOS) NAME='$(NAME)' \
		tests/bench/run

# --- fuzzing: one target for each thing that strangers write ---------------
#
# FUZZ_SECONDS for each; what is found lies in build/fuzz/NAME/.

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz-*.c))
FUZZ_CPPFLAGS = $(ALL_CPPFLAGS) -U_FORTIFY_SOURCE -DREGBOT_SANITIZE -std=gnu17
FUZZ_FLAGS = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all

.PHONY: fuzz-smoke
fuzz-smoke:
	@tests/helper/install-packages build fuzz
	@$(MAKE) --no-print-directory $(FUZZERS:%=build/fuzz/%.run)

FUZZ_OBJ := $(LIB_SRC:%.c=build/fuzz/obj/%.o)
build/fuzz/obj/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)clang $(FUZZ_CPPFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link \
		-MMD -MP -c -o $@ $<

-include $(FUZZ_OBJ:.o=.d)

build/fuzz/%.run: tests/fuzz/%.c $(FUZZ_OBJ)
	@mkdir -p build/fuzz/$*
	$(call say,FUZZ,$<)
	@clang $(FUZZ_CPPFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer \
		-o build/fuzz/$*.bin $^ $(PC_LIBS) -lm
	@build/fuzz/$*.bin -max_total_time=$(FUZZ_SECONDS) -timeout=5 \
		-rss_limit_mb=2048 -artifact_prefix=build/fuzz/$*/ \
		-print_final_stats=1 build/fuzz/$* $(wildcard tests/cases tests/demo/mail) \
		>build/fuzz/$*.log 2>&1 || { tail -n 40 build/fuzz/$*.log; exit 1; }
	@sed -n 's/^stat::number_of_executed_units: */  $* executions: /p' build/fuzz/$*.log

# --- install ----------------------------------------------------------------

DESTDIR ?=
SHARE = $(DESTDIR)$(PREFIX)/share

.PHONY: install uninstall
install: $(B)/regbot
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/regbot/templates \
		$(SHARE)/doc/regbot $(SHARE)/man/man1 $(SHARE)/man/man5 \
		$(SHARE)/bash-completion/completions
	install -m 755 $(B)/regbot $(DESTDIR)$(PREFIX)/bin/regbot
	install -m 644 templates/*.txt $(SHARE)/regbot/templates
	install -m 644 README.md config/regbot.example.json $(SHARE)/doc/regbot
	install -m 644 bot/*.1 $(SHARE)/man/man1
	install -m 644 bot/*.5 $(SHARE)/man/man5
	install -m 644 config/regbot.bash-completion \
		$(SHARE)/bash-completion/completions/regbot

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/regbot $(SHARE)/man/man1/regbot*.1 \
		$(SHARE)/man/man5/regbot*.5 \
		$(SHARE)/bash-completion/completions/regbot
	rm -rf $(SHARE)/regbot $(SHARE)/doc/regbot

# --- lint -------------------------------------------------------------------

SCRIPTS = $(shell grep -rlE '^\#!/bin/(ba)?sh' tests .ci 2>/dev/null) $(wildcard tests/lib/*.sh)
MANUALS = $(wildcard bot/*.[1-8])

.PHONY: lint lint-packages lint-house lint-cppcheck lint-tidy lint-analyzer \
	lint-shell lint-manuals
lint-packages:
	@tests/helper/install-packages build check lint

lint: lint-packages
	@$(MAKE) --no-print-directory lint-house lint-cppcheck lint-tidy \
		lint-analyzer lint-shell lint-manuals
	@echo "lint: clean"

# the house's own rules: who includes whom, variables of templates, ...
lint-house:
	@for check in tests/lint/*; do "$$check" || exit 1; done

lint-cppcheck:
	$(call say,LINT,cppcheck)
	@cppcheck --quiet --error-exitcode=1 --std=c11 -j2 \
		--enable=warning,performance,portability --inline-suppr \
		-Ilib -Ibot -DREGBOT_VERSION='""' $(LIB_SRC) $(BOT_SRC)

# The program; the unit tests would add an eighth to the time.
TIDY = $(LIB_SRC:%.c=$(B)/tidy/%.ok) $(BOT_SRC:%.c=$(B)/tidy/%.ok)
lint-tidy: $(TIDY)
$(B)/tidy/%.ok: %.c .clang-tidy
	@mkdir -p $(@D)
	$(call say,TIDY,$<)
	@clang-tidy --quiet $< -- $(ALL_CPPFLAGS) -std=gnu17 2>$@.log || \
		{ cat $@.log; exit 1; }
	@touch $@

ANALYZED = $(LIB_SRC:%.c=$(B)/analyzer/%.o) $(BOT_SRC:%.c=$(B)/analyzer/%.o)
lint-analyzer: $(ANALYZED)
$(B)/analyzer/%.o: %.c
	@mkdir -p $(@D)
	$(call say,FANA,$<)
	@$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -Werror -fanalyzer -c -o $@ $<

lint-shell:
	$(call say,LINT,shellcheck)
	@shellcheck -x -P tests/lib $(SCRIPTS)

lint-manuals:
	$(call say,LINT,mandoc)
	@[ -z "$(MANUALS)" ] || mandoc -T lint -W warning $(MANUALS)

clean:
	rm -rf build
.PHONY: clean

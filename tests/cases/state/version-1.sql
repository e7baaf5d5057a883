-- SPDX-License-Identifier: GPL-2.0-only
CREATE TABLE mark (
	source TEXT PRIMARY KEY,
	mark BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE message (
	message_id BLOB PRIMARY KEY,
	source TEXT NOT NULL,
	origin TEXT NOT NULL,
	subject TEXT,
	sender TEXT,
	class TEXT NOT NULL,
	outcome TEXT NOT NULL,
	why TEXT,
	case_key TEXT,
	date INTEGER,
	handled INTEGER NOT NULL,
	raw BLOB
);
CREATE INDEX message_case ON message (case_key)
	WHERE case_key IS NOT NULL;
CREATE TABLE draft (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	status INTEGER NOT NULL,
	held INTEGER NOT NULL,
	filed INTEGER NOT NULL DEFAULT 0,
	situation TEXT NOT NULL,
	message_id BLOB NOT NULL UNIQUE,
	report_id BLOB NOT NULL REFERENCES message (message_id),
	subject TEXT NOT NULL,
	to_list TEXT NOT NULL,
	cc_list TEXT NOT NULL,
	culprit TEXT,
	verdict TEXT NOT NULL,
	bytes BLOB NOT NULL,
	patch BLOB,
	created INTEGER NOT NULL
);
CREATE INDEX draft_report ON draft (report_id);
CREATE INDEX draft_unfiled ON draft (id) WHERE filed = 0;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
INSERT INTO mark VALUES ('other', CAST('maildir1 0 .x' AS BLOB));
INSERT INTO message VALUES (CAST('20241118211407.5f1c7a20@kestrel.idrissi.example' AS BLOB),
	'inbox', 'inbox/new/01-bisect-log.eml', 'a subject', 'a@x.example',
	'report', 'drafted', NULL, 'title:a title', NULL, 1700000000, NULL);
INSERT INTO draft VALUES (1, 0, 0, 0, 'revert-clean',
	CAST('regbot.1@tracker.example' AS BLOB),
	CAST('20241118211407.5f1c7a20@kestrel.idrissi.example' AS BLOB),
	'Re: a subject', 'a@x.example', '', NULL, 'trusted',
	CAST('Subject: Re: a subject

Hi' AS BLOB), NULL, 1700000000);

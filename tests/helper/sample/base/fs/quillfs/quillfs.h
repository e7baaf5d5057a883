/* SPDX-License-Identifier: GPL-2.0 */
#ifndef QUILLFS_H
#define QUILLFS_H

struct quill_sb_info {
	struct super_block *sb;
	struct mutex journal_lock;
	struct list_head dirty;
	unsigned long commit_interval;
};

int journal_flush(struct quill_sb_info *sbi);
int quill_commit(struct quill_sb_info *sbi, struct quill_txn *txn);

#endif

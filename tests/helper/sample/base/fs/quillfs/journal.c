// SPDX-License-Identifier: GPL-2.0
/* The journal of quillfs: transactions are written in the order they close. */
#include <linux/fs.h>
#include "quillfs.h"

int quill_commit(struct quill_sb_info *sbi, struct quill_txn *txn)
{
	int err;

	mutex_lock(&sbi->journal_lock);
	err = quill_write_txn(sbi, txn);
	if (!err)
		err = quill_write_commit_block(sbi, txn);
	mutex_unlock(&sbi->journal_lock);
	return err;
}

int journal_flush(struct quill_sb_info *sbi)
{
	struct quill_txn *txn, *next;
	int err = 0;

	list_for_each_entry_safe(txn, next, &sbi->dirty, list) {
		err = quill_commit(sbi, txn);
		if (err)
			break;
	}
	return err;
}

void quill_journal_stop(struct quill_sb_info *sbi)
{
	journal_flush(sbi);
	quill_journal_put(sbi);
}

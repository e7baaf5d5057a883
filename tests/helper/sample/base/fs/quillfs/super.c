// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>
#include <linux/module.h>
#include "quillfs.h"

static int quill_sync_fs(struct super_block *sb, int wait)
{
	struct quill_sb_info *sbi = sb->s_fs_info;

	if (!wait)
		return 0;
	return journal_flush(sbi);
}

static int quill_fill_super(struct super_block *sb, void *data, int silent)
{
	struct quill_sb_info *sbi = quill_alloc_sbi(sb);

	if (!sbi)
		return -ENOMEM;
	sbi->commit_interval = 5 * HZ;
	return quill_read_super(sbi, silent);
}

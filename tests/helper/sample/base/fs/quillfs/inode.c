// SPDX-License-Identifier: GPL-2.0
#include <linux/fs.h>
#include <linux/pagemap.h>
#include "quillfs.h"

static int quill_read_folio(struct file *file, struct folio *folio)
{
	struct inode *inode = folio->mapping->host;
	int err = quill_read_extent(inode, folio);

	if (!err)
		folio_mark_uptodate(folio);
	folio_unlock(folio);
	return err;
}

static void quill_dirty_inode(struct inode *inode, int flags)
{
	if (flags == I_DIRTY_TIME)
		return;
	quill_log_inode(inode);
}

void quill_evict(struct inode *inode)
{
	truncate_inode_pages_final(&inode->i_data);
	if (!inode->i_nlink)
		quill_free_extents(inode);
	clear_inode(inode);
}

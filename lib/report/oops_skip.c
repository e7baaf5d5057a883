// SPDX-License-Identifier: GPL-2.0-only
#include "report/oops_skip.h"
const char *const oops_skip[] = {
	/* sanitizers and what they check */
	"__asan", "kasan", "__msan", "kmsan", "kcsan", "__tsan", "ubsan",
	"kfence", "__sanitizer", "check_memory_region", "check_region_inline",
	"hwasan", "print_address_description", "^check_bytes_and_report",
	"^object_err", "quarantine", "kcov", "__stack_depot", "stack_depot",
	"memory_is_",
	/* the oops itself */
	"panic", "__stack_chk_fail", "__x86_indirect_thunk", "page_owner", "get_taint", "test_taint", "add_taint", "print_tainted", "dump_stack", "dump_backtrace", "show_stack", "show_trace",
	"show_regs", "warn_slowpath", "^__warn", "^warn_bogus", "report_bug",
	"fixup_bug", "handle_bug", "do_error_trap", "do_trap", "do_invalid_op",
	"exc_invalid_op", "invalid_op", "^bug_handler", "^brk_handler",
	"call_break_hook", "do_debug_exception", "^debug_exception",
	"do_int3", "exc_int3", "^print_", "^__die", "^oops_",
	"^do_oops", "refcount_warn", "refcount_error_report",
	"__fortify", "fortify_panic", "usercopy_abort", "^bad_area",
	 "no_context", "page_fault_oops", "kernelmode_fixup",
	"die_kernel_fault", "__do_kernel_fault", "do_translation_fault", "do_tag_check_fault", "do_alignment_fault", "do_tag_recovery",
	"do_mem_abort", "do_bad_area", "do_sp_pc_abort", "do_undefinstr",
	"^el1_", "el1h_64", "el1_sync", "do_DataAbort",
	 "do_PrefetchAbort", "do_kernel_fault",
	"unwind_backtrace", "arch_stack_walk", "stack_trace_save",
	"save_stack", "save_trace", "walk_stackframe", "dump_trace",
	"__might_sleep", "___might_sleep", "__might_resched", "might_fault",
	"__cant_sleep", "__cant_migrate", "__schedule_bug", "^check_panic_on_warn",
	"should_fail", "ref_tracker",
	"lockdep", "lock_acquire", "lock_release", "lock_downgrade",
	"__lock_acquire", "register_lock_class", "look_up_lock_class",
	"mark_lock", "mark_held_locks", "check_prev", "check_noncircular",
	"check_deadlock", "check_usage", "check_irq_usage", "check_wait_context",
	"validate_chain", "valid_state", "find_lock_delay",
	"debug_check_no_locks", "debug_check_no_obj", "debug_object",
	"debug_print_object", "debug_lockdep_rcu", "debug_mutex",
	"debug_spin", "debug_locks_off", "trace_hardirqs", "trace_softirqs",
	"print_usage_bug", "spin_bug", "spin_dump", "rwlock_bug", "lock_set_class",
	"lock_torture", "lock_contended", "lock_acquired", "reacquire_held",
	"match_held_lock", "lock_pin", "lock_unpin", "irqflag",
	"hlock_class", "usage_skip", "graph_lock", "__bfs",
	/* lock primitives */
	"spin_lock", "spin_unlock", "spin_trylock", "spinlock", "spin_release", "do_raw_",
	"_raw_read", "_raw_write", "read_lock", "read_unlock", "write_lock",
	"write_unlock", "_trylock", "mutex_", "rtlock", "rt_mutex", "rt_spin", "rt_read",
	"rt_write", "ww_mutex", "down_read", "down_write", "up_read",
	"up_write", "down_interruptible", "down_killable", "down_timeout",
	"down_trylock", "^down$", "__down", "__up$",
	"rwsem", "percpu_down", "percpu_up", "queued_spin", "queued_read",
	"queued_write", "native_queued", "pv_queued", "_slowlock", "osq_lock",
	"local_lock", "local_bh", "__local_bh", "seqlock", "seqcount", "seqprop", "read_seq",
	"write_seq", "bit_spin", "hlist_bl", "refcount", "cleanup_srcu", "^perf_trace_", "^atomic", "^__atomic", "_atomic_dec_and", "arch_atomic", "raw_atomic", "^kref_",
	 "cmpxchg", "instrument_", "arch_irqs", "raw_irqentry", "irqsave", "rcu_read_",
	"rcu_lock", "rcu_dereference", "srcu_read", "srcu_lock",
	"rcu_is_watching", "rcu_note", "queue_write_lock", "queue_read_lock",
	/* bits, lists, trees, tables */
	"^bitmap_", "^__bitmap_", "test_bit", "set_bit", "clear_bit", "change_bit", "test_and_",
	"variable_test", "constant_test", "__list_", "^list_add", "^list_del", "^list_move", "^list_splice", "^list_empty", "hlist_",
	"llist_", "^plist_", "klist_", "rb_erase", "rb_insert", "rb_next", "rb_prev", "rb_first", "rb_set", "__rb_",
	 "radix_tree", "xarray", "^xa_", "__xa_", "^xas_", "__xas",
	 "^ida_", "rhashtable", "rhltable", "__rht", "^rht_",
	"lookup_object", "fill_pool",
	/* memory and strings */
	"memcpy", "memmove", "memset", "memcmp", "memchr", "memscan", "bcmp", "strcpy",
	"strlcpy", "strncpy", "strscpy", "strlen", "strnlen", "strnstr", "strcmp",
	"strncmp", "strcasecmp", "strchr", "strstr", "strcat", "strlcat",
	"strim", "strsep", "strpbrk", "strspn", "strdup", "memdup", "strndup",
	"hex_string", "^string$", "^string_", "^number$", "vsnprintf", "vscnprintf",
	"snprintf", "sprintf", "scnprintf", "kasprintf", "kvasprintf", "vprintk", "^printk", "_printk",
	"pointer$", "^va_format", "^widen_string", "bin2hex", "hex_dump", "seq_printf", "seq_vprintf", "seq_put", "^seq_write$",
	"kstrto", "simple_strto", "sscanf", "match_token", "crc16", "crc32", "crc_t10", "crct10", "__crc", "csum_partial", "do_csum",
	/* user memory */
	"copy_user", "copy_from_user", "copy_to_user", "copyin", "copyout", "copy_from_iter", "copy_to_iter",
	"copy_page_", "iov_iter_copy", "iov_iter_fault_in", "iov_iter_zero", "iterate_and", "__get_user", "__put_user", "get_user_nocheck", "put_user_nocheck", "clear_user", "strncpy_from", "strnlen_user",
	"csum_and_copy", "check_object_size", "check_heap_object", "check_stack_object", "check_copy_size", "check_bogus", "usercopy", "probe_kernel", "copy_from_kernel",
	/* allocators */
	"kmalloc", "kzalloc", "kcalloc", "krealloc", "kvmalloc", "kvzalloc", "kfree", "kvfree", "kzfree", "kmem_cache", "kmem_",
	"slab_", "___cache", "__cache_", "cache_alloc", "cache_grow", "new_slab", "allocate_slab", "free_block", "drain_array", "setup_object", "set_freepointer", "get_freepointer",
	"kmalloc_slab", "__do_kmalloc", "__do_kmem", "do_slab_free", "__free_slab", "discard_slab", "unfreeze_partials", "put_cpu_partial",
	"alloc_pages", "alloc_frozen_pages", "page_pool_alloc", "__alloc_page", "alloc_page", "get_page_from", "__get_free", "^free_pages", "^__free_page", "^free_page", "free_unref", "free_one_page", "prep_new_page", "post_alloc", "rmqueue", "free_pcp", "free_compound", "free_huge",
	"page_alloc", "alloc_slab", "cache_alloc_refill", "check_new_page", "bad_page", "free_bad_page",
	"vmalloc", "vzalloc", "^vfree", "vm_map_", "devm_k", "mempool_", "percpu_alloc", "pcpu_", "free_percpu", "alloc_percpu", "__alloc_percpu",
	 "^folio_alloc", "^__folio_alloc", "^do_read_cache", "filemap_get", "filemap_alloc", "__filemap_get", "find_get_", "find_lock_", "pagecache_get", "__find_get", "put_page", "__put_page", "page_ref", "put_devmap", "__page_cache", "page_cache_",
	"alloc_inode_sb", "add_to_page_cache", "page_to_nid", "virt_to_", "__phys_addr", "__virt_addr", "compound_head", "phys_addr",
	"kmemleak", "skb_free", "kfree_skb", "consume_skb", "__kfree_skb", "dev_kfree",
	/* I/O accessors */
	"^read[bwlq]$", "__raw_read", "__raw_write", "^readb", "^readw", "^readl", "^readq", "^writeb", "^writew", "^writel", "^writeq", "ioread", "iowrite", "__arch_memcpy", "logic_in", "logic_out",
	/* timers, work, waiting */
	"timer_delete", "del_timer", "add_timer", "mod_timer", "__mod_timer", "timer_sync", "try_to_del", "try_to_grab", "call_rcu", "^__task_rq_lock$", "hrtimer_start", "hrtimer_cancel", "hrtimer_try", "hrtimer_active", "hrtimer_init", "detach_if", "enqueue_timer", "timer_is_static", "timer_fixup", "init_timer", "timer_base", "lock_timer",
	"flush_work", "__flush_work", "flush_workqueue", "__flush_workqueue", "start_flush", "cancel_work", "__cancel_work", "cancel_delayed", "queue_work", "__queue_work", "queue_delayed", "schedule_work", "schedule_delayed", "mod_delayed", "destroy_workqueue", "drain_workqueue", "work_is_static", "insert_work", "kthread_stop", "kthread_insert", "kthread_queue", "kthread_flush", "kthread_cancel", "__kthread_",
	"complete_all", "^complete$", "^complete_", "__complete", "wait_for_comp", "wait_for_common", "do_wait_for", "__wait_for", "swake_up", "swait", "__wake_up", "^wake_up_process$", "autoremove_wake", "default_wake", "try_to_wake", "prepare_to_wait", "finish_wait",
	/* device model and reference counts of objects */
	"kobject_", "kset_", "^kobj_", "get_device", "put_device", "device_add", "device_del", "device_unregister", "device_register", "device_create", "device_destroy", "device_initialize", "device_release", "cdev_del", "cdev_add", "dev_set_name", "dev_uevent", "bus_add", "bus_remove", "sysfs_remove", "sysfs_create", "sysfs_add", "sysfs_warn", "kernfs_remove", "kernfs_find", "dpm_sysfs", "devres_", "release_nodes", "remove_nodes", "klist", "tty_unregister", "tty_register_dev", "i2c_del", "i2c_unregister", "__unregister_client", "device_remove", "driver_unregister", "bus_for_each", "device_for_each", "__device_release", "class_dev",
	/* USB */
	"usb_submit", "usb_start_wait", "usb_bulk_msg", "usb_control_msg", "usb_interrupt_msg", "usb_kill_urb", "usb_unlink", "usb_free_urb", "usb_get_urb", "usb_put_urb", "usb_hcd_submit", "usb_hcd_unlink", "usb_poison", "usb_unpoison", "usb_anchor_urb", "usb_unanchor",
	/* inodes and files */
	"^iput", "iput_final", "drop_nlink", "inc_nlink", "clear_nlink", "set_nlink", "^dput", "__dput", "__dentry_kill", "dentry_kill", "dentry_unlink", "dentry_free", "mark_inode_dirty", "__mark_inode", "mark_buffer_dirty", "truncate_inode_pages_range", "truncate_inode_pages_final", "truncate_pagecache", "truncate_setsize",
	"usb_kill_anchored", "hwrng_unregister",
	"^rollback_registered", "^unregister_netdevice_queue$", "^unregister_netdev$",
	/* messages of devices */
	"^dev_printk", "__dev_printk", "^dev_err", "_dev_err", "^dev_warn", "_dev_warn", "^dev_info", "_dev_info", "netdev_printk", "netdev_err", "netdev_warn", "netdev_info", "dev_vprintk", "dynamic_",
	/* entry code */
	"asm_exc_", "asm_sysvec", "asm_common", "error_entry", "apic_timer_interrupt", "^exc_", "page_fault$", "async_page_fault", "general_protection$", "ret_from_exc", "handle_exception",
	 "this_cpu_preempt", "check_preemption", "debug_smp", "^smp_processor",
	
};
const unsigned int nr_oops_skip = ARRAY_SIZE(oops_skip);
const char *const oops_skip_short[] = { "die", "up" };
const unsigned int nr_oops_skip_short = ARRAY_SIZE(oops_skip_short);

const char *const oops_anchors[] = {
	/* entry of system calls */
	"do_syscall_", "do_fast_syscall_", "do_int80_syscall", "sysenter_dispatch",
	"entry_SYSCALL_64", "entry_SYSENTER", "entry_INT80", "sysret_check",
	"tracesys_phase2", "ret_fast_syscall", "el0_svc", "invoke_syscall",
	"system_call", "syscall_handler", "do_trap_ecall",
	/* softirq, timers, threads */
	"netif_receive_skb", "process_backlog", "net_rx_action",
	"do_softirq", "handle_softirqs", "call_timer_fn", "run_timers",
	"expire_timers", "run_timer_softirq", "hrtimer_run_queues",
	"run_hrtimer", "tasklet_action", "run_ksoftirqd",
	"smpboot_thread_fn", "process_one_work", "worker_thread", "kthread",
	"start_secondary", "cpu_startup_entry", "ret_from_fork",
	"task_work_run", "smp_call_function", "do_idle",
	/* calls through operations of files and sockets */
	"vfs_write", "vfs_read", "vfs_iter_read", "vfs_iter_write",
	"do_iter_read", "do_iter_write", "call_read_iter", "call_write_iter",
	"new_sync_read", "new_sync_write", "vfs_ioctl", "do_vfs_ioctl",
	"ksys_read", "ksys_write", "ksys_ioctl", "compat_ioctl",
	"compat_sys_ioctl", "file_ioctl", "blkdev_driver_ioctl",
	"blkdev_ioctl", "do_dentry_open", "vfs_open", "__fput",
	"sock_sendmsg", "sock_recvmsg", "sock_write_iter", "sock_read_iter",
	"sock_ioctl", "sock_do_ioctl", "__sock_release", "sock_release",
	"__sys_setsockopt", "__sys_getsockopt", "__sys_connect",
	"__sys_bind", "__sys_accept", "__sys_listen", "rtnetlink_rcv_msg", "netlink_dump",
	"nfnetlink_rcv_msg",
	/* faults and maps */
	"mmap_region", "call_mmap", "do_mmap", "__do_fault", "handle_mm_fault",
	"do_page_fault", "do_user_addr_fault", "exc_page_fault",
	"exit_mmap", "mmput", "vfs_get_tree", "mount_fs", "fill_super",
};
const unsigned int nr_oops_anchors = ARRAY_SIZE(oops_anchors);

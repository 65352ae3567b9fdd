"""Files that survive kills and full disks: whole writes, caches, locks, folder swap, watching."""

"""Files and caches that outlive kills, full disks and strangers."""

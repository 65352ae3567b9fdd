"""The new site's folder: filled beside the earlier site from its unchanged files, then swapped in."""

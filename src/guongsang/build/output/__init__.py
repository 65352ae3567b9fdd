"""The new site's folder: filled beside the earlier site, mostly by hard links, then swapped in."""

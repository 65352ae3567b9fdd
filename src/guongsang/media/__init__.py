"""Make binary files of profiles, cached by content: photos, social cards, press kits."""

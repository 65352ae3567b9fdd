"""The build: from a checked project to the files of the site; whatever is unchanged is reused."""

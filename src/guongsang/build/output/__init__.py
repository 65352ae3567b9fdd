"""The folder in which a site is put together and put in place."""

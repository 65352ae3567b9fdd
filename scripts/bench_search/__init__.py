"""The benchmark of search in Chromium, and of Material's search beside it."""

"""Records for the search index."""

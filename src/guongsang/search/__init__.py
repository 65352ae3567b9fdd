"""The search index: segments, postings, files."""

"""Make the search index that browsers fetch: segments, postings, pairs of words, files."""

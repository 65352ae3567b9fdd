"""Make the search index that browsers fetch: segments, postings, pairs of words, files.

What ranks: the levels in `segment.py`. What is found: `outputs/search/records.py`.
"""

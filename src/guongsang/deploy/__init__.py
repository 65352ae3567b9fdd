"""Publish a built site where readers find it: a folder of releases, or object storage.

Knows nothing of profiles or MkDocs: it sees the site's files alone.
"""

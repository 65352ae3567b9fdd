"""Bringing a built site to where readers find it: whole or not at all, in a folder of releases or in object storage."""

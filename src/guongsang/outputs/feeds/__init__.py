"""Feeds of the channels: Atom, JSON Feed, ninjs."""

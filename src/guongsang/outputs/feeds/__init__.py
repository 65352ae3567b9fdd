"""Feeds of each channel: Atom, JSON Feed, ninjs for newsrooms."""

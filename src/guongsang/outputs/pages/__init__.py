"""The site's pages: home, profiles, lists, sections, criteria, corrections, statistics."""

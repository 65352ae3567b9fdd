"""Gương Sáng: profiles of exemplary people and collectives, checked and published.

The package is the domain. Only the room `engine` imports the site engine (MkDocs), so that the
rest outlives whichever engine renders the site.
"""

__version__ = "0.1.0"

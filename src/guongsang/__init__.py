"""Gương Sáng: profiles of exemplary people and collectives, checked and published.

The package is the domain. It knows nothing of the site engine but in one
module, `mkdocs_adapter`, so that it outlives whichever engine renders it.
"""

__version__ = "0.1.0"

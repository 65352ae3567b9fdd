"""Rendering: artifacts become HTML by the theme's Jinja templates."""

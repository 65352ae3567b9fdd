"""Artifacts become HTML."""

"""Every kind of edit that may come between two builds, by kind in `EDITS`; a seed chooses among them."""

from importlib import import_module

from edits.garden import EDITS, Garden, NotNowError

__all__ = ["EDITS", "Garden", "NotNowError"]

for _name in ("profile_text", "profile_files", "project", "builds"):  # in this order: a seed repeats a sequence
    import_module(f"edits.{_name}")

"""Open data at /du-lieu/: all published profiles as JSON and CSV, their schemas and their page."""

from guongsang.outputs.data.files import data_files
from guongsang.outputs.data.page import data_pages

__all__ = ["data_files", "data_pages"]

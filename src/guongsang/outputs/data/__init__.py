"""Open data at /du-lieu/: what the site publishes, for machines. Made from the published view alone, so it can hold nothing else."""

from guongsang.outputs.data.files import data_files
from guongsang.outputs.data.page import data_pages

__all__ = ["data_files", "data_pages"]

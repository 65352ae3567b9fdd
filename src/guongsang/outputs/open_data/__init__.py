"""Open data at /du-lieu/: what the site publishes, for machines. Made from the published view alone, so it can hold nothing else."""

from guongsang.outputs.open_data.files import data_files
from guongsang.outputs.open_data.page import data_pages

__all__ = ["data_files", "data_pages"]

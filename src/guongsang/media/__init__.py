"""Pictures and documents: drawn once, kept by content."""

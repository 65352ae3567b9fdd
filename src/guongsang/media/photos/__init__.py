"""Photos: renditions for the web in several sizes and formats, and XMP for the press."""

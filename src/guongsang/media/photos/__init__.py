"""Photos: encode and cache the renditions that `outputs/parts/photos.py` sizes; press XMP."""

"""Vietnamese text: folding, sort order and slugs; dates; old encodings; what XML may hold."""

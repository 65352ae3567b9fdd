"""Vietnamese text: folding, sort order, slugs; dates; old encodings; XML; addresses of the site."""

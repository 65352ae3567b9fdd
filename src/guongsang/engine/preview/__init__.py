"""`guongsang serve`: a live preview that makes each page only when a browser asks for it."""

"""Vietnamese text and dates: no domain, no disk."""

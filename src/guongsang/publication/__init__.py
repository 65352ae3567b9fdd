"""Who may be shown where, as of a moment, and what is shown."""

"""What staff write, read with line and column: profiles, events, photos, the press log."""

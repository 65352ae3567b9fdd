"""What staff write, read with line and column, typed and frozen."""

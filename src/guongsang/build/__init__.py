"""What must be made again, and the making of it."""

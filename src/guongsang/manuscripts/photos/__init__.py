"""Photo files beside a profile: find them, measure them, look for hidden data."""

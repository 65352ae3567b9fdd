"""Photo files beside a profile: what they are."""

"""What the press takes: kits, panel, desks."""

"""What others see who share or embed a page."""

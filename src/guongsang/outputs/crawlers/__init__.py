"""What crawlers and web servers are told."""

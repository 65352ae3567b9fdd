"""Files for crawlers and web servers: sitemaps, robots.txt, withdrawn and moved addresses."""

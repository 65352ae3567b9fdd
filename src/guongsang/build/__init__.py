"""The build: from a checked project to the files of the site; whatever is unchanged is reused.

Why something was made again, or not: `profile_products` (a profile's pages), `assembly` (lists),
`unchanged` (the whole site), `shared_inputs` (what all pages depend on).
"""

"""The build: from a checked project to the files of the site; whatever is unchanged is reused.

Why something was, or was not, made again: the whole site, `unchanged`; one profile's pages,
`profile_products`; lists and other pages, `assembly`; what all pages depend on, `shared_inputs`.
"""

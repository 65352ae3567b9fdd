"""Let MkDocs build and serve the site: the only package that imports MkDocs and Material."""

"""What knows MkDocs."""

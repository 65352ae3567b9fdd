"""The records that the search index holds, one per page that can be found."""

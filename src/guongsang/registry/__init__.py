"""Units, fields, awards, channels, criteria: the programme as data."""

"""The programme as data: units, fields, awards, channels, criteria; the keys that refer to them."""

"""Building blocks that several outputs share: cards, photos, facts, filters, pagers, plain text."""

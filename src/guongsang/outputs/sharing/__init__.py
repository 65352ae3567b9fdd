"""What other sites show of ours: social cards, embeds, share links, linked data."""

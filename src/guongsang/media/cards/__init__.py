"""Social cards: the images that social networks show beside a link, drawn with Pillow."""

"""For the press: kits of files, the panel on a profile's page, desk pages of channels."""

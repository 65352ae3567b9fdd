"""Press kits: a ZIP per profile with a Word file, texts, and photos for print."""

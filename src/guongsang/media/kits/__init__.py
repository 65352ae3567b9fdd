"""Press kits."""

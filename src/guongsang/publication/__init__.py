"""The gate: who may be shown where as of a moment, and the published view that outputs receive."""

"""The parts of scripts/bench.py: what is run, how it is measured, and the resulting table.

Standard library only, as all that staff run. Only `photo_work.py` runs in the project's
environment, as a program of its own: it needs Pillow and the product.
"""

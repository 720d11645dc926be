"""What every test shares: laws are tried on the same examples each time, and leave no files behind."""

import gc

from hypothesis import settings

settings.register_profile("house", max_examples=20, derandomize=True, deadline=None, database=None)
settings.load_profile("house")

# Thousands of small tests leave little that refers to itself: looking for it less often saves a tenth.
gc.set_threshold(100_000, 50, 50)

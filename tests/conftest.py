"""What every test shares: laws are tried on the same examples each time, and leave no files behind."""

from hypothesis import settings

settings.register_profile("house", max_examples=20, derandomize=True, deadline=None, database=None)
settings.load_profile("house")

"""Tests of doing a thing once, even if the process dies in the middle of it."""

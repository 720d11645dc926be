"""Tests of the business itself: literals in, values out."""

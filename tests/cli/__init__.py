"""Tests of the commands, run as a terminal would run them."""

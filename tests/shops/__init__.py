"""Shops at the door: recorded notices, hostile ones, and the HTTP around them."""

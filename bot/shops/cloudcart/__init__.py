"""CloudCart: its order webhooks in the new structure, proven by the key that the shop was given."""

"""Real processes are killed at any moment; no order is invoiced twice, and none is forgotten."""

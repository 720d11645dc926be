"""Every desk, at a real ledger and queue, with the world outside played by fakes."""

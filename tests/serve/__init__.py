"""The real command, as a process of its own, configured by nothing but its environment."""

"""Small stand-ins for the ports: each keeps its port's promises, in memory."""

"""A Slack workspace on loopback: the Web API, signed deliveries, Socket Mode and the people who press the buttons."""

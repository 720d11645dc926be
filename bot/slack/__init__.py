"""Slack: what people see, press and type."""

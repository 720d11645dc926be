"""What people read and press in Slack: cards, forms, and scenarios with the real Bolt."""

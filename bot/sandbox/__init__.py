"""A world to try the bot in: SmartBill, Slack and a shop on loopback, which know nothing of the bot."""

"""The database's shape, step by step; `bot.storage.schema` runs them."""

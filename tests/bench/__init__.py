"""How fast and how large the bot is, measured on a real `serve` process: `poe bench [name …]`.

Nothing here is a test: no time is ever asserted, and `pytest` does not look here.
"""

"""`python -m bot` is the same as `smartbill-bot`."""

from bot.cli.main import main

main()

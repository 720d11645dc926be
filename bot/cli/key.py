"""`smartbill-bot key`: a fresh key for the stored secrets."""

import click
from cryptography.fernet import Fernet


@click.command()
def key() -> None:
    """Print a fresh ENCRYPTION_KEY.

    Keep it as safe as the database itself: without it the stored SmartBill tokens are lost.
    """
    click.echo(Fernet.generate_key().decode())

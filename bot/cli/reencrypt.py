"""`smartbill-bot reencrypt`: a new encryption key, beside a running `serve`."""

import click

from bot.cli.endings import No
from bot.cli.opening import opened_books
from bot.cli.printing import json_option, print_json
from bot.settings import load
from bot.storage.reencrypting import Lost, Reencrypted
from bot.storage.reencrypting import reencrypt as reencrypted
from bot.storage.secrets import Cipher


@click.command()
@json_option
def reencrypt(*, as_json: bool) -> None:
    """Put every stored secret under the first key of ENCRYPTION_KEY.

    `serve` may run meanwhile, if it knows that key too. Run twice, it changes nothing the second time.
    """
    settings = load()
    with opened_books(settings) as books:
        done = reencrypted(books.database, Cipher(settings.keys))
    if as_json:
        print_json(_facts(done))
    else:
        click.echo(f"Rewritten with the first key: {done.rewritten}. Under it already: {done.already}.")
    if done.lost:
        raise No(
            f"No key of ENCRYPTION_KEY opens: {', '.join(map(_named, done.lost))}. Add the key that "
            "encrypted them behind the first one, and run this again; or store them anew with "
            "`smartbill-bot shop set`."
        )


def _named(lost: Lost) -> str:
    return f"{lost.what} of {lost.shop_id}"


def _facts(done: Reencrypted) -> dict[str, object]:
    return {
        "rewritten": done.rewritten,
        "already": done.already,
        "unreadable": [{"shop": lost.shop_id, "what": lost.what} for lost in done.lost],
    }

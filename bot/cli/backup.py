"""`smartbill-bot backup`: a copy of the database, beside a running `serve`."""

import sqlite3
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.cli.endings import Misused, No, Outside
from bot.cli.printing import json_option, print_json
from bot.settings import load
from bot.storage.copying import Damaged, Holdings, copy


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it is there already.")
@json_option
def backup(file: Path, *, force: bool, as_json: bool) -> None:
    """Copy the SQLite database to FILE.

    `serve` may run meanwhile. The copy is checked before it gets its name, and only its owner may read it.
    It holds buyers' details; its secrets need ENCRYPTION_KEY, which is not in it.
    """
    source = _source(load().database_url)
    if not force and file.exists():
        raise No(f"{file} is there already: choose another name, or add --force to replace it.")
    if file.exists() and file.samefile(source):
        raise No(f"{file} is the database itself: choose another name.")
    held = _copied(source, file)
    size = file.stat().st_size
    if as_json:
        print_json({"file": str(file.absolute()), "bytes": size, **vars(held)})
    else:
        click.echo(_sentence(file, size, held))


def _source(url: str) -> Path:
    """The database's file.

    Raises:
        Misused: it has none, or is not there.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # Without its cause, which may repeat the password.
        raise Misused("DATABASE_URL cannot be used: it must be a SQLAlchemy address.") from None
    if address.get_backend_name() != "sqlite":
        raise Misused("This copies SQLite files only. For PostgreSQL use its own pg_dump, as in the README.")
    if not address.database or not Path(address.database).is_file():
        raise Misused(f"There is no database at {address.database or 'this address'}: check DATABASE_URL.")
    return Path(address.database)


def _copied(source: Path, file: Path) -> Holdings:
    try:
        return copy(source, file)
    except Damaged as error:
        raise No(f"The copy of {source} is damaged, and was thrown away: {error}") from error
    except sqlite3.DatabaseError as error:
        raise No(f"{source} could not be copied: {error}") from error
    except OSError as error:
        raise Outside(f"{file} cannot be written: {error.strerror}.") from error


def _sentence(file: Path, size: int, held: Holdings) -> str:
    history = f"entries of history: {held.history}"
    if held.history_end:
        history += f", up to {held.history_end[:12]}"
    return (
        f"{file}: {size / 1_000_000:.1f} MB, checked. Shops: {held.shops}, orders: {held.orders}, "
        f"documents: {held.documents}, notices: {held.notices}, {history}."
    )

"""What `doctor` looks at: each checkup asks one thing and says what it found in a sentence."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from slack_sdk import WebClient
from sqlalchemy.exc import DBAPIError

from bot.cli import series_checkups
from bot.cli.endings import sentence
from bot.cli.findings import Finding
from bot.cli.shop_checks import why_not
from bot.domain.shops import Account, Shop
from bot.errors import BotError, ConfigError, RemoteUnavailable
from bot.flows.addresses import hook_path, hook_url
from bot.flows.ledger import Ledger
from bot.flows.settings_checks import names_vat, wrong_vat_names
from bot.slack.courier import translated
from bot.slack.manifest import BOT_SCOPES, LATER_SCOPES
from bot.smartbill.biller import SmartBillBiller
from bot.storage.engine import Database
from bot.storage.schema import alembic_config

_MOST_APART = timedelta(seconds=60)
_OF_GROUPS = "usergroups:read"


def database(opened: Database) -> Finding:
    """Whether the database can be reached, and has the shape that this version works on."""
    empty = Finding("database", "warning", "The database is empty; `serve` and `shop add` prepare it.")
    if _is_missing_file(opened):
        return empty
    try:
        with opened.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            script = ScriptDirectory.from_config(alembic_config(connection))
    except DBAPIError:
        return Finding("database", "problem", "The database cannot be reached: check DATABASE_URL.")
    if current == script.get_current_head():
        return Finding("database", "fine", "The database is there and has today's shape.")
    if current is None:
        return empty
    if current in {revision.revision for revision in script.walk_revisions()}:
        return Finding(
            "database", "warning", "The database has an older shape; `serve` brings it up to date."
        )
    return Finding(
        "database", "problem", "The database was made by a newer version of SmartBill Bot: install that one."
    )


def history(ledger: Ledger) -> Finding:
    """Whether who did what is as it was written."""
    chain = ledger.audit.verify()
    if chain.broken_at is not None:
        return Finding(
            "history",
            "problem",
            f"The history was changed outside the bot: its entry {chain.broken_at} does not fit those before "
            "it. Compare it with a backup.",
        )
    end = f", up to {chain.end[:12]}" if chain.entries else ""
    return Finding("history", "fine", f"The history of who did what is whole. Entries: {chain.entries}{end}.")


def _is_missing_file(opened: Database) -> bool:
    """Asked first, because connecting would make it."""
    name = opened.engine.url.database
    return opened.is_sqlite and bool(name) and not Path(str(name)).exists()


def slack(client: WebClient) -> Iterator[Finding]:
    """Whether Slack takes the token, whether it opens what is needed, and whether our clocks agree."""
    if not client.token:
        # Whoever looked at the settings has said so.
        return
    try:
        with translated():
            answer = client.auth_test()
    except BotError as error:
        yield Finding("slack", "problem", f"{sentence(error)} Check SLACK_BOT_TOKEN and SLACK_API_URL.")
        return
    headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    yield Finding("slack", "fine", f"Slack knows the bot as {answer['user']} in {answer['team']}.")
    yield _scopes(headers)
    yield _clock(headers)


def smartbill(ledger: Ledger, biller: SmartBillBiller, shop: Shop) -> Iterator[Finding]:
    """Whether SmartBill takes the shop's login, has its series, tells VAT rates, and calls them so.

    Also which series of the company stand elsewhere than in the books.
    """
    what = f"smartbill:{shop.id}"
    try:
        account = ledger.shops.account(shop.id)
        told = biller.series(account)
        yield from series_checkups.used(told, shop)
        yield from series_checkups.moved(told, ledger.numbers.of_company(account.cif), shop)
        yield _vat_rates(biller, account, shop)
        if names_vat(shop.settings):
            yield _vat_names(biller, account, shop)
    except ConfigError as error:
        yield Finding(what, "problem", f"{shop.name}: {error}")
    except RemoteUnavailable as error:
        why = "has blocked this token for a while" if error.retry_after else "cannot be reached"
        yield Finding(what, "problem", f"{shop.name}: SmartBill {why}. Ask again in a few minutes.")
    except BotError as error:
        yield Finding(what, "problem", f"{shop.name}: {sentence(error)}")


def hook(ledger: Ledger, shop: Shop, public_url: str) -> Finding:
    """Where the shop's notices go."""
    what, path = f"hook:{shop.id}", hook_path(ledger, shop)
    url = hook_url(public_url, path)
    if url is None:
        return Finding(
            what,
            "warning",
            f"{shop.name}: its notices go to {path}; set PUBLIC_URL to see the whole address.",
        )
    return Finding(what, "fine", f"{shop.name}: its notices go to {url}")


def _scopes(headers: Mapping[str, str]) -> Finding:
    if "x-oauth-scopes" not in headers:
        return Finding("scopes", "warning", "Slack did not say which scopes the token has.")
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = [scope for scope in BOT_SCOPES if scope not in granted]
    if missing and set(missing) <= LATER_SCOPES:
        return Finding(
            "scopes",
            "warning",
            f"The Slack token lacks {', '.join(missing)}: without channels:read and groups:read the settings "
            "take channels without the bot, and without usergroups:read no user group can approve. "
            "Add it on the app's OAuth page and reinstall it.",
        )
    if missing:
        return Finding(
            "scopes",
            "problem",
            f"The Slack token lacks {', '.join(missing)}: add it on the app's OAuth page and reinstall it.",
        )
    return Finding("scopes", "fine", f"The Slack token has every scope it needs: {', '.join(BOT_SCOPES)}.")


def _clock(headers: Mapping[str, str]) -> Finding:
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return Finding("clock", "warning", "Slack did not say what time it is; the clock was not compared.")
    apart = abs(datetime.now(UTC) - told.astimezone(UTC))
    if apart > _MOST_APART:
        return Finding(
            "clock",
            "problem",
            f"This machine's clock and Slack's are {apart.total_seconds():.0f} seconds apart: set it right, "
            "or signatures are taken for old ones.",
        )
    return Finding("clock", "fine", "This machine's clock agrees with Slack's.")


def _vat_rates(biller: SmartBillBiller, account: Account, shop: Shop) -> Finding:
    rates = ", ".join(f"{rate.normalize():f}%" for rate in biller.vat_rates(account))
    told = f"SmartBill has the VAT rates {rates}." if rates else "the company pays no VAT, SmartBill says."
    return Finding(f"vat:{shop.id}", "fine", f"{shop.name}: {told}")


def _vat_names(biller: SmartBillBiller, account: Account, shop: Shop) -> Finding:
    what = f"vat-names:{shop.id}"
    wrong = wrong_vat_names(biller.vat_names(account), shop.settings)
    if wrong:
        whys = " ".join(why_not(error, shop.settings) for error in wrong.values())
        return Finding(what, "problem", f"{shop.name}: {whys}")
    return Finding(what, "fine", f"{shop.name}: SmartBill has the names of VAT rates that are set.")

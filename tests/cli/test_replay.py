"""Running a stored notice again."""

import json
from datetime import timedelta
from pathlib import Path

from bot.domain.orders import OrderNotice
from bot.wiring import App
from tests.builders import CHANGED_AT, an_order, some_settings
from tests.cli.conftest import Run, the_bot
from tests.cli.ledgers import add_shop, issue, tell

RECORDED = Path(__file__).parent.parent / "shops" / "standard"


def a_readable_body() -> bytes:
    """A notice that today's reader of the generic kind reads."""
    return (RECORDED / "order.status_changed__b2c.json").read_bytes()


def keep_unreadable(app: App, body: bytes, *, size: int) -> int:
    notice = app.ledger.notices.add_unreadable("lampi", body, size=size, digest="d" * 64, why="Odd.")
    assert notice is not None
    return notice


def issuings(app: App) -> int:
    with app.database.engine.connect() as connection:
        return int(
            connection.exec_driver_sql("select count(*) from jobs where kind = 'invoice.issue'").scalar_one()
        )


def test_a_notice_kept_while_the_shop_was_off_is_decided_now(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, active=False)
        notice = tell(app)
        app.ledger.shops.save("lampi", some_settings(), smartbill_token=None)

    result = run("replay", str(notice))

    assert result.exit_code == 0
    assert result.stdout == (
        f"Notice {notice} was decided about again.\nOrder 1043: 121.00 RON – waiting for approval\n"
    )


def test_an_order_on_its_way_is_not_issued_twice(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, automatic=True, only_with_billing=False)
        notice = tell(app)
        before = issuings(app)

    run("replay", str(notice))
    told = json.loads(run("replay", str(notice), "--json").stdout)

    assert (told["notice"], told["order"], told["state"]) == (notice, "1043", "approved")
    with the_bot() as app:
        assert (before, issuings(app)) == (1, 1)


def test_an_issued_order_stays_issued(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)
        notice = tell(app)
        issue(app)

    told = json.loads(run("replay", str(notice), "--json").stdout)

    assert told["state"] == "issued"
    with the_bot() as app:
        assert issuings(app) == 0


def test_an_old_notice_changes_nothing(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)
        notice = tell(app)
        tell(app, status="cancelled", updated_at=CHANGED_AT + timedelta(hours=1))

    result = run("replay", str(notice))

    assert "older than what is known" in result.stdout
    assert "withdrawn, the order changed" in result.stdout


def test_a_switched_off_shop_keeps_its_notice(run: Run) -> None:
    with the_bot() as app:
        add_shop(app, active=False)
        notice = tell(app)

    assert "switched off" in run("replay", str(notice)).stdout


def test_what_could_not_be_read_is_read_again_and_decided(run: Run) -> None:
    body = a_readable_body()
    with the_bot() as app:
        add_shop(app)
        notice = keep_unreadable(app, body, size=len(body))

    first = json.loads(run("replay", str(notice), "--json").stdout)
    again = run("replay", str(notice))

    assert first["notice"] == notice + 1
    assert first["order"]
    assert "known already" in again.stdout
    with the_bot() as app:
        assert app.ledger.notices.get(notice + 1).order is not None


def test_what_still_cannot_be_read_is_a_no_with_the_reason(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)
        notice = keep_unreadable(app, b"not JSON", size=8)

    result = run("replay", str(notice))

    assert result.exit_code == 1
    assert result.stderr == f"Notice {notice} still cannot be read: The message is not JSON.\n"


def test_of_what_was_not_kept_whole_nothing_is_read(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)
        notice = keep_unreadable(app, a_readable_body(), size=2_000_000)

    result = run("replay", str(notice))

    assert result.exit_code == 1
    assert "too long to be kept whole" in result.stderr


def test_a_removed_shop_decides_nothing(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)
        order = an_order()
        notice = app.ledger.notices.add("lampi", OrderNotice(order), b"{}", event="")
        app.ledger.shops.remove("lampi")

    assert run("replay", str(notice)).exit_code == 1


def test_an_unknown_notice_is_a_no(run: Run) -> None:
    result = run("replay", "77")

    assert result.exit_code == 1
    assert result.stderr == "There is no notice number 77.\n"


def test_a_notice_has_a_number(run: Run) -> None:
    assert run("replay", "first").exit_code == 2

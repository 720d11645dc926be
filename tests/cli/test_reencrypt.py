"""A new encryption key at the terminal: what is told, and how it ends."""

import json

from cryptography.fernet import Fernet

from bot.settings import load
from tests.cli.conftest import TOKEN, Run, the_books
from tests.cli.shops import CONNECT


def test_the_new_key_alone_opens_everything_afterwards(run: Run) -> None:
    old, new = load().keys[0], Fernet.generate_key().decode()
    run(*CONNECT, "--no-check", SHOP_KEY="VECHE")

    first = run("reencrypt", ENCRYPTION_KEY=f"{new},{old}")
    again = run("reencrypt", "--json", ENCRYPTION_KEY=f"{new},{old}")
    alone = run("reencrypt", ENCRYPTION_KEY=new)

    assert first.stdout == "Rewritten with the first key: 2. Under it already: 0.\n"
    assert json.loads(again.stdout) == {"rewritten": 0, "already": 2, "unreadable": []}
    assert (alone.exit_code, alone.stdout) == (0, "Rewritten with the first key: 0. Under it already: 2.\n")


def test_what_no_key_opens_is_named_and_the_answer_is_no(run: Run) -> None:
    shop_id = json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"]
    stranger = Fernet.generate_key().decode()

    result = run("reencrypt", ENCRYPTION_KEY=stranger)
    as_json = run("reencrypt", "--json", ENCRYPTION_KEY=stranger)

    assert (result.exit_code, as_json.exit_code) == (1, 1)
    assert f"opens: SmartBill token of {shop_id}, secret of notices of {shop_id}. Add" in result.stderr
    assert [lost["what"] for lost in json.loads(as_json.stdout)["unreadable"]] == [
        "SmartBill token",
        "secret of notices",
    ]
    with the_books() as books:
        assert books.ledger.shops.account(shop_id).token == TOKEN


def test_without_a_key_it_says_what_is_missing(run: Run) -> None:
    result = run("reencrypt", ENCRYPTION_KEY="")

    assert result.exit_code == 2
    assert "ENCRYPTION_KEY is not set" in result.stderr

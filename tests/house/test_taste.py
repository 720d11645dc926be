"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from collections import Counter
from enum import StrEnum

import pytest

from bot.flows.kinds import Kind
from bot.slack.ids import Action, Command, Form
from tests.house.source import BOT, ROOT, called, modules, name_of, parsed

#: What opens something, or holds it open.
_OPENERS = {
    "App",
    "Client",
    "Database",
    "Engine",
    "Popen",
    "Server",
    "Session",
    "SqlLedger",
    "SqlQueue",
    "Thread",
    "ThreadPoolExecutor",
    "WebClient",
    "Worker",
    "connect",
    "create_engine",
    "load",
    "open",
    "sessionmaker",
}
_IMPORT_ALL = """
import importlib, sys
def watch(event, args):
    if event in {"socket.connect", "sqlite3.connect", "subprocess.Popen"}:
        raise SystemExit(f"{event} {args}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise SystemExit(f"{event} {args}")
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def _dotted(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_amounts_are_never_floats_but_on_smartbills_wire() -> None:
    floats = {
        name_of(path)
        for path in modules()
        if "sandbox" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and called(node) == "float"
    }

    assert floats == {"bot/smartbill/wire.py"}


def test_nothing_is_built_at_import() -> None:
    built = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for statement in parsed(path).body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and called(node) in _OPENERS
    ]

    assert built == []


@pytest.mark.slow
def test_importing_every_module_opens_nothing() -> None:
    # Alembic's own two files run only inside a migration.
    names = [_dotted(name_of(path)) for path in modules() if "migrations" not in path.parts]
    names.remove("bot.__main__")

    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, *names], cwd=ROOT, capture_output=True, check=False, text=True
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_there_are_three_broad_handlers_at_most() -> None:
    broad = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]

    assert len(broad) <= 3, broad


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        name is None or (isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"})
        for name in names
    )


def test_a_log_line_is_an_event_with_facts_and_never_a_sentence() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
        and not _is_an_event(node.args[0])
    ]

    assert wrong == []


def _is_an_event(first: ast.expr) -> bool:
    return isinstance(first, ast.Constant) and bool(re.fullmatch(r"[a-z_]+\.[a-z_]+", str(first.value)))


@pytest.mark.parametrize("ids", [(Action, Form), (Command,), (Kind,)])
def test_ids_are_unique_where_they_meet(ids: tuple[type[StrEnum], ...]) -> None:
    values = Counter(member.value for enum in ids for member in enum.__members__.values())

    assert [value for value, times in values.items() if times > 1] == []


@pytest.mark.parametrize("path", sorted((BOT / "words").glob("*.py")), ids=lambda path: path.stem)
def test_a_slug_is_written_once(path: object) -> None:
    keys = [
        key.value
        for module in modules()
        if module == path
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]

    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_a_slug_is_in_snake_case() -> None:
    slugs = [
        node.args[0].value
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and called(node) in {"Refusal", "RemoteUnavailable", "RemoteRejected", "OutcomeUnknown"}
        and isinstance(node.args[0], ast.Constant)
    ]

    assert len(slugs) >= 20
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z_]+\.[a-z_]+", str(slug))] == []

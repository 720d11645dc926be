"""What is public says what it is; what plays a port says it there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import is_generated, modules, name_of, parsed

#: Methods that a framework names and explains.
_FRAMEWORKS = {"format", "process_bind_param", "process_result_value", "settings_customise_sources"}

_Public = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _is_port(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)


def _ports() -> Iterator[ast.ClassDef]:
    for path in modules():
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and _is_port(node):
                yield node


def _said_at_a_port() -> set[str]:
    """The names of all methods of ports: whoever plays one need not say it again."""
    return {node.name for port in _ports() for node in port.body if isinstance(node, ast.FunctionDef)}


def _is_property(node: _Public) -> bool:
    """Whether it reads like a fact, whose name says what it is."""
    return any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)


def _public(body: list[ast.stmt]) -> Iterator[_Public]:
    for node in body:
        if isinstance(node, _Public) and not node.name.startswith("_"):
            yield node


def _silent(path: Path) -> Iterator[str]:
    said = _said_at_a_port() | _FRAMEWORKS
    for node in _public(parsed(path).body):
        if not ast.get_docstring(node):
            yield f"{name_of(path)}:{node.name}"
        # In the sandbox a method whose name says everything may leave it at that.
        if isinstance(node, ast.ClassDef) and not _is_port(node) and "sandbox" not in path.parts:
            for method in _public(node.body):
                if not ast.get_docstring(method) and method.name not in said and not _is_property(method):
                    yield f"{name_of(path)}:{node.name}.{method.name}"


def test_every_module_begins_with_a_sentence() -> None:
    without = [name_of(path) for path in modules() if not (ast.get_docstring(parsed(path)) or "").strip()]

    assert without == []


def test_everything_public_says_what_it_is() -> None:
    silent = [name for path in modules() if not is_generated(path) for name in _silent(path)]

    assert silent == []


def test_packages_hold_a_docstring_and_nothing_else() -> None:
    full = [name_of(path) for path in modules() if path.name == "__init__.py" and len(parsed(path).body) > 1]

    # The one hand-written list.
    assert full == ["bot/shops/__init__.py"]


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_for_later_in_a_comment(word: str) -> None:
    assert [name_of(path) for path in modules() if word in path.read_text()] == []


def test_no_name_is_banned() -> None:
    banned = {"utils", "helpers", "common", "misc", "manager", "managers", "handler", "data", "info"}

    assert [name_of(path) for path in modules() if path.stem in banned] == []

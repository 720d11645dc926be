"""Walk the code of the bot for the slugs it says: literal ones, and families made with an f-string."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bot

ROOT = Path(str(bot.__file__)).parent

#: Who takes a slug, as which argument, and what is put around it to find its sentences.
SAYERS: dict[str, tuple[int, tuple[str, ...]]] = {
    "say": (1, ("{}",)),
    "tell": (1, ("{}",)),
    "_field": (1, ("{}",)),
    "count": (1, ("{}.one", "{}.other")),
    "button": (1, ("{}",)),
    "confirmed": (2, ("{}.title", "{}.yes", "{}.no")),
    "field": (2, ("{}", "{}.hint")),
    "group": (1, ("{}",)),
    "modal": (1, ("{}.title",)),
    "setting_field": (1, ("settings.{}", "settings.{}.hint")),
    "connect_field": (1, ("connect.{}", "connect.{}.hint")),
    "note": (1, ("{}",)),
    "announce": (1, ("{}",)),
    "_reason": (0, ("reason.{}",)),
    "write": (1, ("what.{}",)),
    "put_down": (2, ("what.{}",)),
    "_note": (2, ("what.{}",)),
    "stop": (0, ("finding.{}",)),
    "ask": (0, ("finding.{}",)),
    "remark": (0, ("finding.{}",)),
}
ERRORS = {"Refusal", "RemoteError", "RemoteRejected", "RemoteUnavailable", "OutcomeUnknown"}
#: Names of sayers that mean something else there: a port's own method, a shop's or a form's field.
_OTHERS = {("flows/ports.py", "announce"), ("wiring.py", "note")}


@dataclass(frozen=True)
class Said:
    """One sentence that one place in the code says. `slug` has `{}` where an f-string has a value.

    `facts` are the blanks that are filled there, or None where that cannot be read from the code.
    """

    where: str
    slug: str
    facts: frozenset[str] | None

    @property
    def is_family(self) -> bool:
        """Whether the slug is made at run time."""
        return "{}" in self.slug


@cache
def said() -> tuple[Said, ...]:
    """Everything that is said through one of the sayers."""
    return tuple(found for call, scope, where in _calls() for found in _said_by(call, scope, where))


@cache
def raised() -> tuple[Said, ...]:
    """Every error that is made on purpose, with its slug."""
    return tuple(
        Said(where, slug, _facts(call, always={"said"}))
        for call, scope, where in _calls()
        if _name(call.func) in ERRORS and call.args
        for slug in _slugs(call.args[0], scope)
    )


@cache
def literals() -> frozenset[str]:
    """Every text that stands anywhere in the code, outside the words themselves."""
    return frozenset(
        str(node.value)
        for path, tree in _modules()
        if not path.startswith("words/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def _modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module outside the sandbox, with its path."""
    paths = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}
    return tuple(
        (name, ast.parse(path.read_text(encoding="utf-8")))
        for name, path in paths.items()
        if not name.startswith("sandbox/")
    )


def _calls() -> Iterator[tuple[ast.Call, ast.AST, str]]:
    """Every call, the function it stands in, and where."""
    for path, tree in _modules():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield node, function, f"{path}:{node.lineno}"


def _said_by(call: ast.Call, scope: ast.AST, where: str) -> Iterator[Said]:
    name = _name(call.func)
    if name in SAYERS and (where.partition(":")[0], name) not in _OTHERS:
        position, frames = SAYERS[name]
        if len(call.args) > position:
            facts = _facts(call, always={"number"} if name == "count" else set(), most=position + 1)
            if name == "write" and facts is not None and "order_id" not in facts:
                return  # Of the shop's audit, which no command shows.
            for slug in _slugs(call.args[position], scope):
                yield from (Said(where, frame.replace("{}", slug), facts) for frame in frames)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _slugs(node: ast.expr, scope: ast.AST) -> Iterator[str]:
    """What a slug can be: a literal, one of two, an f-string, or a variable that holds one of these."""
    match node:
        case ast.Constant(value=str() as slug):
            yield slug
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _slugs(body, scope)
            yield from _slugs(otherwise, scope)
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case ast.Name(id=name):
            for value in _assigned(name, scope):
                yield from _slugs(value, scope)


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == name for t in node.targets
        ):
            yield node.value


def _facts(call: ast.Call, *, always: set[str], most: int = 1) -> frozenset[str] | None:
    """The blanks that a call fills, or None where a mapping fills them."""
    if len(call.args) > most or any(keyword.arg is None for keyword in call.keywords):
        return None
    return frozenset({str(keyword.arg) for keyword in call.keywords} | always)

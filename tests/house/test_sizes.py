"""The size budget: small files, small functions, few arguments."""

import sys
from statistics import median, quantiles

import pytest

from tests.house.source import functions, is_generated, length, modules, name_of


def _lines() -> dict[str, int]:
    return {
        name_of(path): len(path.read_text().splitlines())
        for path in modules()
        if path.name != "__init__.py" and not is_generated(path)
    }


def _functions() -> dict[str, int]:
    return {
        f"{name_of(path)}:{node.name}": length(node)
        for path in modules()
        if not is_generated(path)
        for node in functions(path)
    }


def _say(capsys: pytest.CaptureFixture[str], numbers: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{numbers}\n")


def test_no_file_is_longer_than_300_lines() -> None:
    assert {name: lines for name, lines in _lines().items() if lines > 300} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    assert {name: lines for name, lines in _functions().items() if lines > 40} == {}


def test_most_files_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(_lines().values())

    middle, ninth = median(lines), quantiles(lines, n=10)[-1]

    _say(capsys, f"files: {len(lines)}, median {middle:.0f} lines, nine of ten below {ninth:.0f}")
    assert middle <= 120
    assert ninth <= 250


def test_most_functions_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(_functions().values())

    middle, ninth = median(lines), quantiles(lines, n=10)[-1]

    _say(capsys, f"functions: {len(lines)}, median {middle:.0f} lines, nine of ten below {ninth:.0f}")
    assert middle <= 8
    assert ninth <= 25


def test_nothing_takes_more_than_six_arguments_by_position_or_name() -> None:
    crowded = {}
    for path in modules():
        for node in functions(path):
            names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            own = [name for name in names if name not in {"self", "cls"}]
            if len(own) > 7 or len([one for one in node.args.args if one.arg not in {"self", "cls"}]) > 6:
                crowded[f"{name_of(path)}:{node.name}"] = len(own)
    assert crowded == {}

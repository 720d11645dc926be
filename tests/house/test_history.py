"""What the history of who did what can say at all: facts that are no customer's."""

import ast

from tests.house.source import modules, name_of, parsed

#: Digests, amounts, numbers of documents, how many orders, and words of our own: names of settings and of kinds.
_FACTS = {"amount", "changed", "currency", "digest", "kind", "number", "orders", "series", "type"}
_PLACE = {"shop_id", "order_id"}


def test_entries_have_only_facts_that_are_no_customers() -> None:
    named = {
        (name_of(path), keyword.arg)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("audit.write")
        for keyword in node.keywords
    }

    assert len(named) >= 10
    assert {(path, fact) for path, fact in named if fact not in _FACTS | _PLACE} == set()

"""Settings of which shop? Slack takes the question, however many shops there are and whatever they are called."""

import pytest

from bot.domain.shops import Shop
from bot.sandbox.slack.blocks import problems
from bot.sandbox.slack.views import too_large, view_problems
from bot.slack.forms.which import which_form, which_message
from bot.words.say import Language
from tests.builders import a_shop
from tests.slack.reading import labels

each_language = pytest.mark.parametrize("language", ["ro", "en"])


def shops(number: int, name: str = "Magazin <!here> & co") -> tuple[Shop, ...]:
    return tuple(
        a_shop(id=f"magazin-exemplu-lung-{place:06}", name=f"{place} {name}") for place in range(number)
    )


@each_language
@pytest.mark.parametrize("number", [0, 2, 24])
@pytest.mark.parametrize("name", ["Magazin <!here> & co", "x" * 300])
def test_a_few_shops_are_buttons(language: Language, number: int, name: str) -> None:
    message = which_message(language, shops(number, name))

    assert problems(message.blocks, "message", "/blocks") == []
    assert len(labels(message.blocks)) == number + 1


@each_language
@pytest.mark.parametrize("number", [25, 100, 101, 400])
@pytest.mark.parametrize("name", ["Magazin <!here> & co", "x" * 300])
def test_many_shops_are_a_list_in_a_window(language: Language, number: int, name: str) -> None:
    view = which_form(language, shops(number, name))

    assert view_problems(view) == []
    assert not too_large(view)
    [row] = [block for block in view["blocks"] if block["type"] == "actions"]
    values = [option["value"] for group in row["elements"][0]["option_groups"] for option in group["options"]]
    assert values == [shop.id for shop in shops(number)]

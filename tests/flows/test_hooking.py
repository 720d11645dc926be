"""A shop that no longer tells by itself is found, told of once, and put right at a press."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.errors import OutcomeUnknown, Refusal, RemoteRejected
from bot.flows.saving import Save
from bot.flows.shopkeepers import ShopHook
from bot.flows.shops import TERMINAL
from tests.builders import an_order
from tests.flows.desks import Desks
from tests.flows.test_visiting import announced, go_round, settle, visited, work_off

HERE = "https://bot.example/hooks/cloudcart/hook-lampi"


def hooked(desks: Desks, **settings: object) -> None:
    """A CloudCart shop that was asked once, with both hooks on."""
    desks.live_at("https://bot.example")
    visited(desks, kind="cloudcart", **settings)
    desks.hooking.mend({"shop": "lampi"})
    settle(desks)
    desks.keeper.asked.clear()


def off(desks: Desks, number: int) -> None:
    desks.keeper.hooks_[number] = replace(desks.keeper.hooks_[number], is_on=False)


def look(desks: Desks) -> None:
    desks.hooking.begin({})
    work_off(desks)


def test_both_hooks_are_added_with_a_proof_of_their_own(desks: Desks) -> None:
    hooked(desks)

    assert [(hook.event, hook.url, hook.is_on) for hook in desks.keeper.hooks_] == [
        ("order.created", f"{HERE}/order.created", True),
        ("order.updated", f"{HERE}/order.updated", True),
    ]
    hook = desks.intake.hook("cloudcart", "hook-lampi")
    assert hook is not None
    assert set(desks.keeper.proofs.values()) == {hook.proof}
    assert len(hook.proof) > 40


def test_what_is_right_is_left_alone_and_not_told(desks: Desks) -> None:
    hooked(desks)

    look(desks)

    assert announced(desks) == []
    assert desks.keeper.asked == ["hooks"]


def by_hand(desks: Desks, address: str) -> None:
    """People add both hooks themselves."""
    for event in ("order.created", "order.updated"):
        desks.keeper.hooks_.append(ShopHook(event, event, f"{address}/{event}", is_on=True))


def test_hooks_that_people_added_are_ours_too(desks: Desks) -> None:
    by_hand(desks, HERE.replace("bot.example", "Bot.Example"))
    hooked(desks)

    assert len(desks.keeper.hooks_) == 2


def test_while_nobody_said_where_the_bot_is_hooks_at_any_address_are_ours(desks: Desks) -> None:
    by_hand(desks, "https://other.example/hooks/cloudcart/hook-lampi")
    visited(desks, kind="cloudcart")

    look(desks)

    assert announced(desks) == []


@pytest.mark.parametrize("other", ["https://old.example", "https://bot.example.old.example"])
def test_after_a_move_hooks_at_the_old_address_are_told_of_and_replaced(desks: Desks, other: str) -> None:
    by_hand(desks, f"{other}/hooks/cloudcart/hook-lampi")
    desks.live_at("https://bot.example")
    visited(desks, kind="cloudcart")

    look(desks)
    look(desks)
    told = announced(desks)
    desks.hooking.ask("lampi", by="U1")
    settle(desks)

    assert told == ["hooks.elsewhere"]
    assert [hook.url for hook in desks.keeper.hooks_[2:]] == [
        f"{HERE}/order.created",
        f"{HERE}/order.updated",
    ]
    assert announced(desks) == ["hooks.elsewhere", "hooks.on"]


def test_a_hook_that_is_off_is_told_once(desks: Desks) -> None:
    hooked(desks)
    off(desks, 1)

    look(desks)
    look(desks)

    assert announced(desks) == ["hooks.off"]
    assert desks.courier.announced[0].note.facts["which"] == "lampi"


def test_a_press_switches_it_on_and_fetches_what_was_missed(desks: Desks) -> None:
    hooked(desks)
    off(desks, 1)
    look(desks)
    desks.keeper.tell(an_order())

    desks.hooking.ask("lampi", by="U1")
    settle(desks)

    assert all(hook.is_on for hook in desks.keeper.hooks_)
    assert len(desks.keeper.hooks_) == 2
    assert announced(desks) == ["hooks.off", "hooks.on"]
    assert desks.latest().state == "open"


def test_a_hook_that_somebody_removed_is_told_and_added(desks: Desks) -> None:
    hooked(desks)
    del desks.keeper.hooks_[0]

    look(desks)
    desks.hooking.ask("lampi", by="U1")
    settle(desks)

    assert announced(desks) == ["hooks.missing", "hooks.on"]
    assert {hook.event for hook in desks.keeper.hooks_} == {"order.created", "order.updated"}


def test_an_addition_that_nobody_heard_of_is_looked_for_before_it_is_added_again(desks: Desks) -> None:
    desks.live_at("https://bot.example")
    visited(desks, kind="cloudcart")
    add = desks.keeper.add_hook

    def lost(*given: object, **named: object) -> ShopHook:
        add(*given, **named)  # type: ignore[arg-type]
        desks.keeper.add_hook = add  # type: ignore[method-assign]
        raise OutcomeUnknown("shop.silent")

    desks.keeper.add_hook = lost  # type: ignore[method-assign]
    desks.hooking.meet(desks.ledger.shops.get("lampi"))
    desks.pass_by(timedelta(minutes=1))

    assert sorted(hook.event for hook in desks.keeper.hooks_) == ["order.created", "order.updated"]


def test_only_those_who_may_change_settings_have_hooks_put_right(desks: Desks) -> None:
    hooked(desks, admins=("U2",))

    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        desks.hooking.ask("lampi", by="U1")


def test_what_the_shop_refuses_is_told(desks: Desks) -> None:
    hooked(desks)
    desks.keeper.down = RemoteRejected("shop.refused", said="The plan has no more hooks.")

    desks.hooking.ask("lampi", by="U1")
    settle(desks)

    assert announced(desks)[:1] == ["trouble.shop.refused"]


@pytest.mark.parametrize("slug", ["shop.wrong_key", "shop.unknown_address", "shop.plan_ended"])
def test_a_look_that_the_shop_refuses_is_over_and_told_by_visits_alone(desks: Desks, slug: str) -> None:
    hooked(desks)
    desks.keeper.down = RemoteRejected(slug)

    look(desks)

    assert announced(desks) == []
    assert desks.parked == []


def test_a_shop_that_cannot_be_asked_has_no_hooks_to_look_at(desks: Desks) -> None:
    desks.connect(kind="cloudcart")

    look(desks)
    desks.hooking.mend({"shop": "lampi"})

    assert desks.keeper.asked == []


def test_a_shop_whose_key_cannot_be_opened_does_not_stop_the_round(desks: Desks) -> None:
    desks.connect("aaa", "A shop", kind="cloudcart", shop_url="a.example")
    desks.connect("zzz", "Z shop", kind="cloudcart", shop_url="z.example")
    with desks.database.transaction() as session:
        session.connection().execute(text("UPDATE shops SET hook_secret = 'broken' WHERE id = 'aaa'"))

    desks.hooking.begin({})

    jobs = [desks.take(worker) for worker in ("w1", "w2")]
    assert {job.payload["shop"] for job in jobs if job is not None} == {"aaa", "zzz"}


def test_a_saved_address_has_the_shop_asked_at_once(desks: Desks) -> None:
    desks.live_at("https://bot.example")
    desks.connect(kind="cloudcart")
    go_round(desks)
    assert desks.keeper.asked == []
    settings = desks.ledger.shops.get("lampi").settings.model_copy(update={"shop_url": "magazin.example"})

    desks.flows.saving.save("lampi", Save(settings), TERMINAL)
    settle(desks)

    assert {"changed", "hooks", "add_hook"} <= set(desks.keeper.asked)


def test_without_an_address_of_the_bot_no_hook_is_added(desks: Desks) -> None:
    visited(desks, kind="cloudcart")

    desks.hooking.mend({"shop": "lampi"})
    settle(desks)

    assert desks.keeper.hooks_ == []
    assert announced(desks) == ["hooks.missing_here"]


def test_whoever_presses_is_told_also_what_could_not_be_put_right(desks: Desks) -> None:
    visited(desks, kind="cloudcart")
    look(desks)

    desks.hooking.ask("lampi", by="U1")
    settle(desks)

    assert announced(desks) == ["hooks.missing_here", "hooks.missing_here"]

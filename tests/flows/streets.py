"""A street: a shop tells recorded notices over HTTP, and SmartBill and Slack receive what the bot really sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import requests
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.domain.shops import Account
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.smartbill.standin import SmartBillStandIn
from bot.shops.http import routes
from bot.slack.courier import PostPace, SlackCourier
from bot.slack.people import SlackPeople
from bot.smartbill.biller import SmartBillBiller
from bot.storage.engine import Database
from tests.builders import a_shop, some_settings
from tests.fakes.allowance import FakeAllowance
from tests.fakes.biller import FakeBiller
from tests.fakes.courier import FakeCourier
from tests.fakes.people import FakePeople
from tests.flows.desks import TOKEN, Desks
from tests.shops.recorded import KEY, SIGNING_SECRET, Recorded

_HOOK = "token-of-the-shop"
_SECRETS = {"cloudcart": KEY, "standard": SIGNING_SECRET}
_API = "/SBORO/api"
_LOGIN = Account(email=some_settings().smartbill_email, cif=some_settings().cif, token=TOKEN)
_MAKES_DOCUMENTS = frozenset({"/invoice/v2", "/estimate/v2"})


class Outside:
    """What one server answers for: the door for shops' notices, and the stand-ins of SmartBill and Slack."""

    door: Starlette
    smartbill: SmartBillStandIn
    slack: SlackStandIn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._behind(scope["path"])(scope, receive, send)

    def _behind(self, path: str) -> Starlette:
        if path.startswith("/hooks/"):
            return self.door
        return self.smartbill.api if path.startswith(_API) else self.slack.api


class Street(Desks):
    """The desks between one shop, `lampi`, SmartBill's books and the sample workspace of Slack.

    It is 16:00 in Romania, after the last of the recorded notices. Only the public registers are played by
    fakes. `refused`: who was refused, and why.
    """

    def __init__(self, database: Database, outside: Outside, url: str, session: requests.Session) -> None:
        super().__init__(database)
        self.clock.advance(timedelta(hours=4))
        email = some_settings().smartbill_email
        self.smartbill = SmartBillStandIn(email=email, token=TOKEN, now=self.clock.now)
        self.slack = SlackStandIn(signing_secret="not used here")
        self.slack.workspace.public_url = url
        # Both are put in the places of the fakes that play the same ports; nobody here looks into a fake's books.
        self.biller = cast(FakeBiller, self._real_biller(url, session))
        self.courier, self.people = cast(tuple[FakeCourier, FakePeople], self._real_slack(url))
        self.start_anew()
        outside.smartbill, outside.slack = self.smartbill, self.slack
        outside.door = Starlette(routes=routes(self.intake))
        self.refused: list[str] = []
        self._url, self._session = url, session

    def _real_biller(self, url: str, session: requests.Session) -> SmartBillBiller:
        return SmartBillBiller(
            session,
            url + _API,
            timeout=timedelta(seconds=5),
            allowance=FakeAllowance.of(self.clock),
            now=self.clock.now,
            sleep=self._sleep,
        )

    def _real_slack(self, url: str) -> tuple[SlackCourier, SlackPeople]:
        client = WebClient(token=self.slack.bot_token, base_url=f"{url}/api/", retry_handlers=[], timeout=5)
        pace = PostPace(1000, 1, now=self._seconds, sleep=self._sleep)
        return SlackCourier(client, pace), SlackPeople(client, now=self._seconds)

    def _seconds(self) -> float:
        return self.clock.now().timestamp()

    def _sleep(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def open_shop(self, kind: str, **settings: Any) -> None:
        """Connect a shop of this kind; the books know where the company's series stand, whatever login it has."""
        shop = a_shop(kind=kind, settings=some_settings(**{"channel": "C0FACTURI", **settings}))
        self.ledger.shops.add(shop, smartbill_token=TOKEN, hook_token=_HOOK, hook_secret=_SECRETS[kind])
        self.numbering.meet(shop.settings.cif, self.biller.series(_LOGIN))

    def told_as_recorded(self, notice: Recorded) -> None:
        """The shop sends the notice, byte for byte, and everything due is done."""
        address = f"{self._url}/hooks/{notice.kind}/{_HOOK}/{notice.event}"
        answer = self._session.post(address, data=notice.body, headers=notice.headers, timeout=5)
        assert answer.status_code == 200
        self.run_all()

    def approves(self, by: str) -> None:
        """Somebody presses *Approve*."""
        self._presses(by, lambda: self.approvals.approve(self.latest().id, by=by))

    def corrects(self, by: str, **buyer: str) -> None:
        """Somebody types this over what the card says of the buyer, and approves what comes of it."""

        def correct() -> None:
            seen = self.correcting.may_correct(self.latest().id, by=by)
            right = seen.particulars.buyer.model_copy(update=buyer)
            typed = seen.particulars.model_copy(update={"buyer": right})
            self.correcting.correct(self.latest().id, typed, basis=seen.basis, by=by)

        self._presses(by, correct)
        self.approves(by)

    def issues_by_hand(self, by: str) -> None:
        """Somebody types `/smartbill issue`, and presses the button under the preview."""
        _, draft, _ = self.approvals.preview(1, by=by)
        self._presses(by, lambda: self.approvals.issue_by_hand(1, digest(draft), by=by))

    def invoices(self, by: str) -> None:
        """Somebody presses *Invoice it* on the order's proforma."""
        proforma = self.ledger.documents.live(1)
        assert proforma is not None
        self._presses(by, lambda: self.invoicing.ask(proforma.id, by=by))

    def saves(self, by: str, **settings: Any) -> None:
        """Somebody changes this in the shop's settings, and presses *Save*."""
        shop = self.ledger.shops.get("lampi")
        typed = shop.settings.model_copy(update=settings)
        author = Author(by, seen=shop.version)
        self._presses(by, lambda: self.settings.submit("V1", "lampi", typed, author=author))

    def _presses(self, by: str, press: Callable[[], object]) -> None:
        """Everything due is done afterwards, or this person is refused."""
        try:
            press()
        except Refusal as refusal:
            self.refused.append(f"{by}: {refusal.slug}")
        self.run_all()

    def received(self) -> list[tuple[str, dict[str, Any]]]:
        """The documents that SmartBill made: the path and the body of each request, oldest first."""
        calls = [(call.path.removeprefix(_API), call) for call in self.smartbill.calls]
        return [(path, call.body) for path, call in calls if path in _MAKES_DOCUMENTS and call.status == 200]

    def posted(self, channel: str) -> list[str]:
        """What stands in this channel of Slack, cards and what is in their threads, oldest first."""
        return [message.text or "a file" for message in self.slack.messages(channel)]

    def fate(self) -> str:
        """What became of the order, and who was refused; its reasons by the slugs of their sentences."""
        return "; ".join((self._fate(), *self.refused))

    def _fate(self) -> str:
        proposal, decision = self.ledger.proposals.latest(1), self.record().decision
        if proposal is None:
            return f"left: {decision.reasons[-1].code}" if decision is not None else "not decided"
        if proposal.refusal is not None:
            return f"refused by SmartBill: {proposal.refusal.code}"
        if proposal.state is ProposalState.ISSUED:
            return f"issued by {proposal.answered_by}"
        if proposal.first_yes is not None:
            return f"waits for another yes than {proposal.first_yes.by}'s"
        found = ", ".join(finding.code for finding in proposal.findings)
        return f"waits: {found or proposal.reasons[-1].code}"

"""The sample shop as one object: give it an address for its notices, and it behaves like a CloudCart shop."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.applications import Starlette

from bot.sandbox.shop.api.app import Api
from bot.sandbox.shop.api.calls import PastCall
from bot.sandbox.shop.api.limits import ApiLimit, Turnstile
from bot.sandbox.shop.book import Book
from bot.sandbox.shop.delivery import PAUSES_SECONDS, Delivery
from bot.sandbox.shop.desk import desk
from bot.sandbox.shop.hooks import Hooks
from bot.sandbox.shop.orders import Order
from bot.sandbox.shop.post import Post
from bot.sandbox.shop.samples import sample_orders
from bot.sandbox.shop.troubles import Troubles
from bot.sandbox.shop.wishes import EditWish, OrderWish


def _in_bucharest() -> datetime:
    return datetime.now(ZoneInfo("Europe/Bucharest"))


class ShopStandIn:
    """A CloudCart-like shop in memory; its five sample orders are there from the start, unpaid and untold.

    `hook_url` may be set later: the two webhooks that its merchant made by hand go to `{hook_url}/order.created` and
    `{hook_url}/order.updated`; more can be made through the `api`, which wants `api_key` and whose `limit` may be set.
    `desk` is the human side, `troubles` are what may go wrong. `now` must answer aware times of the shop's zone;
    `pauses` are the seconds before each further try of a delivery.
    """

    def __init__(
        self,
        *,
        hook_url: str | None = None,
        api_key: str,
        first_number: int = 20411,
        now: Callable[[], datetime] = _in_bucharest,
        pauses: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self.api_key = api_key
        self.troubles = Troubles()
        self.hooks = Hooks()
        self.hook_url = hook_url
        self.post = Post(self.hooks, self.troubles, api_key=self._key, told=self._delivered, pauses=pauses)
        self.book = Book(sample_orders(first_number, now()), now=now, send=self.post.send)
        self.desk: Starlette = desk(self.book, self.hooks, self.troubles)
        self._turnstile = Turnstile(ApiLimit())
        self._api = Api(self.book, self.hooks, self.troubles, self._turnstile, api_key=self._key, now=now)
        self.api: Starlette = self._api.app

    @property
    def hook_url(self) -> str | None:
        """Where the two webhooks made by hand lead; None: there are none."""
        return self._hook_url

    @hook_url.setter
    def hook_url(self, url: str | None) -> None:
        self._hook_url = url
        self.hooks.make_by_hand(url)

    def _key(self) -> str:
        return self.api_key

    def _delivered(self, delivery: Delivery) -> None:
        self.book.delivered(delivery)

    @property
    def requests(self) -> list[PastCall]:
        """The calls that the API answered, oldest first."""
        return list(self._api.requests)

    @property
    def limit(self) -> ApiLimit:
        """How many calls the API takes; may be set."""
        return self._turnstile.limit

    @limit.setter
    def limit(self, limit: ApiLimit) -> None:
        self._turnstile.limit = limit

    @property
    def orders(self) -> list[Order]:
        """All orders as they stand, newest first."""
        return self.book.snapshot()[0]

    @property
    def deliveries(self) -> list[Delivery]:
        """How the latest notices fared, newest first."""
        return self.book.snapshot()[1]

    def order(self, number: int) -> Order:
        return self.book.order(number)

    def announce(self) -> None:
        """Send `order.created` for every order that was not told yet."""
        self.book.announce()

    def place(self, wish: OrderWish) -> Order:
        """Take a new order and tell it."""
        return self.book.place(wish)

    def set_status(self, number: int, status: str) -> Order:
        """Move an order and tell it; `Refused` where CloudCart would not."""
        return self.book.set_status(number, status)

    def pay_online(self, number: int) -> Order:
        """Let the money of an order by card come, of which CloudCart tells nobody; `Refused` for all others."""
        return self.book.pay_online(number)

    def edit(self, number: int, sku: str, quantity: int) -> Order:
        """Set how many pieces of a product an order has, and tell it."""
        return self.book.edit(number, EditWish(sku=sku, quantity=quantity))

    def resend(self, number: int) -> None:
        """Send the last notice of an order again, byte for byte."""
        self.book.resend(number)

    def settle(self, seconds: float = 10.0) -> bool:
        """Wait until every notice was delivered or given up; False when that took longer."""
        return self.post.settle(seconds)

    def close(self) -> None:
        """Stop sending."""
        self.post.close()

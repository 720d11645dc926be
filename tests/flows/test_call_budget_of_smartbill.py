"""What an invoice costs of SmartBill's few calls, while others wait for theirs."""

from tests.builders import an_order
from tests.flows.desks import Desks

ORDERS = 60
#: Nineteen of twenty calls make an invoice; the rest is what a series is looked at for now and then.
MOST_CALLS = ORDERS + ORDERS // 20


def test_while_orders_wait_an_invoice_costs_hardly_more_than_its_own_call(desks: Desks) -> None:
    desks.connect(automatic=True)
    for number in range(5000, 5000 + ORDERS):
        desks.told(an_order(external_id=str(number), number=str(number)))

    while desks.run_one():
        pass

    calls = desks.biller.calls
    assert calls.count("issue") == ORDERS
    last = len(calls) - calls[::-1].index("issue")
    assert last <= MOST_CALLS
    # What can wait did, and was not left out.
    assert calls[last:].count("pdf") == ORDERS

"""From a paid order to a collected invoice, over both of Slack's ways to reach us."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest

from bot.sandbox.smartbill.documents import Kind
from bot.slack.ids import Action, Form
from tests.slack.reading import read
from tests.slack.scenes import ANA, MIHAI, Scene, until

NUMBER = 20411  # A company's order over 1113.20 lei, there from the start.


@pytest.mark.parametrize("transport", ["http", "socket"])
def test_an_order_is_proposed_approved_issued_and_collected(
    transport: Literal["http", "socket"], tmp_path: Path
) -> None:
    scene = Scene.begin(tmp_path, transport)
    try:
        scene.world.shop.set_status(NUMBER, "paid")
        proposed = scene.card(NUMBER)

        assert scene.world.slack.connected == transport
        assert proposed.text == "Comanda 20411: 1.113,20 RON – așteaptă aprobarea"
        assert scene.press(ANA, Action.APPROVE, NUMBER) == {"ok": True, "delivered": True}

        issued = scene.card(NUMBER, saying="*Factura FCT 1187 a fost emisă* – de încasat")
        [document] = scene.world.smartbill.documents
        assert (document.kind, document.series, document.number) == (Kind.INVOICE, "FCT", "1187")
        assert document.total == Decimal("1113.20")
        assert issued.ts == proposed.ts
        assert "Aprobată de <@U0ANA>" in read(issued.blocks)
        pdf = until(lambda: [message for message in scene.thread(NUMBER) if message.files])
        assert len(pdf) == 1

        scene.press(MIHAI, Action.COLLECT, NUMBER)
        assert scene.submit(MIHAI, Form.COLLECT) == {"ok": True, "errors": {}}

        collected = scene.card(NUMBER, saying=":large_green_circle: *Factura FCT 1187 – încasată*")
        assert collected.text == "Comanda 20411: 1.113,20 RON – factura FCT 1187 a fost încasată"
        assert [payment.value for payment in scene.world.smartbill.payments] == [Decimal("1113.20")]
        [note] = until(lambda: [m for m in scene.thread(NUMBER) if "înregistrată de <@U0MIHAI>" in m.text])
        assert "Factura FCT 1187: încasare de 1.113,20 RON, Ordin de plată, " in note.text
    finally:
        scene.world.stop()

// Starts the page: the words, the three columns, and the guide above them.

import { el } from "./dom.js";
import { Shop } from "./shop.js";
import { Slack } from "./slack.js";
import { SmartBill } from "./smartbill.js";
import { onLanguage, startWords, t } from "./words.js";

const done = { step1: false, step2: false, step3: false, step4: false };

function drawGuide() {
  const steps = Object.entries(done).map(([step, isDone]) =>
    el("li", { class: isDone ? "done" : null, dataset: { step } }, t(step), isDone ? el("span", { class: "unseen" }, ` (${t("done")})`) : null),
  );
  document.getElementById("guide").replaceChildren(...steps);
}

function mark(steps) {
  if (Object.entries(steps).every(([step, isDone]) => done[step] === isDone)) return;
  Object.assign(done, steps);
  drawGuide();
}

function shopNews(state) {
  mark({ step1: state.orders.some((order) => order.payment_status === "completed") });
}

function smartBillNews(state) {
  const invoices = state.documents.filter((each) => each.kind === "factura" && each.number);
  mark({ step2: invoices.length > 0, step3: invoices.length > 0, step4: invoices.some((each) => each.status === "paid") });
}

startWords();
onLanguage(drawGuide);
new Shop(shopNews).start();
new Slack(() => {}).start();
new SmartBill(smartBillNews).start();

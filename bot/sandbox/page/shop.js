// The sample shop: its orders, and what a shopkeeper does with them.

import { el, reconcile } from "./dom.js";
import { Hooks } from "./hooks.js";
import { money } from "./moments.js";
import { sendOrComplain, Watch } from "./net.js";
import { OrderForm } from "./ordering.js";
import { known, onLanguage, t } from "./words.js";

/** The left column. */
export class Shop {
  constructor(onState) {
    this.onState = onState;
    this.state = null;
    this.open = new Set();
    this.form = new OrderForm(() => this.watch.poke());
    this.hooks = new Hooks(() => this.watch.poke());
    this.list = el("div", { class: "orders" });
    document.getElementById("shop-body").append(this.hooks.node, this.form.node, this.list);
    this.watch = new Watch("shop", (state) => this.show(state));
    onLanguage(() => this.redraw());
  }

  start() {
    this.watch.start();
  }

  show(state) {
    this.state = state;
    this.redraw();
    this.onState(state);
  }

  redraw() {
    if (!this.state) return;
    this.hooks.draw(this.state);
    this.form.draw(this.state);
    const items = this.state.orders.map((order) => ({
      key: order.number,
      stamp: JSON.stringify([document.documentElement.lang, order]),
      item: order,
    }));
    reconcile(this.list, items, (order) => this.order(order));
  }

  order(order) {
    return el(
      "article",
      { class: "card order", dataset: { order: order.number } },
      el(
        "header",
        { class: "card-head" },
        el("strong", {}, `#${order.number}`),
        el("span", { class: `status ${order.status}`, dataset: { status: order.status } }, statusName(order.status)),
        el("span", { class: "amount" }, money(order.total, order.currency)),
      ),
      el("p", { class: "who" }, order.customer, order.cif ? el("small", {}, ` ${order.cif}`) : null),
      el("p", { class: "quiet" }, [order.payment, order.shipping, order.fulfilled ? t("shipped") : ""].filter(Boolean).join(" · ")),
      this.actions(order),
      this.details(order),
      delivery(order.last_delivery),
    );
  }

  actions(order) {
    const over = order.status === "cancelled" || order.status === "refunded";
    const paid = order.payment_status === "completed";
    const button = (word, status, style = "") =>
      el(
        "button",
        { type: "button", class: `small ${style}`, dataset: { focus: `${order.number}-${status}`, do: status }, onclick: () => this.move(order, status) },
        t(word),
      );
    return el(
      "div",
      { class: "buttons" },
      !paid && !over ? button("mark_paid", "paid", "main") : null,
      order.waits_for_card ? this.payOnline(order) : null,
      order.status !== "completed" && !over ? button("complete", "completed") : null,
      !order.fulfilled && !over ? button("ship", "fulfilled") : null,
      order.status !== "cancelled" ? button("cancel_order", "cancelled") : null,
      el("button", { type: "button", class: "small", dataset: { focus: `${order.number}-again`, do: "resend" }, onclick: () => this.resend(order) }, t("send_again")),
    );
  }

  payOnline(order) {
    return el(
      "button",
      {
        type: "button",
        class: "small",
        title: t("pay_online_hint"),
        dataset: { focus: `${order.number}-pay`, do: "pay" },
        onclick: () => this.pay(order),
      },
      t("pay_online"),
    );
  }

  details(order) {
    const rows = order.lines.map((line) =>
      el(
        "li",
        {},
        el("span", { class: "line-name" }, line.name, el("small", {}, ` ${t("vat", { rate: line.vat })}`)),
        this.stepper(order, line),
        el("span", { class: "amount" }, money(line.total, "")),
      ),
    );
    const extra = (name, amount) => (Number(amount) ? el("li", {}, el("span", { class: "line-name" }, name), el("span", { class: "amount" }, money(amount, ""))) : null);
    const node = el(
      "details",
      { class: "more", open: this.open.has(order.number) },
      el("summary", { dataset: { focus: `${order.number}-details` } }, t("details")),
      el("ul", { class: "lines" }, ...rows, extra(order.shipping, order.shipping_price), extra(t("fee"), order.fee)),
      Number(order.discount) ? el("p", { class: "quiet" }, `${t("discount")}: −${money(order.discount, order.currency)}`) : null,
      this.rareActions(order),
    );
    node.addEventListener("toggle", () => (node.open ? this.open.add(order.number) : this.open.delete(order.number)));
    return node;
  }

  stepper(order, line) {
    const step = (by, word, sign) =>
      el(
        "button",
        {
          type: "button",
          class: "step",
          "aria-label": t(word, { name: line.name }),
          dataset: { focus: `${order.number}-${line.sku}-${word}` },
          onclick: () => this.edit(order, line, line.quantity + by),
        },
        sign,
      );
    return el("span", { class: "stepper" }, step(-1, "less", "−"), el("output", {}, String(line.quantity)), step(1, "more", "+"));
  }

  rareActions(order) {
    const button = (word, status) =>
      el("button", { type: "button", class: "small", dataset: { focus: `${order.number}-${status}`, do: status }, onclick: () => this.move(order, status) }, t(word));
    return el(
      "div",
      { class: "buttons" },
      order.status === "refunded" ? null : button("refund", "refunded"),
      button("custom_status", "order-awaiting-confirmation"),
    );
  }

  async move(order, status) {
    await sendOrComplain(`shop/orders/${order.id}/status`, { status });
    this.watch.poke();
  }

  async pay(order) {
    await sendOrComplain(`shop/orders/${order.id}/pay`);
    this.watch.poke();
  }

  async resend(order) {
    await sendOrComplain(`shop/orders/${order.id}/resend`);
    this.watch.poke();
  }

  async edit(order, line, quantity) {
    await sendOrComplain(`shop/orders/${order.id}/edit`, { sku: line.sku, quantity });
    this.watch.poke();
  }
}

function statusName(status) {
  if (status === "order-awaiting-confirmation") return t("custom_status");
  return known(`status_${status}`) ? t(`status_${status}`) : status;
}

function delivery(last) {
  if (!last) return null;
  if (!last.tries) return el("p", { class: "delivery bad" }, `✕ ${t("nobody_told")}`);
  const tries = last.tries > 1 ? `, ${t("tries", { count: last.tries })}` : "";
  const said = last.error ? `✕ ${t("not_told")}: ${last.status ?? t("no_reply")}` : `✓ ${t("told")} (${last.event}`;
  return el("p", { class: `delivery ${last.error ? "bad" : "good"}` }, last.error ? said + tries : `${said}${tries})`);
}

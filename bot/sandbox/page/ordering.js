// The form with which a visitor orders something from the sample shop.

import { el, freshId } from "./dom.js";
import { money } from "./moments.js";
import { complain, sendOrComplain } from "./net.js";
import { t } from "./words.js";

const PERSON = { name: "Ioana Cumpărescu", cif: "" };
const COMPANY = { name: "ATELIER EXEMPLU LEMN SRL", cif: "RO99999992" };

/** Products, buyer, payment, delivery, coupon. */
export class OrderForm {
  constructor(onPlaced) {
    this.onPlaced = onPlaced;
    this.node = el("details", { class: "card ordering" });
    this.pieces = new Map();
    this.company = false;
    this.buyer = { ...PERSON };
    this.stamp = "";
  }

  draw(state) {
    const stamp = JSON.stringify([document.documentElement.lang, state.catalogue, state.shipping, this.company]);
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.state = state;
    const content = el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      el("fieldset", {}, el("legend", {}, t("products")), ...state.catalogue.map((product) => this.product(product))),
      this.buyerFields(),
      this.ways(),
      el("button", { type: "submit", class: "wide main", dataset: { testid: "place-order" } }, t("send_order")),
    );
    this.node.replaceChildren(el("summary", { dataset: { testid: "ordering" } }, `+ ${t("place_order")}`), content);
  }

  product(product) {
    const count = el("output", {}, String(this.pieces.get(product.sku) ?? 0));
    const change = (by) => {
      const pieces = Math.max(0, (this.pieces.get(product.sku) ?? 0) + by);
      this.pieces.set(product.sku, pieces);
      count.textContent = String(pieces);
    };
    const step = (by, word, sign) =>
      el("button", { type: "button", class: "step", "aria-label": t(word, { name: product.name }), onclick: () => change(by) }, sign);
    return el(
      "div",
      { class: "product", dataset: { sku: product.sku } },
      el("span", { class: "line-name" }, product.name, el("small", {}, ` ${money(product.price)} · ${t("vat", { rate: product.vat })}`)),
      el("span", { class: "stepper" }, step(-1, "less", "−"), count, step(1, "more", "+")),
    );
  }

  buyerFields() {
    const kind = (word, company) =>
      el(
        "label",
        {},
        el("input", { type: "radio", name: "buyer", checked: this.company === company, dataset: { buyer: word }, onchange: () => this.become(company) }),
        ` ${t(word)}`,
      );
    return el(
      "fieldset",
      {},
      el("legend", {}, t("buyer")),
      el("div", { class: "either" }, kind("person", false), kind("company", true)),
      this.field(this.company ? "company_name" : "name", "name"),
      this.company ? this.field("cif", "cif") : null,
    );
  }

  become(company) {
    this.company = company;
    this.buyer = { ...(company ? COMPANY : PERSON) };
    this.draw(this.state);
    this.node.querySelector(`[data-buyer=${company ? "company" : "person"}]`).focus();
  }

  field(word, key) {
    const id = freshId("order");
    const input = el("input", {
      id,
      value: this.buyer[key],
      required: key === "name",
      autocomplete: "off",
      dataset: { field: key },
      oninput: () => {
        this.buyer[key] = input.value;
      },
    });
    return el("div", { class: "field" }, el("label", { for: id }, t(word)), input);
  }

  ways() {
    this.payment = menu(["card", "cod", "bank_transfer"].map((key) => [key, t(key)]), this.payment?.value, "payment");
    this.shipping = menu(
      this.state.shipping.map((way) => [way.key, `${way.name} (${money(way.price, "")})`.replace("\u00a0)", ")")]),
      this.shipping?.value,
      "shipping",
    );
    this.coupon = el("input", { type: "checkbox", checked: this.coupon?.checked ?? false });
    return el(
      "fieldset",
      {},
      el("label", { class: "field" }, el("span", {}, t("payment")), this.payment),
      el("label", { class: "field" }, el("span", {}, t("shipping")), this.shipping),
      el("label", { class: "tick" }, this.coupon, ` ${t("coupon")}`),
    );
  }

  async send() {
    const lines = [...this.pieces].filter(([, quantity]) => quantity).map(([sku, quantity]) => ({ sku, quantity }));
    if (!lines.length) {
      complain(t("choose_product"));
      return;
    }
    const said = await sendOrComplain("shop/orders", {
      lines,
      buyer: { company: this.company, name: this.buyer.name, cif: this.buyer.cif },
      payment: this.payment.value,
      shipping: this.shipping.value,
      coupon: this.coupon.checked ? "TOAMNA10" : null,
    });
    if (!said.ok) return;
    this.pieces.clear();
    this.stamp = "";
    this.node.open = false;
    this.draw(this.state);
    this.onPlaced();
  }
}

function menu(choices, chosen, name) {
  return el("select", { dataset: { field: name } }, ...choices.map(([value, label]) => el("option", { value, selected: value === chosen }, label)));
}

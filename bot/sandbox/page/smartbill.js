// SmartBill as its user sees it: documents, payments, next numbers, and switches for what may go wrong.

import { el, reconcile } from "./dom.js";
import { day, money } from "./moments.js";
import { sendOrComplain, Watch } from "./net.js";
import { known, onLanguage, t } from "./words.js";

// Our names for the stand-in's faults, and what each asks of it.
const FAULTS = {
  fault_lost: { fault: "drop_after_commit", path: "/invoice/v2", times: 1 },
  fault_slow: { fault: "slow:5", path: "", times: null },
  fault_block: { fault: "block", path: "", times: null },
  fault_token: { fault: "token_revoked", path: "", times: null },
};

/** The right column. */
export class SmartBill {
  constructor(onState) {
    this.onState = onState;
    this.state = null;
    this.open = new Set();
    this.series = el("div", { class: "series" });
    this.faults = el("div", { class: "card faults" });
    this.list = el("div", { class: "documents" });
    this.title = el("h3", { class: "list-title" });
    document.getElementById("smartbill-body").append(this.faults, this.series, this.title, this.list);
    this.watch = new Watch("smartbill", (state) => this.show(state));
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
    this.drawFaults();
    this.drawSeries();
    this.title.textContent = t("documents");
    const items = this.state.documents.map((each, index) => ({
      key: each.number ? each.series + each.number : `draft-${this.state.documents.length - index}`,
      stamp: JSON.stringify([document.documentElement.lang, each, this.paymentsOf(each), this.isOpenProforma(each)]),
      item: each,
    }));
    if (!items.length) items.push({ key: "none", stamp: document.documentElement.lang, item: null });
    reconcile(this.list, items, (each) => (each ? this.document(each) : el("p", { class: "empty" }, t("no_documents"))));
  }

  drawFaults() {
    const stamp = JSON.stringify([document.documentElement.lang, this.state.faults]);
    if (this.faults.dataset.stamp === stamp) return;
    this.faults.dataset.stamp = stamp;
    const active = (this.state.faults ?? []).map(faultName);
    const focus = this.faults.contains(document.activeElement) ? document.activeElement.dataset.fault : null;
    const button = ([word, wish]) =>
      el(
        "button",
        {
          type: "button",
          class: "small switch",
          title: t(`${word}_hint`),
          "aria-pressed": String(active.some((name) => name.startsWith(wish.fault))),
          dataset: { fault: wish.fault },
          onclick: () => this.fault(wish),
        },
        t(word),
      );
    const known = Object.entries(FAULTS).map(button);
    const clear = el("button", { type: "button", class: "small", dataset: { fault: "clear" }, disabled: !active.length, onclick: () => this.calm() }, t("clear"));
    const other = active.filter((name) => !Object.values(FAULTS).some((wish) => name.startsWith(wish.fault)));
    this.faults.replaceChildren(
      el("h3", {}, t("faults")),
      el("div", { class: "buttons" }, ...known, clear),
      other.length ? el("p", { class: "quiet" }, t("active", { names: other.join(", ") })) : "",
    );
    if (focus) this.faults.querySelector(`[data-fault="${CSS.escape(focus)}"]`)?.focus();
  }

  async fault(wish) {
    await sendOrComplain("smartbill/faults", wish);
    this.watch.poke();
  }

  async calm() {
    await sendOrComplain("smartbill/faults", undefined, "DELETE");
    this.watch.poke();
  }

  drawSeries() {
    const chips = this.state.series.map((each) => {
      const kind = known(`series_${each.type}`) ? t(`series_${each.type}`) : each.type;
      return el("span", { class: "series-chip", title: kind, dataset: { series: each.name } }, el("b", {}, each.name), ` ${padded(each.next_number)}`);
    });
    this.series.replaceChildren(el("span", { class: "quiet" }, `${t("series")}:`), ...chips);
  }

  document(each) {
    const name = each.number ? `${each.series} ${each.number}` : each.series;
    return el(
      "article",
      { class: `card document ${each.status}`, dataset: { document: each.number ? each.series + each.number : "draft", status: each.status } },
      el(
        "header",
        { class: "card-head" },
        el("span", { class: "quiet" }, t(`kind_${each.kind}`)),
        el("strong", {}, name),
        el("span", { class: "amount" }, money(each.total, each.currency)),
      ),
      el("p", { class: "who" }, each.client?.name ?? "", each.client?.vat_code ? el("small", {}, ` ${each.client.vat_code}`) : null),
      el("p", { class: "quiet" }, [day(each.issue_date), each.due_date ? t("due", { date: day(each.due_date) }) : ""].filter(Boolean).join(" · ")),
      this.bar(each),
      this.details(each),
    );
  }

  bar(each) {
    const words = {
      paid: () => `✓ ${t("collected")}`,
      partly_paid: () => t("partly", { paid: money(each.paid, ""), total: money(each.total, "") }),
      unpaid: () => t("unpaid"),
      cancelled: () => t("cancelled"),
      reversed: () => t("reversed"),
      draft: () => t("draft"),
    };
    if (each.kind === "proforma" && each.status === "unpaid") return null;
    return el("p", { class: `bar ${each.status}` }, words[each.status]?.() ?? each.status);
  }

  details(each) {
    const key = each.series + each.number;
    const lines = each.lines.map((line) =>
      el(
        "li",
        {},
        el("span", { class: "line-name" }, line.is_discount ? line.name : `${trim(line.quantity)} × ${line.name}`, el("small", {}, line.vat_rate === null || line.vat_rate === undefined ? "" : ` ${t("vat", { rate: trim(line.vat_rate) })}`)),
        el("span", { class: "amount" }, money(line.total, "")),
      ),
    );
    const vat = Object.entries(each.vat_by_rate ?? {}).map(([rate, amount]) => t("vat_sum", { rate, amount: money(amount, each.currency) }));
    const node = el(
      "details",
      { class: "more", open: this.open.has(key) },
      el("summary", { dataset: { focus: `lines-${key}` } }, t("lines")),
      el("ul", { class: "lines" }, ...lines),
      el("p", { class: "quiet" }, vat.join(" · ")),
      each.made_from ? el("p", { class: "quiet" }, t("made_from", { name: each.made_from })) : null,
      each.mentions ? el("p", { class: "quiet" }, each.mentions) : null,
      this.payments(each),
      this.actions(each),
    );
    node.addEventListener("toggle", () => (node.open ? this.open.add(key) : this.open.delete(key)));
    if (!each.pdf) return node;
    const pdf = el("a", { class: "pdf", href: `smartbill${each.pdf}`, target: "_blank", rel: "noopener" }, t("pdf"));
    return el("div", { class: "document-foot" }, node, pdf);
  }

  paymentsOf(each) {
    return (this.state.payments ?? []).filter((payment) => compact(payment.invoice) === compact(each.series + each.number));
  }

  payments(each) {
    const rows = this.paymentsOf(each).map((payment) =>
      el("li", {}, el("span", { class: "line-name" }, [payment.type, compact(payment.receipt), day(payment.date)].filter(Boolean).join(" · ")), el("span", { class: "amount" }, money(payment.value, ""))),
    );
    return rows.length ? el("div", {}, el("p", { class: "quiet" }, `${t("payments")}:`), el("ul", { class: "lines" }, ...rows)) : null;
  }

  actions(each) {
    if (this.isOpenProforma(each)) {
      const name = `${each.series}${each.number}`;
      const attributes = { type: "button", class: "small", dataset: { do: "invoice", focus: `invoice-${name}` }, onclick: () => this.invoice(each) };
      return el("div", { class: "buttons" }, el("button", attributes, t("invoice_here")));
    }
    if (each.kind !== "factura" || !["unpaid", "partly_paid"].includes(each.status)) return null;
    return el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", class: "small", dataset: { do: "collect", focus: `collect-${each.series}${each.number}` }, onclick: () => this.collect(each) }, t("collect_here")),
    );
  }

  isOpenProforma(each) {
    const name = compact(each.series + each.number);
    return each.kind === "proforma" && !this.state.documents.some((other) => compact(other.made_from) === name);
  }

  async invoice(each) {
    await sendOrComplain(`smartbill/documents/${each.series}/${each.number}/invoice`, {});
    this.watch.poke();
  }

  async collect(each) {
    await sendOrComplain(`smartbill/documents/${each.series}/${each.number}/collect`, { type: "Ordin plata", value: null });
    this.watch.poke();
  }
}

function faultName(fault) {
  return typeof fault === "string" ? fault : (fault.fault ?? fault.name ?? "");
}

function padded(number) {
  return String(number ?? "").padStart(4, "0");
}

function trim(number) {
  const text = String(number ?? "");
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** "SLK 0042", {series, number} or "SLK0042": all the same document. */
function compact(reference) {
  if (reference && typeof reference === "object") return `${reference.series ?? ""}${reference.number ?? ""}`;
  return String(reference ?? "").replace(/[\s/-]/g, "");
}

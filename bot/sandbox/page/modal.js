// Slack's dialogs: the app's forms, and the question before a button acts.

import { renderBlocks } from "./blocks.js";
import { el, focusIn, freshId, restoreFocus } from "./dom.js";
import { Form } from "./form.js";
import { emojiOnly } from "./mrkdwn.js";
import { complain, inWords, send } from "./net.js";
import { t } from "./words.js";

/** Shows the top of the viewer's stack of forms; typed text survives until the form goes away. */
export class Modals {
  constructor(overlay, slack) {
    this.overlay = overlay;
    this.slack = slack;
    this.forms = new Map();
    this.said = new Map();
    this.shown = "";
    this.view = null;
    this.dialog = null;
    this.opener = null;
    overlay.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Show what the newest state says. */
  update(views) {
    for (const id of [...this.forms.keys()]) if (!views.some((view) => view.id === id)) this.forms.delete(id);
    const view = views.at(-1) ?? null;
    if (!view) return this.clear();
    const stamp = `${view.id} ${view.hash} ${document.documentElement.lang}`;
    const isNew = view.id !== this.view?.id;
    this.view = view;
    if (stamp !== this.shown) this.draw(view, isNew);
    this.shown = stamp;
    this.setBusy(Boolean(view.busy) || this.sending === view.id);
    this.setErrors({ ...this.said.get(view.id), ...view.errors });
    return undefined;
  }

  clear() {
    if (!this.view) return;
    this.view = null;
    this.shown = "";
    this.dialog?.remove();
    this.dialog = null;
    this.cover();
    if (this.opener?.isConnected) this.opener.focus();
    this.opener = null;
  }

  form(view) {
    if (!this.forms.has(view.id)) this.forms.set(view.id, new Form());
    return this.forms.get(view.id);
  }

  draw(view, isNew) {
    if (!this.dialog) this.opener = document.activeElement;
    const form = this.form(view);
    const focus = this.dialog && !isNew ? focusIn(this.dialog) : null;
    const scroll = isNew ? 0 : (this.dialog?.querySelector(".modal-body")?.scrollTop ?? 0);
    form.redraw(view.state);
    const dialog = this.build(view, form);
    this.dialog?.remove();
    this.dialog = dialog;
    this.overlay.prepend(dialog);
    this.cover();
    dialog.querySelector(".modal-body").scrollTop = scroll;
    if (focus) restoreFocus(dialog, focus);
    else if (isNew) firstField(dialog).focus();
  }

  build(view, form) {
    const title = freshId("modal-title");
    const ctx = this.slack.context({ view_id: view.id }, form);
    const close = () => this.close(view);
    return el(
      "form",
      {
        class: "modal",
        role: "dialog",
        "aria-labelledby": title,
        novalidate: true,
        dataset: { view: view.id, callbackId: view.callback_id ?? "" },
        onsubmit: (event) => {
          event.preventDefault();
          this.submit(view);
        },
      },
      el(
        "header",
        { class: "modal-head" },
        el("h3", { id: title }, words(view.title)),
        el("button", { type: "button", class: "modal-x", "aria-label": t("close"), dataset: { testid: "modal-x" }, onclick: close }, "×"),
      ),
      el("div", { class: "modal-body" }, ...renderBlocks(view.blocks, ctx)),
      el(
        "footer",
        { class: "modal-foot" },
        el("span", { class: "modal-busy", role: "status" }),
        el("button", { type: "button", class: "bk-button", dataset: { testid: "modal-close", focus: "close" }, onclick: close }, words(view.close) || t("close")),
        view.submit
          ? el("button", { type: "submit", class: "bk-button primary", dataset: { testid: "modal-submit", focus: "submit" } }, words(view.submit))
          : null,
      ),
    );
  }

  async submit(view) {
    if (this.sending) return;
    this.sending = view.id;
    this.said.delete(view.id);
    this.setBusy(true);
    const body = { user: this.slack.viewer, view_id: view.id, values: this.form(view).values() };
    const said = await send("slack/submit", body);
    this.sending = null;
    this.said.set(view.id, said.errors ?? {});
    if (this.view?.id === view.id) {
      this.setBusy(false);
      this.setErrors(said.errors ?? {});
      this.dialog.querySelector(".block-input.wrong")?.querySelector("input, textarea, select, summary")?.focus();
    }
    if (!said.ok && !Object.keys(said.errors ?? {}).length) complain(inWords(said.error));
    this.slack.poke();
  }

  async close(view) {
    const said = await send("slack/close", { user: this.slack.viewer, view_id: view.id });
    if (!said.ok) complain(inWords(said.error));
    this.slack.poke();
  }

  setBusy(busy) {
    this.dialog.classList.toggle("busy", busy);
    this.dialog.setAttribute("aria-busy", String(busy));
    this.dialog.querySelector(".modal-busy").textContent = busy ? t("working") : "";
    const submit = this.dialog.querySelector("[type=submit]");
    if (submit) submit.disabled = busy;
  }

  setErrors(errors) {
    for (const line of this.dialog.querySelectorAll("[data-error-for]")) {
      const said = errors[line.dataset.errorFor] ?? "";
      if (line.textContent !== said) line.textContent = said;
      const block = line.closest(".block-input");
      block.classList.toggle("wrong", Boolean(said));
      block.querySelector("[data-action-id]")?.toggleAttribute("aria-invalid", Boolean(said));
    }
  }

  /** The question a button may ask first; answers true or false. */
  ask(confirm) {
    const { promise, resolve } = deferred();
    const before = document.activeElement;
    const answer = (yes) => {
      box.remove();
      this.cover();
      if (before?.isConnected) before.focus();
      resolve(yes);
    };
    const box = confirmBox(confirm, answer, this.slack.people);
    this.overlay.append(box);
    this.cover();
    box.querySelector("[data-confirm=yes]").focus();
    return promise;
  }

  /** While something is open, what lies below cannot be reached. */
  cover() {
    const open = this.overlay.childElementCount > 0;
    this.overlay.hidden = !open;
    this.slack.body.inert = open;
    if (this.dialog) this.dialog.inert = this.overlay.lastElementChild !== this.dialog;
  }

  onKey(event) {
    const top = this.overlay.lastElementChild;
    if (!top) return;
    if (event.key === "Escape") top.querySelector(".modal-x, [data-confirm=no]").click();
    if (event.key === "Tab") keepInside(event, top);
  }
}

function confirmBox(confirm, answer, people) {
  const title = freshId("confirm-title");
  return el(
    "div",
    { class: "modal confirm", role: "alertdialog", "aria-labelledby": title },
    el("header", { class: "modal-head" }, el("h3", { id: title }, words(confirm.title))),
    el("div", { class: "modal-body" }, ...renderBlocks([{ type: "section", text: confirm.text }], { people })),
    el(
      "footer",
      { class: "modal-foot" },
      el("button", { type: "button", class: "bk-button", dataset: { confirm: "no" }, onclick: () => answer(false) }, words(confirm.deny)),
      el("button", { type: "button", class: `bk-button ${confirm.style ?? "primary"}`, dataset: { confirm: "yes" }, onclick: () => answer(true) }, words(confirm.confirm)),
    ),
  );
}

/** Titles and button texts come as Slack's text object or as plain text. */
function words(text) {
  return emojiOnly(typeof text === "string" ? text : (text?.text ?? "")).join("");
}

function firstField(dialog) {
  return (
    dialog.querySelector("[data-autofocus=yes]") ??
    dialog.querySelector(".modal-body :is(input, textarea, select, summary, button)") ??
    dialog.querySelector("[type=submit], .modal-x")
  );
}

function keepInside(event, box) {
  const all = [...box.querySelectorAll("button, input, textarea, select, summary, a[href]")].filter((node) => !node.disabled && node.offsetParent);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0]).focus();
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

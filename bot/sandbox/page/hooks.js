// The shop's webhooks: which are on, why one is off, and switches for what may go wrong with the shop.

import { el } from "./dom.js";
import { sendOrComplain } from "./net.js";
import { t } from "./words.js";

const TROUBLES = ["hooks_fail", "api_down"];

/** One card above the orders. */
export class Hooks {
  constructor(onChanged) {
    this.onChanged = onChanged;
    this.node = el("div", { class: "card hooks" });
  }

  draw(state) {
    const stamp = JSON.stringify([document.documentElement.lang, state.hooks, state.troubles]);
    if (stamp === this.node.dataset.stamp) return;
    this.node.dataset.stamp = stamp;
    const focus = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.node.replaceChildren(
      el("h3", {}, t("hooks")),
      el("ul", { class: "lines" }, ...state.hooks.map((hook) => this.hook(hook))),
      state.hooks.length ? "" : el("p", { class: "quiet" }, t("no_hooks")),
      el("div", { class: "buttons" }, ...TROUBLES.map((name) => this.trouble(name, state.troubles.includes(name)))),
    );
    if (focus) this.node.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
  }

  hook(hook) {
    const on = el(
      "button",
      { type: "button", class: "small", dataset: { focus: `hook-${hook.id}`, do: "hook_on" }, onclick: () => this.send(`hooks/${hook.id}/on`) },
      t("switch_on"),
    );
    return el(
      "li",
      { dataset: { hook: hook.event, active: String(hook.active) } },
      el("span", { class: "line-name" }, hook.event, el("small", { class: hook.active ? "" : "bad" }, ` ${standing(hook)}`)),
      hook.active ? null : on,
    );
  }

  trouble(name, active) {
    return el(
      "button",
      {
        type: "button",
        class: "small switch",
        title: t(`${name}_hint`),
        "aria-pressed": String(active),
        dataset: { focus: name, trouble: name },
        onclick: () => this.send(`troubles/${name}`, active ? "DELETE" : "POST"),
      },
      t(name),
    );
  }

  async send(path, method = "POST") {
    await sendOrComplain(`shop/${path}`, undefined, method);
    this.onChanged();
  }
}

function standing(hook) {
  if (hook.active) return t("hook_on");
  if (!hook.off_after) return t("hook_off");
  return hook.off_after === "no answer" ? t("hook_off_silence") : t("hook_off_after", { answer: hook.off_after });
}

// A channel's messages: avatars, blocks, files, and threads opened in place.

import { renderBlocks } from "./blocks.js";
import { el, reconcile } from "./dom.js";
import { chosenBefore } from "./form.js";
import { clock } from "./moments.js";
import { mrkdwn } from "./mrkdwn.js";
import { replies, t } from "./words.js";

/** Draws one channel; stays at the bottom when the reader was there. */
export class Messages {
  constructor(list, slack) {
    this.list = list;
    this.slack = slack;
    this.open = new Set();
  }

  draw(channel, messages) {
    const wasElsewhere = this.channel !== channel;
    const atBottom = wasElsewhere || this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    this.channel = channel;
    const { tops, threads } = split(messages);
    const items = tops.map((message) => this.item(message, threads.get(message.ts) ?? []));
    if (!items.length) items.push({ key: "empty", stamp: document.documentElement.lang, item: null });
    reconcile(this.list, items, (item) => (item ? this.message(item) : el("p", { class: "empty" }, t("empty_channel"))));
    if (atBottom) this.list.scrollTop = this.list.scrollHeight;
  }

  item(message, thread) {
    const isOpen = this.open.has(message.ts);
    const about = [document.documentElement.lang, this.slack.names, isOpen, message, isOpen ? thread : thread.length];
    return { key: `${this.channel} ${message.ts} ${message.ephemeral ? "e" : ""}`, stamp: JSON.stringify(about), item: { message, thread, isOpen } };
  }

  message({ message, thread, isOpen }) {
    const count = thread.length || message.reply_count || 0;
    const parts = [this.single(message)];
    if (count && !message.ephemeral) parts.push(this.threadSwitch(message, thread, count, isOpen));
    if (isOpen) parts.push(this.thread(message, thread));
    return el("div", { class: "message-group" }, ...parts);
  }

  single(message) {
    const author = this.slack.author(message);
    const head = el(
      "div",
      { class: "message-head" },
      el("strong", {}, author.name),
      author.is_bot ? el("span", { class: "app-mark" }, "APP") : null,
      el("time", { class: "when" }, clock(message.ts)),
    );
    const only = message.ephemeral ? el("div", { class: "only-you" }, t("only_you")) : null;
    return el(
      "article",
      { class: `message${message.ephemeral ? " ephemeral" : ""}`, dataset: { ts: message.ts, ephemeral: message.ephemeral ? "yes" : "" } },
      avatar(author),
      el("div", { class: "message-body" }, only, head, ...this.content(message), ...(message.files ?? []).map(file)),
    );
  }

  content(message) {
    const ctx = this.slack.context({ channel: this.channel, ts: message.ts }, chosenBefore(message.state));
    const nodes = message.blocks?.length
      ? renderBlocks(message.blocks, ctx)
      : message.text
        ? [el("div", { class: "mrkdwn" }, ...mrkdwn(message.text, ctx.people))]
        : [];
    if (message.edited) nodes.push(el("span", { class: "edited" }, t("edited")));
    return nodes;
  }

  threadSwitch(message, thread, count, isOpen) {
    const faces = [...new Map(thread.map((each) => [each.user, each])).values()].slice(0, 3);
    return el(
      "button",
      {
        type: "button",
        class: "thread-switch",
        "aria-expanded": String(isOpen),
        dataset: { focus: `thread-${message.ts}`, thread: message.ts },
        onclick: () => this.toggle(message.ts),
      },
      ...faces.map((each) => avatar(this.slack.author(each), "face")),
      isOpen ? t("hide_replies") : replies(count),
    );
  }

  toggle(ts) {
    if (!this.open.delete(ts)) this.open.add(ts);
    this.slack.redraw();
  }

  thread(message, thread) {
    const input = el("input", { class: "reply", placeholder: t("reply"), "aria-label": t("reply"), autocomplete: "off", dataset: { focus: `reply-${message.ts}` } });
    const form = el(
      "form",
      {
        class: "reply-form",
        onsubmit: (event) => {
          event.preventDefault();
          if (input.value.trim()) this.slack.say(input.value.trim(), message.ts);
          input.value = "";
        },
      },
      input,
    );
    return el("div", { class: "thread", dataset: { threadOf: message.ts } }, ...thread.map((each) => this.single(each)), form);
  }
}

/** Messages of the channel itself, and replies by the message they answer. */
function split(messages) {
  const all = new Set(messages.map((message) => message.ts));
  const tops = [];
  const threads = new Map();
  for (const message of [...messages].sort((a, b) => Number(a.ts) - Number(b.ts))) {
    const parent = message.thread_ts;
    if (!parent || parent === message.ts || !all.has(parent)) tops.push(message);
    else threads.set(parent, [...(threads.get(parent) ?? []), message]);
  }
  return { tops, threads };
}

/** A square with initials; the app's own picture for the app. */
export function avatar(author, size = "") {
  const classes = `avatar ${size} ${author.is_app ? "bot" : `tone-${author.tone}`}`.trim();
  if (author.is_app) return el("span", { class: classes, "aria-hidden": "true" }, el("img", { src: "icon.svg", alt: "" }));
  const initials = author.name.split(/\s+/).map((word) => word[0] ?? "").join("").slice(0, 2).toUpperCase();
  return el("span", { class: classes, "aria-hidden": "true" }, initials);
}

function file(about) {
  const size = about.size ? `${Math.max(1, Math.round(about.size / 1024))} KB` : "";
  return el(
    "a",
    { class: "file", href: `slack/files/${encodeURIComponent(about.id)}`, target: "_blank", rel: "noopener", dataset: { file: about.name } },
    el("span", { class: "file-kind", "aria-hidden": "true" }, (about.name.split(".").pop() ?? "").toUpperCase().slice(0, 4)),
    el("span", {}, el("strong", {}, about.name), el("small", {}, size)),
  );
}

// Block Kit's choosing elements: menus, menus of many, boxes, and the ⋯ menu.

import { el, freshId } from "./dom.js";
import { emojiOnly, textObject } from "./mrkdwn.js";
import { t } from "./words.js";

/** What may be chosen: groups of `{value, text, description}`; people and channels offer themselves. */
function offered(element, ctx) {
  const own = (option) => ({ value: option.value, text: option.text, description: option.description, url: option.url });
  if (element.option_groups) {
    return element.option_groups.map((group) => ({ label: group.label.text, options: group.options.map(own) }));
  }
  if (element.options) return [{ label: null, options: element.options.map(own) }];
  const listed = element.type.includes("users") ? ctx.people.everybody() : ctx.people.channels();
  return [{ label: null, options: listed.map(([value, name]) => ({ value, text: { type: "plain_text", text: name } })) }];
}

function initialOne(element) {
  return (
    element.initial_option?.value ?? element.initial_user ?? element.initial_conversation ?? element.initial_channel ?? ""
  );
}

function initialMany(element) {
  return (
    element.initial_options?.map((option) => option.value) ??
    element.initial_users ??
    element.initial_conversations ??
    element.initial_channels ??
    []
  );
}

function plainName(option) {
  return emojiOnly(option.text.text).join("");
}

/** A menu of one. */
export function select(element, handle, field) {
  const here = element.default_to_current_conversation ? handle.ctx.people.here() : "";
  const start = handle.start(initialOne(element)) || here;
  const choice = (option) => el("option", { value: option.value, selected: option.value === start }, plainName(option));
  const groups = offered(element, handle.ctx).map((group) =>
    group.label ? el("optgroup", { label: group.label }, ...group.options.map(choice)) : group.options.map(choice),
  );
  const empty = element.placeholder?.text ?? t("choose");
  const node = el(
    "select",
    {
      class: "bk-select",
      id: field.id,
      dataset: handle.marks,
      "aria-describedby": field.describedby,
      "aria-label": field.id ? null : empty,
      onchange: () => {
        handle.keep(node.value || null);
        if (node.value) handle.press(node, node.value);
      },
    },
    el("option", { value: "", selected: !start }, empty),
    ...groups,
  );
  handle.register(() => node.value || null);
  return node;
}

/** A menu of many: opens to a list of boxes; in a message it acts when closed. */
export function multiSelect(element, handle, field) {
  let chosen = [...(handle.start(initialMany(element)) ?? [])];
  let told = chosen.join();
  const options = offered(element, handle.ctx).flatMap((group) => group.options);
  const summary = el("summary", { "aria-labelledby": field.labelledby, "aria-describedby": field.describedby });
  const say = () => {
    const names = chosen.map((value) => options.find((option) => option.value === value)).filter(Boolean);
    const chips = names.map((option) => el("span", { class: "chip" }, plainName(option)));
    summary.replaceChildren(...(chips.length ? chips : [el("span", { class: "placeholder" }, element.placeholder?.text ?? t("choose"))]));
  };
  const pick = (value, on) => {
    chosen = on ? [...chosen, value] : chosen.filter((each) => each !== value);
    handle.keep(chosen);
    say();
  };
  const list = el("div", { class: "multi-list" }, ...options.map((option) => box(option, "checkbox", chosen.includes(option.value), pick)));
  const node = el("details", { class: "bk-multi", dataset: handle.marks }, summary, list);
  node.addEventListener("toggle", () => {
    if (node.open || chosen.join() === told) return;
    told = chosen.join();
    handle.press(node, chosen);
  });
  closeOutside(node);
  say();
  handle.register(() => chosen);
  return node;
}

/** Checkboxes or radio buttons. */
export function boxes(element, handle, field) {
  const many = element.type === "checkboxes";
  let chosen = many ? [...(handle.start(initialMany(element)) ?? [])] : handle.start(initialOne(element));
  const group = freshId("group");
  const node = el("div", {
    class: "bk-boxes",
    role: many ? "group" : "radiogroup",
    dataset: handle.marks,
    "aria-labelledby": field.labelledby,
    "aria-describedby": field.describedby,
  });
  const pick = (value, on) => {
    if (many) chosen = on ? [...chosen, value] : chosen.filter((each) => each !== value);
    else chosen = value;
    handle.keep(chosen);
    handle.press(node, chosen);
  };
  const isOn = (value) => (many ? chosen.includes(value) : chosen === value);
  const all = offered(element, handle.ctx).flatMap((each) => each.options);
  node.append(...all.map((option) => box(option, many ? "checkbox" : "radio", isOn(option.value), pick, group)));
  handle.register(() => (many ? chosen : chosen || null));
  return node;
}

function box(option, type, on, pick, name) {
  const input = el("input", {
    type,
    name,
    value: option.value,
    checked: on,
    onchange: () => pick(option.value, input.checked),
  });
  const more = option.description ? el("span", { class: "box-more" }, textObject(option.description)) : null;
  return el("label", { class: "box" }, input, el("span", {}, textObject(option.text), more));
}

/** The ⋯ menu. */
export function overflow(element, handle) {
  const node = el("details", { class: "bk-overflow", dataset: handle.marks });
  const items = element.options.map((option) =>
    el(
      "button",
      {
        type: "button",
        role: "menuitem",
        dataset: { value: option.value ?? "" },
        onclick: () => {
          node.open = false;
          if (option.url && /^https?:\/\//i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
          handle.press(node, option.value);
        },
      },
      plainName(option),
    ),
  );
  node.append(el("summary", { "aria-label": t("menu") }, "⋯"), el("div", { class: "overflow-list", role: "menu" }, ...items));
  closeOutside(node);
  return node;
}

/** A menu closes on Escape and after a click elsewhere: after it, so that nothing moves under the pointer. */
function closeOutside(node) {
  const away = (event) => {
    if (!node.contains(event.target)) node.open = false;
  };
  node.addEventListener("toggle", () => {
    if (node.open) document.addEventListener("click", away);
    else document.removeEventListener("click", away);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.stopPropagation();
    node.open = false;
    node.querySelector("summary").focus();
  });
}

// Block Kit's elements: what can be pressed, chosen or filled in.

import { el } from "./dom.js";
import { boxes, multiSelect, overflow, select } from "./choices.js";
import { emojiOnly } from "./mrkdwn.js";
import { t } from "./words.js";

const SELECTS = ["static_select", "users_select", "conversations_select", "channels_select", "external_select"];
const WRITTEN = { email_text_input: "email", url_text_input: "url", datepicker: "date", timepicker: "time" };

/** An element that stands in a message's section or actions: it acts at once. */
export function renderElement(element, block, ctx) {
  return build(element, block, ctx, { act: true });
}

/** An element inside an input block: it is kept until the form is sent, unless the block asks to hear each change. */
export function renderField(element, block, ctx, field) {
  return build(element, block, ctx, { ...field, act: Boolean(block.dispatch_action) });
}

function build(element, block, ctx, field) {
  const handle = holder(element, block, ctx, field);
  if (element.type === "button") return button(element, handle);
  if (element.type === "workflow_button") return button(element, handle);
  if (element.type === "overflow") return overflow(element, handle);
  if (SELECTS.includes(element.type)) return select(element, handle, field);
  if (element.type.startsWith("multi_")) return multiSelect(element, handle, field);
  if (element.type === "checkboxes" || element.type === "radio_buttons") return boxes(element, handle, field);
  if (element.type === "plain_text_input" || element.type === "number_input" || element.type in WRITTEN) {
    return written(element, handle, field);
  }
  return el("span", { class: "unknown" }, t("not_shown", { type: element.type }));
}

/** What every element needs: its name tags, its kept value, and what to do when it changes. */
function holder(element, block, ctx, field) {
  const marks = { actionId: element.action_id ?? "", blockId: block.block_id ?? "" };
  return {
    ctx,
    marks,
    start: (initial) => ctx.form.kept(marks.blockId, marks.actionId, initial),
    keep: (value) => ctx.form.keep(marks.blockId, marks.actionId, value),
    register: (read) => ctx.form.register(marks.blockId, marks.actionId, read),
    press: async (node, chosen) => {
      if (!field.act) return true;
      if (element.confirm && !(await ctx.ask(element.confirm))) return false;
      await whileBusy(node, () => ctx.act(block, element, chosen));
      return true;
    },
  };
}

async function whileBusy(node, work) {
  node.classList.add("busy");
  node.setAttribute("aria-busy", "true");
  if ("disabled" in node) node.disabled = true;
  try {
    await work();
  } finally {
    node.classList.remove("busy");
    node.removeAttribute("aria-busy");
    if ("disabled" in node) node.disabled = false;
  }
}

function button(element, handle) {
  const node = el(
    "button",
    {
      type: "button",
      class: `bk-button ${element.style ?? ""}`.trim(),
      dataset: { ...handle.marks, value: element.value ?? "" },
      "aria-label": element.accessibility_label,
      onclick: () => {
        if (element.url && /^https?:\/\//i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
        handle.press(node, element.value ?? null);
      },
    },
    ...emojiOnly(element.text?.text ?? ""),
  );
  return node;
}

function written(element, handle, field) {
  const start = handle.start(element.initial_value ?? element.initial_date ?? element.initial_time ?? "");
  const node = el(element.multiline ? "textarea" : "input", {
    type: element.multiline ? null : (WRITTEN[element.type] ?? "text"),
    rows: element.multiline ? 4 : null,
    inputmode: element.type === "number_input" ? "decimal" : null,
    class: "bk-input",
    id: field.id,
    value: start ?? "",
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    "aria-describedby": field.describedby,
    "aria-required": field.required ? "true" : null,
    "aria-label": field.id ? null : (element.placeholder?.text ?? element.action_id),
    autocomplete: "off",
    dataset: { ...handle.marks, autofocus: element.focus_on_load ? "yes" : "" },
  });
  handle.register(() => node.value || null);
  listen(node, element, handle);
  return node;
}

function listen(node, element, handle) {
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const picked = element.type === "datepicker" || element.type === "timepicker";
  node.addEventListener("input", () => {
    handle.keep(node.value);
    if (when.includes("on_character_entered")) handle.press(node, node.value);
  });
  if (picked) node.addEventListener("change", () => handle.press(node, node.value));
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || element.multiline || picked) return;
    if (when.includes("on_enter_pressed")) handle.press(node, node.value);
  });
}

// Block Kit as DOM nodes: the blocks themselves. What can be pressed or filled in is in elements.js.

import { el, freshId } from "./dom.js";
import { renderElement, renderField } from "./elements.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { richText, table } from "./richtext.js";
import { t } from "./words.js";

const BLOCKS = {
  section,
  header: (block) => el("h3", { class: "block-header" }, textObject(block.text)),
  context,
  divider: () => el("hr"),
  actions: (block, ctx) =>
    el("div", { class: "block-actions" }, ...block.elements.map((element) => renderElement(element, block, ctx))),
  input,
  image,
  table: (block, ctx) => table(block, ctx.people),
  rich_text: (block, ctx) => richText(block, ctx.people),
  alert,
  markdown: (block) => el("div", { class: "plain" }, block.text),
};

/**
 * The blocks of a message, form or home page.
 *
 * `ctx` has: `people` (names behind ids), `act(block, element, chosen)` for what is pressed,
 * `ask(confirm)` answering a promise of yes or no, and `form` which keeps what is typed (see form.js).
 */
export function renderBlocks(blocks, ctx) {
  return (blocks ?? []).map((block) => {
    const known = BLOCKS[block.type];
    const node = known ? known(block, ctx) : el("div", { class: "unknown" }, t("not_shown", { type: block.type }));
    node.classList.add("block");
    if (block.block_id) node.dataset.blockId = block.block_id;
    node.dataset.blockType = block.type;
    return node;
  });
}

function section(block, ctx) {
  const words = el("div", { class: "section-words" });
  if (block.text) words.append(textObject(block.text, ctx.people));
  if (block.fields) {
    words.append(el("div", { class: "fields" }, ...block.fields.map((field) => el("div", {}, textObject(field, ctx.people)))));
  }
  return el("div", { class: "block-section" }, words, block.accessory ? accessory(block, ctx) : null);
}

function accessory(block, ctx) {
  if (block.accessory.type === "image") return picture(block.accessory, "thumb");
  return el("div", { class: "accessory" }, renderElement(block.accessory, block, ctx));
}

function context(block, ctx) {
  const parts = block.elements.map((part) =>
    part.type === "image" ? picture(part, "tiny") : el("span", { class: "context-part" }, textObject(part, ctx.people)),
  );
  return el("div", { class: "block-context" }, ...parts);
}

function image(block) {
  const title = block.title ? el("figcaption", {}, block.title.text) : null;
  return el("figure", { class: "block-image" }, title, picture(block, "wide"));
}

function picture(source, size) {
  return el("img", { class: `picture ${size}`, src: source.image_url, alt: source.alt_text ?? "", loading: "lazy" });
}

function alert(block, ctx) {
  const text = typeof block.text === "string" ? mrkdwn(block.text, ctx.people) : [textObject(block.text, ctx.people)];
  return el("div", { class: `block-alert ${block.level ?? "default"}`, role: "note" }, ...text);
}

function input(block, ctx) {
  const id = freshId("field");
  const optional = block.optional ? el("span", { class: "optional" }, ` ${t("optional")}`) : null;
  const hint = block.hint ? el("p", { class: "field-hint", id: `${id}-hint` }, block.hint.text) : null;
  const error = el("p", { class: "field-error", id: `${id}-error`, role: "alert", dataset: { errorFor: block.block_id ?? "" } });
  const labelled = ["checkboxes", "radio_buttons"].includes(block.element.type) || block.element.type.startsWith("multi_");
  const label = el(labelled ? "div" : "label", { class: "field-label", id: `${id}-label`, for: labelled ? null : id }, block.label.text, optional);
  const field = renderField(block.element, block, ctx, {
    id,
    labelledby: `${id}-label`,
    describedby: `${hint ? `${id}-hint ` : ""}${id}-error`,
    required: !block.optional,
  });
  return el("div", { class: "block-input" }, label, field, hint, error);
}

// Slack's rich_text blocks and tables as DOM nodes.

import { el } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { slackDate } from "./moments.js";
import { link, mention } from "./mrkdwn.js";

const PARTS = {
  rich_text_section: (part, people) => el("div", {}, ...leaves(part.elements, people)),
  rich_text_preformatted: (part, people) => el("pre", {}, ...leaves(part.elements, people)),
  rich_text_quote: (part, people) => el("blockquote", {}, ...leaves(part.elements, people)),
  rich_text_list: (part, people) =>
    el(
      part.style === "ordered" ? "ol" : "ul",
      { class: part.indent ? `indent-${Math.min(part.indent, 4)}` : null, start: part.offset ? part.offset + 1 : null },
      ...part.elements.map((item) => el("li", {}, ...leaves(item.elements, people))),
    ),
};

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => link(leaf.url, leaf.text ?? leaf.url),
  user: (leaf, people) => mention(`@${people.user(leaf.user_id) ?? leaf.user_id}`),
  channel: (leaf, people) => mention(`#${people.channel(leaf.channel_id) ?? leaf.channel_id}`),
  usergroup: (leaf) => mention(`@${leaf.usergroup_id}`),
  broadcast: (leaf) => mention(`@${leaf.range}`),
  emoji: (leaf) => EMOJI[leaf.name] ?? `:${leaf.name}:`,
  date: (leaf) => el("time", {}, slackDate(leaf.timestamp, leaf.format)),
};

/** A rich_text block (or cell) as a node. */
export function richText(block, people) {
  return el(
    "div",
    { class: "rich-text" },
    ...(block.elements ?? []).map((part) => PARTS[part.type]?.(part, people) ?? el("div", {}, part.type)),
  );
}

function leaves(elements, people) {
  return (elements ?? []).map((leaf) => styled(LEAVES[leaf.type]?.(leaf, people) ?? "", leaf.style));
}

function styled(node, style = {}) {
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? el(tag, {}, inner) : inner), node);
}

/** A table block; its first row is the heading, as Slack shows it. */
export function table(block, people) {
  const columns = block.column_settings ?? [];
  const rows = (block.rows ?? []).map((row, at) =>
    el("tr", {}, ...row.map((cell, column) => tableCell(cell, at ? "td" : "th", columns[column], people))),
  );
  return el("div", { class: "table-scroll" }, el("table", {}, el("tbody", {}, ...rows)));
}

function tableCell(cell, tag, column, people) {
  const content = cell.type === "rich_text" ? richText(cell, people) : String(cell.text ?? "");
  const classes = [column?.align ? `align-${column.align}` : "", column?.is_wrapped ? "wrapped" : ""];
  return el(tag, { class: classes.join(" ").trim() || null, scope: tag === "th" ? "col" : null }, content);
}

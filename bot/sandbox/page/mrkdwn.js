// Slack's mrkdwn as DOM nodes: bold, italic, strike, code, quotes, lists, links, mentions, dates, emoji.

import { el } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { slackDate } from "./moments.js";

// A mark counts only at the edge of a word: 2*3*4 and file_name_2 stay as they are.
const INLINE = new RegExp(
  [
    "`([^`\\n]+)`",
    "<([^<>\\n]+)>",
    "(?<![\\p{L}\\p{N}*])\\*(?!\\s)([^*\\n]+?)(?<!\\s)\\*(?![\\p{L}\\p{N}])",
    "(?<![\\p{L}\\p{N}_])_(?!\\s)([^_\\n]+?)(?<!\\s)_(?![\\p{L}\\p{N}])",
    "(?<![\\p{L}\\p{N}~])~(?!\\s)([^~\\n]+?)(?<!\\s)~(?![\\p{L}\\p{N}])",
    ":([a-z0-9_+-]+):",
  ].join("|"),
  "gu",
);

/** A text object of Block Kit (`mrkdwn` or `plain_text`) as a node. */
export function textObject(object, people) {
  if (!object) return el("span");
  if (object.type === "plain_text") return el("span", { class: "plain" }, ...emojiOnly(object.text ?? ""));
  return el("div", { class: "mrkdwn" }, ...mrkdwn(object.text ?? "", people));
}

/** Plain text with `:emoji:` put in. */
export function emojiOnly(text) {
  return text.split(/:([a-z0-9_+-]+):/).map((piece, index) => (index % 2 ? (EMOJI[piece] ?? `:${piece}:`) : piece));
}

/** The nodes of a mrkdwn text; `people` knows the names behind ids. */
export function mrkdwn(text, people) {
  return text.split(/```/).flatMap((piece, index) => {
    if (index % 2) return [el("pre", {}, unescaped(piece.replace(/^\n/, "")))];
    return paragraphs(piece, people);
  });
}

function paragraphs(text, people) {
  const nodes = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const kind = kindOf(lines[at]);
    let end = at + 1;
    while (end < lines.length && kindOf(lines[end]) === kind) end += 1;
    nodes.push(...group(kind, lines.slice(at, end), people));
    if (kind === "text" && end < lines.length && kindOf(lines[end]) === "text") nodes.push(el("br"));
    at = end;
  }
  return nodes;
}

function kindOf(line) {
  if (/^(&gt;|>) ?/.test(line)) return "quote";
  if (/^\s*[•◦▪-] +/.test(line)) return "list";
  return "text";
}

function group(kind, lines, people) {
  if (kind === "quote") {
    return [el("blockquote", {}, ...broken(lines.map((line) => line.replace(/^(&gt;|>) ?/, "")), people))];
  }
  if (kind === "list") {
    const items = lines.map((line) => el("li", {}, ...inline(line.replace(/^\s*[•◦▪-] +/, ""), people)));
    return [el("ul", {}, ...items)];
  }
  return broken(lines, people);
}

function broken(lines, people) {
  return lines.flatMap((line, index) => (index ? [el("br"), ...inline(line, people)] : inline(line, people)));
}

function inline(text, people) {
  const nodes = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(unescaped(text.slice(done, match.index)));
    nodes.push(marked(match, people));
    done = match.index + match[0].length;
  }
  nodes.push(unescaped(text.slice(done)));
  return nodes;
}

function marked([whole, code, angle, bold, italic, strike, emoji], people) {
  if (code !== undefined) return el("code", {}, unescaped(code));
  if (angle !== undefined) return reference(angle, people);
  if (bold !== undefined) return el("strong", {}, ...inline(bold, people));
  if (italic !== undefined) return el("em", {}, ...inline(italic, people));
  if (strike !== undefined) return el("s", {}, ...inline(strike, people));
  return EMOJI[emoji] ?? whole;
}

function reference(content, people) {
  const [target, label] = cut(content, "|");
  if (target.startsWith("@")) return mention(`@${people.user(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${people.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!")) return special(target.slice(1), label);
  return link(unescaped(target), label === undefined ? unescaped(target) : unescaped(label));
}

function cut(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

export function mention(text) {
  return el("span", { class: "mention" }, text);
}

function special(target, label) {
  if (target.startsWith("date^")) {
    const [, seconds, format, href] = target.split("^");
    const said = /^-?\d+$/.test(seconds) ? slackDate(seconds, format) : unescaped(label ?? "");
    return href ? link(href, said) : el("time", { title: label ?? "" }, said);
  }
  return mention(`@${label ?? target.replace(/^subteam\^/, "")}`);
}

/** A link, for addresses a browser may open; anything else stays text. */
export function link(address, label) {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return label;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

function unescaped(text) {
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
}

// Builds DOM nodes. Text always becomes a text node, so nothing foreign is ever read as markup.

/** An element: `on…` properties are listeners, `dataset` and `style` are objects, null and false are left out. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

let ids = 0;

/** An id no other element has. */
export function freshId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}

/**
 * Bring `parent`'s children in line with `items`, leaving nodes alone whose text key did not change;
 * so an open menu or a half-typed reply survives news about its neighbours.
 */
export function reconcile(parent, items, build) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let cursor = parent.firstElementChild;
  for (const { key, stamp, item } of items) {
    const old = before.get(key);
    before.delete(key);
    const node = old?.dataset.stamp === stamp ? old : replaceKeeping(old, build(item), key, stamp);
    if (cursor === old || cursor === node) cursor = node.isConnected ? node.nextElementSibling : cursor;
    if (!node.isConnected || node.nextElementSibling !== cursor) parent.insertBefore(node, cursor);
  }
  for (const node of before.values()) node.remove();
}

function replaceKeeping(old, node, key, stamp) {
  node.dataset.key = key;
  node.dataset.stamp = stamp;
  if (old) {
    const focus = focusIn(old);
    old.replaceWith(node);
    restoreFocus(node, focus);
  }
  return node;
}

/** What in `root` has the focus, so that it can be found again after a rebuild. */
export function focusIn(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return null;
  const holder = active.closest("[data-action-id], [data-focus]");
  const canSelect = "selectionStart" in active && active.selectionStart !== null;
  return {
    block: holder?.dataset.blockId,
    action: holder?.dataset.actionId,
    focus: holder?.dataset.focus,
    range: canSelect ? [active.selectionStart, active.selectionEnd] : null,
  };
}

/** Give the focus back to the element that took the old one's place. */
export function restoreFocus(root, focus) {
  if (!focus) return;
  const found = [...root.querySelectorAll("[data-action-id], [data-focus]")].find(
    (node) =>
      node.dataset.blockId === focus.block && node.dataset.actionId === focus.action && node.dataset.focus === focus.focus,
  );
  const target = found?.matches("input, textarea, select, button, a, summary")
    ? found
    : found?.querySelector("input, textarea, select, button, summary");
  if (!target) return;
  target.focus({ preventScroll: true });
  if (focus.range && "setSelectionRange" in target && target.type !== "date") target.setSelectionRange(...focus.range);
}

// What a person typed into an open form, kept while the page is redrawn around it.

/** One form's fields: `kept` survives a redraw, `register` says how to read a field that is on the page now. */
export class Form {
  constructor() {
    this.typed = new Map();
    this.readers = new Map();
    this.base = {};
  }

  /** A redraw: what was typed stays while its field does, `base` is what Slack itself remembers of each. */
  redraw(base) {
    this.readers.clear();
    this.base = base ?? {};
    for (const key of [...this.typed.keys()]) {
      const [blockId, actionId] = JSON.parse(key);
      if (this.base[blockId]?.[actionId] === undefined) this.typed.delete(key);
    }
  }

  /** What was typed here, else what Slack remembers, else the value the field begins with. */
  kept(blockId, actionId, initial) {
    const key = name(blockId, actionId);
    return this.typed.has(key) ? this.typed.get(key) : remembered(this.base, blockId, actionId, initial);
  }

  keep(blockId, actionId, value) {
    this.typed.set(name(blockId, actionId), value);
  }

  register(blockId, actionId, read) {
    this.readers.set(name(blockId, actionId), read);
  }

  /** Everything as `{block_id: {action_id: value}}`. */
  values() {
    const values = {};
    for (const [key, read] of this.readers) {
      const [blockId, actionId] = JSON.parse(key);
      values[blockId] = { ...values[blockId], [actionId]: read() };
    }
    return values;
  }
}

/** For blocks that are never sent off as a form (messages, the home page): only what Slack remembers. */
export function chosenBefore(base) {
  return {
    kept: (blockId, actionId, initial) => remembered(base, blockId, actionId, initial),
    keep: () => {},
    register: () => {},
    values: () => ({}),
  };
}

function remembered(base, blockId, actionId, initial) {
  const held = base?.[blockId]?.[actionId];
  return held === undefined ? initial : held;
}

function name(blockId, actionId) {
  return JSON.stringify([blockId, actionId]);
}

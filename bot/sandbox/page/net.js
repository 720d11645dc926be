// Talks to the three desks: asks for their state twice a second, and sends what the person does.

import { t } from "./words.js";

const PAUSE_MS = 500;
const SHOWN_MS = 8000;

let hiding = 0;

/** Show one line at the top of the page saying what did not work. */
export function complain(sentence) {
  const line = document.getElementById("failure");
  line.textContent = sentence;
  line.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    line.hidden = true;
  }, SHOWN_MS);
}

/** Send JSON; answers the desk's JSON, or `{ok: false, error}` where nothing readable came. */
export async function send(path, body = {}, method = "POST") {
  try {
    const answer = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json" },
      body: method === "DELETE" ? undefined : JSON.stringify(body),
    });
    const said = await readable(answer);
    return answer.ok ? { ok: true, ...said } : { ...said, ok: false, error: said.error ?? `HTTP ${answer.status}` };
  } catch {
    return { ok: false, error: "unreachable" };
  }
}

async function readable(answer) {
  try {
    return (await answer.json()) ?? {};
  } catch {
    return {};
  }
}

/** What went wrong, as a sentence. */
export function inWords(error) {
  const text = typeof error === "string" ? error : (error?.message ?? "");
  if (text === "unreachable") return t("unreachable");
  if (/timeout|timed out|not answer/.test(text)) return t("no_answer");
  return t("failed", { error: text || "?" });
}

/** Send, and complain where it failed; answers what the desk said. */
export async function sendOrComplain(path, body, method) {
  const said = await send(path, body, method);
  if (!said.ok) complain(inWords(said.error));
  return said;
}

/** One desk's state, kept fresh. */
export class Watch {
  constructor(path, show, query = () => ({})) {
    this.path = path;
    this.show = show;
    this.query = query;
    this.version = null;
    this.asking = false;
    this.again = false;
  }

  start() {
    this.poke();
    setInterval(() => this.poke(), PAUSE_MS);
  }

  /** Forget the version, so that the next answer is a whole one. */
  reset() {
    this.version = null;
    this.poke();
  }

  /** Ask now; a question under way is followed by one more. */
  async poke() {
    if (this.asking) {
      this.again = this.version === null;
      return;
    }
    this.asking = true;
    await this.ask();
    this.asking = false;
    if (this.again) {
      this.again = false;
      this.poke();
    }
  }

  async ask() {
    const asked = new URLSearchParams(this.query());
    const about = asked.toString();
    if (this.version !== null) asked.set("version", this.version);
    try {
      const answer = await fetch(`${this.path}/state?${asked}`);
      if (answer.status !== 200) return;
      const state = await answer.json();
      // Somebody may have switched the viewer meanwhile: then this answer is for the wrong person.
      if (new URLSearchParams(this.query()).toString() !== about) return;
      this.version = state.version;
      this.show(state);
    } catch (error) {
      if (error instanceof TypeError) complain(t("unreachable"));
      else throw error;
    }
  }
}

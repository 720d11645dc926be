// The Slack window: who you are, the channels, the app's home, and what you write.

import { renderBlocks } from "./blocks.js";
import { el, freshId } from "./dom.js";
import { chosenBefore } from "./form.js";
import { Messages } from "./messages.js";
import { Modals } from "./modal.js";
import { sendOrComplain, Watch } from "./net.js";
import { onLanguage, t } from "./words.js";

const HOME = "home";

/** Everything the person sees and does in Slack. */
export class Slack {
  constructor(onState) {
    this.onState = onState;
    this.body = document.getElementById("slack-body");
    this.list = document.getElementById("messages");
    this.viewer = null;
    this.place = null;
    this.state = null;
    this.seen = new Map();
    this.messages = new Messages(this.list, this);
    this.modals = new Modals(document.getElementById("overlay"), this);
    this.watch = new Watch("slack", (state) => this.show(state), () => (this.viewer ? { viewer: this.viewer } : {}));
    this.people = this.directory();
    this.composer();
    onLanguage(() => this.redraw());
  }

  start() {
    this.watch.start();
  }

  poke() {
    return this.watch.poke();
  }

  show(state) {
    this.state = state;
    this.viewer ??= state.me?.id ?? state.users.find((user) => !user.is_bot)?.id;
    this.place ??= state.channels[0]?.id;
    this.names = state.users.map((user) => user.name + user.real_name).join();
    this.redraw();
    this.onState(state);
  }

  redraw() {
    if (!this.state) return;
    this.drawViewer();
    this.drawPlace();
    this.drawSidebar();
    this.modals.update(this.state.views ?? []);
  }

  /** Names behind ids, for mentions and menus. */
  directory() {
    const user = (id) => this.state?.users.find((each) => each.id === id);
    const nameOf = (each) => each && (each.real_name || each.name);
    return {
      user: (id) => nameOf(user(id)),
      channel: (id) => this.state?.channels.find((each) => each.id === id)?.name,
      everybody: () => this.state.users.filter((each) => !each.is_bot).map((each) => [each.id, nameOf(each)]),
      channels: () => this.state.channels.map((each) => [each.id, `#${each.name}`]),
      here: () => (this.place === HOME ? "" : this.place),
    };
  }

  author(message) {
    const at = this.state.users.findIndex((each) => each.id === message.user);
    const user = this.state.users[at];
    const name = message.user_name || user?.real_name || user?.name || message.user || "Slackbot";
    return { name: user?.real_name || name, is_bot: user?.is_bot ?? true, is_app: this.isApp(user), tone: (at % 6) + 1 };
  }

  /** Our app's own user; Slackbot is a bot too, but Slack's. */
  isApp(user) {
    return Boolean(user?.is_bot) && user.id !== "USLACKBOT";
  }

  /** What blocks need: names, and where presses go (`where` is a message or a view). */
  context(where, form) {
    return {
      people: this.people,
      form,
      ask: (confirm) => this.modals.ask(confirm),
      act: (block, element, chosen) => this.press(where, form, block, element, chosen),
    };
  }

  async press(where, form, block, element, chosen) {
    const kind = element.type === "button" ? { value: chosen } : { selected: chosen };
    await sendOrComplain("slack/press", {
      user: this.viewer,
      ...where,
      block_id: block.block_id,
      action_id: element.action_id,
      ...kind,
      values: where.view_id ? form.values() : {},
    });
    await this.poke();
  }

  async say(text, threadTs) {
    const thread = threadTs ? { thread_ts: threadTs } : {};
    const wait = sendOrComplain("slack/say", { user: this.viewer, channel: this.place, text, ...thread });
    this.poke();
    await wait;
    await this.poke();
  }

  drawViewer() {
    const box = document.getElementById("viewer");
    const stamp = `${document.documentElement.lang} ${this.viewer} ${this.names} ${this.state.connected}`;
    if (box.dataset.stamp === stamp) return;
    box.dataset.stamp = stamp;
    const id = freshId("viewer");
    const persons = this.state.users.filter((user) => !user.is_bot);
    const choice = (user) => el("option", { value: user.id, selected: user.id === this.viewer }, (user.real_name || user.name) + remark(user));
    const menu = el("select", { id, dataset: { testid: "viewer" }, onchange: () => this.become(menu.value) }, ...persons.map(choice));
    const connected = ["http", "socket"].includes(this.state.connected) ? this.state.connected : "none";
    box.replaceChildren(
      el("span", { class: `connected ${connected}`, title: t(`connected_${connected}`) }, t(`connected_${connected}`)),
      el("label", { for: id }, `${t("you_are")}:`),
      menu,
    );
  }

  become(user) {
    this.viewer = user;
    this.modals.clear();
    this.watch.reset();
  }

  drawSidebar() {
    const entry = (place, label, isNew) =>
      el(
        "button",
        {
          type: "button",
          class: `place${isNew ? " unread" : ""}`,
          "aria-current": this.place === place ? "page" : null,
          dataset: { place },
          onclick: () => this.go(place),
        },
        label,
        isNew ? el("span", { class: "dot", title: t("new_messages"), role: "img", "aria-label": t("new_messages") }) : null,
      );
    const listed = (direct) =>
      this.state.channels
        .filter((channel) => Boolean(channel.is_im) === direct)
        .map((channel) => entry(channel.id, direct ? t("direct") : channelName(channel), this.hasNews(channel.id)));
    const bot = this.state.users.find((user) => this.isApp(user));
    const focus = document.activeElement?.closest?.("#sidebar [data-place]")?.dataset.place;
    const sidebar = document.getElementById("sidebar");
    sidebar.replaceChildren(
      el("h3", { class: "team" }, this.state.team?.name ?? "Slack"),
      el("h4", {}, t("channels")),
      ...listed(false),
      el("h4", {}, bot?.real_name || bot?.name || t("apps")),
      entry(HOME, t("home_short"), false),
      ...listed(true),
    );
    if (focus) sidebar.querySelector(`[data-place="${CSS.escape(focus)}"]`)?.focus();
  }

  hasNews(channel) {
    return channel !== this.place && last(this.state.messages[channel]) > (this.seen.get(`${this.viewer} ${channel}`) ?? 0);
  }

  async go(place) {
    this.place = place;
    this.redraw();
    if (place !== HOME) return;
    await sendOrComplain("slack/home", { user: this.viewer });
    await this.poke();
  }

  drawPlace() {
    const isHome = this.place === HOME;
    document.getElementById("composer").hidden = isHome;
    const channel = this.state.channels.find((each) => each.id === this.place);
    const head = document.getElementById("channel-head");
    if (isHome) {
      head.replaceChildren(el("h3", {}, t("home")));
      this.drawHome();
      return;
    }
    head.replaceChildren(el("h3", {}, channelName(channel)), el("span", { class: "topic" }, topic(channel)));
    const messages = this.state.messages[this.place] ?? [];
    this.seen.set(`${this.viewer} ${this.place}`, last(messages));
    this.messages.draw(this.place, messages);
    const input = document.getElementById("say");
    input.placeholder = t("write", { channel: channelName(channel).replace("# ", "#") });
    input.setAttribute("aria-label", input.placeholder);
    document.getElementById("say-send").textContent = t("send");
  }

  drawHome() {
    const home = this.state.home;
    const stamp = `home ${this.viewer} ${document.documentElement.lang} ${home?.id} ${home?.hash}`;
    if (this.list.firstElementChild?.dataset.stamp === stamp) return;
    const blocks = home ? renderBlocks(home.blocks, this.context({ view_id: home.id }, chosenBefore(home.state))) : [el("p", { class: "empty" }, t("home_empty"))];
    this.list.replaceChildren(el("div", { class: "home", dataset: { key: HOME, stamp } }, ...blocks));
    this.messages.channel = null;
  }

  composer() {
    const form = document.getElementById("composer");
    const input = el("input", { id: "say", autocomplete: "off", dataset: { testid: "composer" } });
    form.replaceChildren(input, el("button", { id: "say-send", type: "submit", class: "bk-button primary" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = input.value.trim();
      if (!text) return;
      input.value = "";
      this.say(text);
      this.list.scrollTop = this.list.scrollHeight;
    });
  }
}

function last(messages) {
  return Math.max(0, ...(messages ?? []).map((message) => Number(message.ts)));
}

function channelName(channel) {
  return channel?.is_im ? channel.name : `# ${channel?.name ?? ""}`;
}

function topic(channel) {
  return typeof channel?.topic === "string" ? channel.topic : (channel?.topic?.value ?? "");
}

function remark(user) {
  if (user.is_stranger) return ` (${t("stranger")})`;
  return user.is_restricted ? ` (${t("guest")})` : "";
}

// Times and amounts as the page's reader writes them.

import { locale } from "./words.js";

/** 1113.20 as 1.113,20 or 1,113.20, with the currency behind. */
export function money(amount, currency = "RON") {
  const digits = new Intl.NumberFormat(locale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${digits.format(amount ?? 0)}\u00a0${currency}`;
}

/** A Slack `ts` (seconds since 1970, as text) as hours and minutes. */
export function clock(ts) {
  return part(new Date(Number(ts) * 1000), { hour: "2-digit", minute: "2-digit" });
}

/** A calendar date like 2026-11-22 as 22.11.2026. */
export function day(isoDate) {
  const [year, month, date] = String(isoDate ?? "").slice(0, 10).split("-");
  return date ? `${date}.${month}.${year}` : "";
}

function part(moment, options) {
  return new Intl.DateTimeFormat(locale(), options).format(moment);
}

const LONG = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };

const TOKENS = {
  date_num: (moment) => part(moment, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date_slash: (moment) => part(moment, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (moment) => part(moment, LONG),
  date_short: (moment) => part(moment, SHORT),
  date_long: (moment) => part(moment, { weekday: "long", ...LONG }),
  date_pretty: (moment) => relativeDay(moment) ?? part(moment, LONG),
  date_short_pretty: (moment) => relativeDay(moment) ?? part(moment, SHORT),
  date_long_pretty: (moment) => relativeDay(moment) ?? part(moment, { weekday: "long", ...LONG }),
  time: (moment) => part(moment, { hour: "2-digit", minute: "2-digit" }),
  time_secs: (moment) => part(moment, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (moment) => ago(moment),
};

function relativeDay(moment) {
  const midnight = (when) => new Date(when.getFullYear(), when.getMonth(), when.getDate()).getTime();
  const days = Math.round((midnight(moment) - midnight(new Date())) / 86400000);
  return Math.abs(days) <= 1 ? relative(days, "day") : null;
}

function ago(moment) {
  const minutes = Math.round((moment.getTime() - Date.now()) / 60000);
  if (Math.abs(minutes) < 60) return relative(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? relative(hours, "hour") : relative(Math.round(hours / 24), "day");
}

function relative(count, unit) {
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(count, unit);
}

/** Slack's `{date_short_pretty} {time}` with every token put in. */
export function slackDate(seconds, format) {
  const moment = new Date(Number(seconds) * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token) => TOKENS[token]?.(moment) ?? whole);
}

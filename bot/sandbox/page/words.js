// The page's own words in English and Romanian. What the bot says comes from the bot.

const WORDS = {
  intro: [
    "Try it with nothing at stake: a sample shop, a Slack channel and SmartBill, all on this computer. The bot in the middle is the real one.",
    "Încercați fără niciun risc: un magazin, un canal de Slack și SmartBill, toate pe acest calculator. Botul dintre ele este cel adevărat.",
  ],
  guide: ["Four steps", "Patru pași"],
  step1: ["Mark an order paid", "Marcați o comandă ca plătită"],
  step2: ["Press Approve in Slack", "Apăsați Aprobă în Slack"],
  step3: ["See the invoice", "Vedeți factura"],
  step4: ["Press Collect", "Apăsați Încasează"],
  done: ["done", "gata"],
  language: ["Language of this page", "Limba paginii"],
  unreachable: ["The demo does not answer. Is it still running?", "Demonstrația nu răspunde. Mai este pornită?"],
  no_answer: ["The app did not answer in 3 s.", "Aplicația nu a răspuns în 3 secunde."],
  failed: ["That did not work: {error}", "Nu a mers: {error}"],

  shop: ["Shop", "Magazin"],
  shop_hint: ["sends real notices", "trimite notificări reale"],
  place_order: ["Place an order", "Plasează o comandă"],
  products: ["Products", "Produse"],
  vat: ["VAT {rate}%", "TVA {rate}%"],
  less: ["One less: {name}", "Mai puțin: {name}"],
  more: ["One more: {name}", "Mai mult: {name}"],
  buyer: ["Buyer", "Cumpărător"],
  person: ["Person", "Persoană fizică"],
  company: ["Company", "Firmă"],
  name: ["Name", "Nume"],
  company_name: ["Company name", "Denumirea firmei"],
  cif: ["Tax number (CIF)", "CIF"],
  payment: ["Payment", "Plata"],
  shipping: ["Delivery", "Livrarea"],
  card: ["Card", "Card online"],
  cod: ["Cash on delivery (+5.00)", "Ramburs (+5,00)"],
  bank_transfer: ["Bank transfer", "Transfer bancar"],
  coupon: ["Coupon TOAMNA10 (−10%)", "Cupon TOAMNA10 (−10%)"],
  send_order: ["Send the order", "Trimite comanda"],
  order_placed: ["Order {number} was placed.", "Comanda {number} a fost plasată."],
  choose_product: ["Choose at least one product.", "Alegeți cel puțin un produs."],
  hooks: ["Webhooks", "Webhookuri"],
  no_hooks: ["There are none: nobody is told of anything.", "Nu există niciunul: nu este anunțat nimeni."],
  hook_on: ["on", "pornit"],
  hook_off: ["off", "oprit"],
  hook_off_after: ["switched off after {answer}", "oprit după {answer}"],
  hook_off_silence: ["switched off: no answer", "oprit: niciun răspuns"],
  switch_on: ["Switch on", "Pornește"],
  hooks_fail: ["Hooks fail", "Webhookurile eșuează"],
  hooks_fail_hint: ["No notice arrives, as if the app could not be reached. CloudCart then switches the webhook off.", "Nicio notificare nu ajunge, ca și cum aplicația nu ar răspunde. CloudCart oprește apoi webhookul."],
  api_down: ["Shop's API down", "API-ul magazinului nu răspunde"],
  api_down_hint: ["The shop answers none of the app's questions.", "Magazinul nu răspunde la nicio întrebare a aplicației."],
  no_orders: ["No orders yet.", "Nicio comandă încă."],
  mark_paid: ["Mark paid", "Marchează plătită"],
  pay_online: ["Pay online", "Plătește online"],
  pay_online_hint: ["The card pays. CloudCart tells nobody of it: the app has to ask.", "Cardul plătește. CloudCart nu anunță pe nimeni: aplicația trebuie să întrebe."],
  complete: ["Complete", "Finalizează"],
  ship: ["Ship", "Expediază"],
  cancel_order: ["Cancel", "Anulează"],
  refund: ["Refund", "Rambursează banii"],
  send_again: ["Send again", "Retrimite"],
  custom_status: ["Awaiting confirmation", "În așteptarea confirmării"],
  more_actions: ["More for order {number}", "Mai multe pentru comanda {number}"],
  details: ["Products and changes", "Produse și modificări"],
  discount: ["discount", "reducere"],
  fee: ["Cash-on-delivery fee", "Taxă ramburs"],
  told: ["the app was told", "aplicația a aflat"],
  not_told: ["the app did not take the notice", "aplicația nu a preluat notificarea"],
  nobody_told: ["nobody was told: the webhook is off", "nu a fost anunțat nimeni: webhookul este oprit"],
  no_reply: ["no answer", "fără răspuns"],
  tries: ["{count} tries", "{count} încercări"],
  status_pending: ["new", "nouă"],
  status_paid: ["paid", "plătită"],
  status_completed: ["completed", "finalizată"],
  status_fulfilled: ["shipped", "expediată"],
  status_cancelled: ["cancelled", "anulată"],
  status_refunded: ["refunded", "bani returnați"],
  shipped: ["shipped", "expediată"],

  channels: ["Channels", "Canale"],
  apps: ["Apps", "Aplicații"],
  home_short: ["Home", "Acasă"],
  direct: ["Messages", "Mesaje"],
  home: ["Home of the app", "Pagina aplicației"],
  home_empty: ["The app has nothing to show here yet.", "Aplicația nu are încă nimic de arătat aici."],
  you_are: ["You are", "Sunteți"],
  guest: ["guest", "invitat"],
  stranger: ["other company", "altă firmă"],
  only_you: ["Only visible to you", "Vizibil doar pentru dumneavoastră"],
  edited: ["(edited)", "(editat)"],
  replies_one: ["1 reply", "1 răspuns"],
  replies: ["{count} replies", "{count} răspunsuri"],
  replies_de: ["{count} replies", "{count} de răspunsuri"],
  hide_replies: ["Hide replies", "Ascunde răspunsurile"],
  reply: ["Reply…", "Răspunde…"],
  write: ["Message {channel}, or /smartbill", "Mesaj în {channel} sau /smartbill"],
  send: ["Send", "Trimite"],
  empty_channel: ["Nothing here yet. Mark an order as paid in the shop.", "Nimic încă. Marcați în magazin o comandă ca plătită."],
  connected_http: ["connected over HTTP", "conectat prin HTTP"],
  connected_socket: ["connected by Socket Mode", "conectat prin Socket Mode"],
  connected_none: ["the app is not connected", "aplicația nu este conectată"],
  close: ["Close", "Închide"],
  optional: ["(optional)", "(opțional)"],
  choose: ["Choose…", "Alegeți…"],
  working: ["Working…", "Se lucrează…"],
  not_shown: ["This page cannot show “{type}”.", "Pagina nu poate afișa „{type}”."],
  menu: ["More actions", "Mai multe acțiuni"],
  new_messages: ["new messages", "mesaje noi"],

  smartbill_hint: ["documents and payments", "documente și încasări"],
  series: ["Next numbers", "Numerele următoare"],
  series_f: ["invoice", "factură"],
  series_p: ["proforma", "proformă"],
  series_c: ["receipt", "chitanță"],
  faults: ["What may go wrong", "Ce poate merge prost"],
  fault_lost: ["Lose the next answer", "Pierde următorul răspuns"],
  fault_lost_hint: ["The invoice is issued, but the app never hears of it.", "Factura se emite, dar aplicația nu află."],
  fault_slow: ["Slow (5 s)", "Lent (5 s)"],
  fault_slow_hint: ["Every answer takes five seconds.", "Fiecare răspuns durează cinci secunde."],
  fault_block: ["Blocked", "Blocat"],
  fault_block_hint: ["SmartBill refuses all calls for a while: too many requests.", "SmartBill refuză o vreme orice cerere: prea multe apeluri."],
  fault_token: ["Token revoked", "Token revocat"],
  fault_token_hint: ["The API token no longer works.", "Tokenul API nu mai este valabil."],
  clear: ["Back to normal", "Revino la normal"],
  active: ["Active: {names}", "Active: {names}"],
  documents: ["Documents", "Documente"],
  no_documents: ["Nothing issued yet.", "Niciun document emis încă."],
  kind_factura: ["Invoice", "Factură"],
  kind_proforma: ["Proforma", "Proformă"],
  kind_storno: ["Reversal (storno)", "Storno"],
  kind_draft: ["Draft", "Ciornă"],
  collected: ["Collected", "Încasată"],
  partly: ["Partly collected: {paid} of {total}", "Încasată parțial: {paid} din {total}"],
  unpaid: ["Not collected", "Neîncasată"],
  cancelled: ["Cancelled", "Anulată"],
  reversed: ["Reversed", "Stornată"],
  draft: ["Draft", "Ciornă"],
  due: ["due {date}", "scadentă {date}"],
  lines: ["Lines and VAT", "Linii și TVA"],
  vat_sum: ["VAT {rate}%: {amount}", "TVA {rate}%: {amount}"],
  pdf: ["PDF", "PDF"],
  invoice_here: ["Invoice it in SmartBill", "Facturează în SmartBill"],
  made_from: ["From proforma {name}", "Din proforma {name}"],
  collect_here: ["Mark collected in SmartBill", "Marchează încasată în SmartBill"],
  payments: ["Payments", "Încasări"],
};

const KEY = "smartbill-bot-language";
const listeners = [];
let language = remembered() ?? (navigator.language.toLowerCase().startsWith("ro") ? "ro" : "en");

function remembered() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** A phrase in the reader's language, with `{names}` put in. */
export function t(key, values = {}) {
  const phrase = WORDS[key]?.[language === "ro" ? 1 : 0] ?? key;
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Whether there is a phrase of this name. */
export function known(key) {
  return key in WORDS;
}

export function locale() {
  return language === "ro" ? "ro-RO" : "en-GB";
}

/** How many replies, counted as the language counts. */
export function replies(count) {
  if (count === 1) return t("replies_one");
  const rest = count % 100;
  return t(count === 0 || (rest > 0 && rest < 20) ? "replies" : "replies_de", { count });
}

/** Call `redraw` now and whenever the language changes. */
export function onLanguage(redraw) {
  listeners.push(redraw);
  redraw();
}

/** Put the words into the page's fixed places and wire the two language buttons. */
export function startWords() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => choose(button.dataset.language));
  }
  onLanguage(fixedPlaces);
}

function choose(chosen) {
  language = chosen;
  try {
    sessionStorage.setItem(KEY, chosen);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  for (const redraw of listeners) redraw();
}

function fixedPlaces() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  for (const node of document.querySelectorAll("[data-word-label]")) {
    node.setAttribute("aria-label", t(node.dataset.wordLabel));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

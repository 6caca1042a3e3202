// Keeps lists and films up to date, takes dropped films, and lets keys do what links do. Every page works without it.
import { startUploads } from "./upload.js";
import { startViewer } from "./viewer.js";

const csrf = document.querySelector("meta[name=csrf]")?.getAttribute("content") ?? "";
const language = document.documentElement.lang;
const rows = /** @type {HTMLTableSectionElement | null} */ (document.querySelector("#films tbody"));
const list = /** @type {HTMLElement | null} */ (document.querySelector("main.worklist"));
const film = /** @type {HTMLElement | null} */ (document.querySelector("main[data-film]"));
const query = list?.dataset.query ?? "";
/** @param {string} id */
const byId = (id) => document.getElementById(id);

/* ---- forms that somebody is at: no page goes away under them by itself ---- */
const forms = "form[method=post]:not(#upload)";
let inUse = false;
/** @param {Event} event */
function use(event) {
  if (/** @type {HTMLElement} */ (event.target).closest(forms)) inUse = true;
}
addEventListener("input", use);
addEventListener("submit", use);
/** Also where a form was opened, or its button is under the finger. */
function isSomebodyIn(/** @type {Element} */ part) {
  return inUse || part.querySelector("details[open], form :focus, form :active") !== null;
}

/* ---- choices that act at once, printing ---- */
for (const choice of /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("select[data-send]"))) {
  choice.addEventListener("change", () => choice.form?.requestSubmit());
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => print());

/* ---- forms that take a while ---- */
for (const slow of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-busy]"))) {
  slow.addEventListener("submit", () => {
    const button = slow.querySelector("button");
    if (button) { button.disabled = true; button.textContent = slow.dataset.busy ?? ""; }
  });
}

/* ---- times ---- */
const clock = /** @type {HTMLElement | null} */ (document.querySelector("[data-clock]"));
const clockSaid = document.querySelector("[data-clock-said]");
if (clock && clockSaid) {
  const seconds = Math.round((Date.now() - Number(clock.dataset.clock)) / 1000);
  clockSaid.textContent = Math.abs(seconds) < 3
    ? clock.dataset.same ?? ""
    : (clock.dataset.words ?? "").replace("{0}", String(seconds));
}
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const spans = [["day", 86400], ["hour", 3600], ["minute", 60]];
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
/** @param {Date} date */
function age(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  for (const [unit, length] of spans) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return relative.format(0, "second");
}
function tellTimes() {
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll("time[data-ago]"))) {
    time.textContent = age(new Date(time.dateTime));
  }
}

/* ---- pictures that cannot be shown ---- */
/** @param {ParentNode} root */
function watchPictures(root) {
  for (const picture of /** @type {NodeListOf<HTMLImageElement>} */ (root.querySelectorAll(".thumb img"))) {
    const missing = () => picture.classList.add("missing");
    if (picture.complete && picture.naturalWidth === 0) missing(); // it failed before this script ran
    else picture.addEventListener("error", missing);
  }
}

/* ---- the box is asked, or does not answer ---- */
/** @param {boolean} away */
function tellOffline(away) {
  const words = byId("offline");
  if (words) words.hidden = !away;
}
/** @param {string} path @returns {Promise<Response>} */
async function ask(path) {
  const answer = await fetch(path, { headers: { Accept: "*/*" } });
  if (answer.status === 401 && !inUse) location.reload(); // the session is over; the page leads to the sign-in
  return answer;
}
/** @param {string} path @param {string} id */
async function refreshPart(path, id) {
  const part = byId(id);
  if (!part) return;
  const answer = await ask(path);
  if (answer.ok) part.innerHTML = await answer.text(); // the server escaped every value in it
}

/* ---- the list ---- */
/** @param {string} html @returns {HTMLTableRowElement | null} */
function rowOf(html) {
  const template = document.createElement("template");
  template.innerHTML = `<table><tbody>${html}</tbody></table>`;
  return template.content.querySelector("tr");
}
/** @param {HTMLTableRowElement} row */
function place(row) {
  if (!rows) return;
  const old = /** @type {HTMLTableRowElement | null} */ (byId(row.id));
  watchPictures(row);
  if (old) {
    const picture = old.querySelector(".thumb img"), wanted = row.querySelector(".thumb img");
    if (picture && !picture.classList.contains("missing") && picture.getAttribute("src") === wanted?.getAttribute("src")) wanted?.replaceWith(picture);
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(row);
    if (hadFocus) row.querySelector("a")?.focus();
  } else {
    row.classList.add("new");
    const order = Number(row.dataset.order);
    const next = query.includes("sort=") ? null : [...rows.rows].find((other) => Number(other.dataset.order) <= order);
    rows.insertBefore(row, next ?? null);
    if (scrollY > 300) announceNewer();
  }
  const said = byId("said");
  if (said && row.dataset.said && row.dataset.said !== old?.dataset.said) said.textContent = row.dataset.said;
}
let unseen = 0;
const newer = byId("newer");
function announceNewer() {
  if (!newer) return;
  newer.textContent = (newer.dataset.words ?? "{0}").replace("{0}", String(++unseen));
  newer.hidden = false;
}
newer?.addEventListener("click", () => scrollTo({ top: 0 }));
addEventListener("scroll", () => {
  if (scrollY < 100 && newer) { newer.hidden = true; unseen = 0; }
}, { passive: true });
function showListOrEmpty() {
  const table = byId("films"), empty = byId("empty");
  if (!rows || !table || !empty) return;
  table.hidden = rows.rows.length === 0;
  empty.hidden = rows.rows.length !== 0;
}
/** @param {string} ref */
async function refreshRow(ref) {
  const answer = await ask(`/films/${ref}/row${query}`);
  const row = answer.status === 200 ? rowOf(await answer.text()) : null;
  if (row) place(row);
  else rows?.querySelector(`[data-films~="${ref}"]`)?.remove();
  showListOrEmpty();
}
async function refreshAll() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelectorAll("#films tbody tr");
  if (rows) {
    rows.replaceChildren(...fresh);
    watchPictures(rows);
    showListOrEmpty();
  }
  byId("status")?.replaceChildren(...(page.getElementById("status")?.childNodes ?? []));
}

/* ---- the film ---- */
async function refreshReading() {
  const reading = document.querySelector(".reading");
  if (!film || !reading) return;
  const answer = await ask(`/films/${film.dataset.film}/panel`);
  if (!answer.ok) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = await answer.text();
  const isInUse = isSomebodyIn(reading); // as it is now, after the answer came
  tellNews(isInUse);
  if (isInUse) return;
  if (!reading.querySelector(".score") && fresh.content.querySelector(".score")) location.reload(); // for its heat maps; its forms come with them
  else reading.replaceChildren(fresh.content);
}
/** @param {boolean} waits */
function tellNews(waits) {
  const news = byId("news"), said = byId("said");
  if (!news || news.hidden !== waits) return;
  news.hidden = !waits;
  if (said && waits) said.textContent = news.textContent;
}

/* ---- live: several changes of one film within a moment are one ---- */
/** @type {Set<string>} */
const changed = new Set();
let timer = 0;
/** @param {string} ref */
function later(ref) {
  changed.add(ref);
  if (timer === 0) timer = setTimeout(flush, 120);
}
async function flush() {
  const refs = [...changed];
  changed.clear();
  try {
    if (refs.length > 20) await refreshAll();
    else if (rows) for (const ref of refs) await refreshRow(ref);
    if (film && refs.includes(film.dataset.film ?? "")) await refreshReading();
    if (byId("pinned")?.dataset.live !== undefined) await refreshPart("/pinned", "pinned");
    await refreshPart("/status", "status");
    tellTimes();
  } catch {
    tellOffline(true);
  } finally {
    timer = 0;
    if (changed.size > 0) timer = setTimeout(flush, 120);
  }
}
if (list || film) {
  const live = new EventSource("/api/v1/events");
  let connectedBefore = false;
  live.addEventListener("hello", () => {
    tellOffline(false);
    if (connectedBefore) void refreshAll();
    connectedBefore = true;
  });
  live.addEventListener("film", (event) => { if (event.data) later(event.data); });
  live.addEventListener("error", () => tellOffline(true));
}

/* ---- keys, rows as links ---- */
rows?.addEventListener("click", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.button !== 0 || String(getSelection()) !== "") return;
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a") ?? target.closest("tr")?.querySelector(".who a") ?? null);
  if (!link) return;
  event.preventDefault();
  location.href = link.href + query;
});
/** @param {number} by */
function step(by) {
  const links = /** @type {HTMLElement[]} */ ([...(rows?.querySelectorAll(".who > a") ?? [])]);
  if (links.length === 0) return;
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  links[Math.min(Math.max(at + by, 0), links.length - 1)].focus();
}
addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const find = byId("find");
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/" && find) { event.preventDefault(); find.focus(); }
});

/* ---- upload ---- */
const form = /** @type {HTMLFormElement | null} */ (byId("upload"));
const panel = byId("uploads");
const drop = byId("drop");
if (form && panel && drop) {
  const uploads = startUploads(panel, csrf);
  form.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    uploads.files(input.files);
    input.value = "";
  });
  let depth = 0;
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragenter", (event) => { if (carriesFiles(event)) { depth++; drop.hidden = false; } });
  addEventListener("dragleave", (event) => { if (carriesFiles(event) && --depth <= 0) { depth = 0; drop.hidden = true; } });
  addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    depth = 0;
    drop.hidden = true;
    void uploads.dropped(event.dataTransfer);
  });
}

watchPictures(document);
tellTimes();
setInterval(tellTimes, 30000);
if (byId("health")) setInterval(() => { refreshPart("/status", "status").catch(() => tellOffline(true)); }, 30000);
const viewer = /** @type {HTMLElement | null} */ (document.querySelector(".viewer"));
if (viewer) startViewer(viewer);

// The worklist: keeps itself up to date, takes dropped films, opens a film over the list. Lists and films work without it.
import { startViewer } from "./viewer.js";

const body = document.querySelector("#films tbody");
const table = document.getElementById("films");
const empty = document.getElementById("empty");
const said = document.getElementById("said");
const offline = document.getElementById("offline");
const newer = document.getElementById("newer");
const dialog = document.getElementById("film");
const show = new URLSearchParams(location.search).get("show") ?? "all";

const csrf = document.querySelector("meta[name=csrf]").content;

/* ---- choices that act at once ---- */
for (const choice of document.querySelectorAll("select[data-send]")) choice.addEventListener("change", () => choice.form.submit());

/* ---- times ---- */
const spans = [["day", 86400], ["hour", 3600], ["minute", 60]];
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
function age(date) {
  const seconds = (date.getTime() - Date.now()) / 1000;
  for (const [unit, length] of spans) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  }
  return "just now";
}
function tellTimes(root) {
  for (const time of root.querySelectorAll("#films time, .reading header time, time[data-ago]")) time.textContent = age(new Date(time.dateTime));
}

/* ---- pictures that cannot be shown ---- */
function watchPictures(root) {
  for (const picture of root.querySelectorAll(".thumb img")) {
    picture.addEventListener("error", () => picture.classList.add("missing"));
    if (picture.complete && picture.naturalWidth === 0 && picture.loading !== "lazy") picture.classList.add("missing");
  }
}

/* ---- rows ---- */
function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim(); // the server escaped every value in it
  return template.content.firstElementChild;
}
function matchesSearch(row) {
  const wanted = find?.value.trim().toLowerCase() ?? "";
  return wanted === "" || row.textContent.toLowerCase().includes(wanted);
}
function place(row) {
  const old = document.getElementById(row.id);
  watchPictures(row);
  row.hidden = !matchesSearch(row);
  if (old) {
    const picture = old.querySelector(".thumb img");
    if (picture && !picture.classList.contains("missing")) row.querySelector(".thumb img").replaceWith(picture);
    old.replaceWith(row);
  } else {
    row.classList.add("new");
    const order = Number(row.dataset.order);
    const next = [...body.rows].find((other) => Number(other.dataset.order) <= order);
    body.insertBefore(row, next ?? null);
    if (scrollY > 300) announceNewer();
  }
  tellTimes(document);
  if (row.dataset.said && row.dataset.said !== old?.dataset.said) said.textContent = row.dataset.said;
}
let unseen = 0;
function announceNewer() {
  newer.textContent = `${++unseen} new ↑`;
  newer.hidden = false;
}
newer?.addEventListener("click", () => scrollTo({ top: 0 }));
addEventListener("scroll", () => {
  if (scrollY < 100 && newer) { newer.hidden = true; unseen = 0; }
}, { passive: true });

function showListOrEmpty() {
  if (!table) return;
  table.hidden = body.rows.length === 0;
  if (empty) empty.hidden = body.rows.length !== 0;
}

async function refreshRow(ref) {
  const answer = await fetch(`/films/${ref}/row?show=${encodeURIComponent(show)}`);
  if (answer.status === 200) place(element(`<table><tbody>${await answer.text()}</tbody></table>`).querySelector("tr"));
  else document.getElementById(`film-${ref}`)?.remove();
  showListOrEmpty();
}
async function refreshStatus() {
  if (!document.getElementById("health")) return;
  const answer = await fetch("/status");
  if (answer.ok) document.getElementById("status").innerHTML = await answer.text();
}
async function refreshAll() {
  const answer = await fetch(`/?show=${encodeURIComponent(show)}`);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (body) {
    body.replaceChildren(...page.querySelectorAll("#films tbody tr"));
    watchPictures(body);
    search();
  }
  document.getElementById("status").replaceChildren(...page.getElementById("status").childNodes);
  tellTimes(document);
  showListOrEmpty();
}

/* ---- live: several changes of one film within a moment are one ---- */
const changed = new Set();
let timer = 0;
function later(ref) {
  changed.add(ref);
  if (timer === 0) timer = setTimeout(flush, 120);
}
async function flush() {
  const refs = [...changed];
  changed.clear();
  try {
    if (refs.length > 20) await refreshAll();
    else if (body) for (const ref of refs) await refreshRow(ref);
    for (const ref of refs) if (openRef === ref && dialog?.open) await refreshReading(ref);
    await refreshStatus();
  } catch {
    offline.hidden = false;
  } finally {
    timer = 0;
    if (changed.size > 0) timer = setTimeout(flush, 120);
  }
}
const live = body || dialog || document.querySelector("main.alone") ? new EventSource("/api/v1/events") : null;
let connectedBefore = false;
live?.addEventListener("hello", () => {
  offline.hidden = true;
  if (connectedBefore) void refreshAll();
  connectedBefore = true;
});
live?.addEventListener("film", (event) => { if (event.data) later(event.data); });
live?.addEventListener("error", () => { offline.hidden = false; });

/* ---- film over the list ---- */
let openRef = "";
let viewer = null;
async function openFilm(ref, push) {
  const answer = await fetch(`/films/${ref}/panel`);
  if (!answer.ok) return;
  document.getElementById("film-content").innerHTML = await answer.text();
  openRef = ref;
  if (!dialog.open) dialog.showModal();
  tellTimes(dialog);
  viewer?.stop();
  viewer = startViewer(dialog.querySelector(".viewer"));
  if (push) history.pushState({ film: ref }, "", `/films/${ref}`);
}
async function refreshReading(ref) {
  const answer = await fetch(`/films/${ref}/panel`);
  if (!answer.ok) return;
  const panel = element(await answer.text());
  const hadHeat = dialog.querySelector(".heat");
  if (!hadHeat && panel.querySelector(".heat")) { await openFilm(ref, false); return; }
  dialog.querySelector(".reading").replaceWith(panel.querySelector(".reading"));
  tellTimes(dialog);
}
dialog?.addEventListener("close", () => {
  viewer?.stop();
  viewer = null;
  const row = document.getElementById(`film-${openRef}`);
  openRef = "";
  if (location.pathname.startsWith("/films/")) history.pushState({}, "", show === "all" ? "/" : `/?show=${show}`);
  row?.querySelector("a").focus();
});
addEventListener("popstate", (event) => {
  if (event.state?.film && body) void openFilm(event.state.film, false);
  else if (dialog?.open) dialog.close();
});
body?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.button !== 0) return;
  const row = event.target.closest("tr");
  if (!row || String(getSelection()) !== "") return;
  event.preventDefault();
  void openFilm(row.dataset.ref, true);
});

/* ---- keys ---- */
const find = document.getElementById("find");
function search() {
  if (body) for (const row of body.rows) row.hidden = !matchesSearch(row);
}
find?.addEventListener("input", search);
function step(by) {
  const links = [...(body?.querySelectorAll("tr:not([hidden]) .who a") ?? [])];
  if (links.length === 0) return;
  const at = dialog?.open ? links.findIndex((link) => link.closest("tr").dataset.ref === openRef) : links.indexOf(document.activeElement);
  const link = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  if (dialog?.open) void openFilm(link.closest("tr").dataset.ref, false);
  else link.focus();
}
addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/" && !dialog?.open && find) { event.preventDefault(); find.focus(); }
});

/* ---- upload ---- */
const form = document.getElementById("upload");
const uploads = document.getElementById("uploads");
const drop = document.getElementById("drop");
async function send(files) {
  for (const file of files) {
    const line = document.createElement("li");
    line.textContent = `${file.name}: sending …`;
    uploads.append(line);
    try {
      const answer = await fetch("/api/v1/films", { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream", "X-CSRF-Token": csrf } });
      const result = await answer.json();
      line.textContent = `${file.name}: ${answer.ok ? result.words : result.detail}`;
      line.classList.toggle("wrong", !answer.ok);
      if (answer.ok) setTimeout(() => line.remove(), 8000);
    } catch {
      line.textContent = `${file.name}: the box does not answer; nothing was sent.`;
      line.classList.add("wrong");
    }
  }
}
form?.addEventListener("change", (event) => {
  void send([...event.target.files]).then(() => { event.target.value = ""; });
});
if (drop) {
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => { if (carriesFiles(event)) { depth++; drop.hidden = false; } });
  addEventListener("dragleave", (event) => { if (carriesFiles(event) && --depth <= 0) { depth = 0; drop.hidden = true; } });
  addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    drop.hidden = true;
    void send([...event.dataTransfer.files]);
  });
}

watchPictures(document);
tellTimes(document);
setInterval(() => tellTimes(document), 30000);
setInterval(() => { refreshStatus().catch(() => { offline.hidden = false; }); }, 30000);
const alone = document.querySelector("main.alone .viewer");
if (alone) viewer = startViewer(alone);

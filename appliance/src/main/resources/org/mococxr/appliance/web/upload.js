// Sends films that were chosen or dropped, files, folders and zips: a few at a time, with progress, pause, and a note of what has
// arrived, so that an interrupted upload goes on where it was once the same files are chosen again. The box itself takes a film
// only once, so the note saves time and nothing hangs on it.

const NOTE = "cxr-upload";
const AT_A_TIME = 2;
const BULK_FROM = 4;
const MOST_NOTED = 50000;
const NOTE_EVERY = 20;
const MOST_TOLD = 50;
const NO_FILM = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

/** @typedef {{file: File, path: string, mark: string}} Item */
/** @typedef {{total: number, done: string[]}} Note */

/**
 * Names a file without saying its name, which may be a patient's: FNV-1a with two beginnings over path, size and time.
 * @param {string} text
 */
export function markOf(text) {
  let marks = "";
  for (let hash of [0x811c9dc5, 0x1b873593]) {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    marks += (hash >>> 0).toString(36).padStart(7, "0");
  }
  return marks;
}

/** @param {File} file @param {string} path @returns {Item} */
const itemOf = (file, path) => ({ file, path, mark: markOf(`${path}|${file.size}|${file.lastModified}`) });

/** @returns {Note | null} */
function readNote() {
  try {
    const note = JSON.parse(localStorage.getItem(NOTE) ?? "null");
    return note && Array.isArray(note.done) ? note : null;
  } catch {
    return null; // storage may be switched off
  }
}
/** @param {Note | null} note */
function writeNote(note) {
  try {
    if (note) localStorage.setItem(NOTE, JSON.stringify(note)); else localStorage.removeItem(NOTE);
  } catch { /* without a note an interrupted upload begins anew; the box takes no film twice */ }
}

/** @param {FileSystemEntry} entry @returns {Promise<Item[]>} */
async function itemsIn(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [itemOf(file, entry.fullPath.replace(/^\//, ""))];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {Item[]} */
  const items = [];
  for (;;) { // a folder tells its entries a hundred at a time
    const some = await new Promise((/** @type {(entries: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return items;
    for (const inside of some) items.push(...await itemsIn(inside));
  }
}

/** @param {DataTransfer} dropped @returns {Promise<Item[]>} */
async function itemsOf(dropped) {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry != null);
  if (entries.length === 0) return [...dropped.files].map((file) => itemOf(file, file.name));
  const found = await Promise.all(entries.map((entry) => itemsIn(entry)));
  return found.flat();
}

/**
 * @param {HTMLElement} panel where progress is told
 * @param {string} csrf
 */
export function startUploads(panel, csrf) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (panel.querySelector(`[data-upload=${name}]`));
  const words = (/** @type {string} */ name, /** @type {unknown[]} */ ...values) =>
    values.reduce((/** @type {string} */ text, value, i) => text.replace(`{${i}}`, String(value)), panel.dataset[name] ?? "");
  const bar = /** @type {HTMLProgressElement} */ (part("bar"));
  const language = document.documentElement.lang;
  /** @type {Item[]} */
  let queue = [];
  /** @type {Set<string>} */
  let done = new Set();
  let total = 0, taken = 0, refused = 0, skipped = 0, working = 0, totalBytes = 0, doneBytes = 0, activeMillis = 0, since = 0;
  let paused = false, trouble = "";

  const running = () => working > 0 || queue.length > 0;
  addEventListener("beforeunload", (event) => { if (running()) { note(true); event.preventDefault(); } });
  addEventListener("pagehide", () => { if (running()) note(true); });

  /** @param {boolean} always */
  function note(always) {
    if (total > MOST_NOTED || (!always && done.size % NOTE_EVERY !== 0)) return;
    writeNote({ total: total + skipped, done: [...done] });
  }

  function rest() {
    const elapsed = activeMillis + (since ? performance.now() - since : 0);
    if (elapsed < 3000 || doneBytes === 0) return "";
    const seconds = (totalBytes - doneBytes) * elapsed / doneBytes / 1000;
    const [value, unit] = seconds >= 90 ? [seconds / 60, "minute"] : [seconds, "second"];
    return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(Math.ceil(value));
  }

  function tell() {
    const ended = taken + refused;
    bar.max = Math.max(totalBytes, 1);
    bar.value = doneBytes;
    panel.classList.toggle("ended", !running());
    part("pause").hidden = !running() || paused;
    part("go-on").hidden = !running() || !paused;
    part("stop").hidden = !running();
    const said = [];
    if (!running()) said.push(words("done", taken, refused));
    else {
      said.push(words("progress", ended, total));
      if (refused) said.push(words("notTaken", refused));
      if (paused) said.push(words("paused"));
      else if (trouble) said.push(trouble);
      else if (rest()) said.push(words("rest", rest()));
    }
    if (skipped) said.push(words("skipped", skipped));
    part("words").textContent = said.join(" · ");
  }

  /** @param {string} name @param {string} detail */
  function complain(name, detail) {
    const list = part("complaints");
    if (list.childElementCount >= MOST_TOLD) return;
    const line = document.createElement("li");
    line.textContent = `${name}: ${detail}`;
    line.className = "wrong";
    list.append(line);
  }

  /** @param {number} millis */
  const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

  /** @param {Item} item @returns {Promise<boolean>} whether it has an end, good or bad */
  async function send(item) {
    const answer = await fetch(total >= BULK_FROM ? "/api/v1/films?lane=bulk" : "/api/v1/films", {
      method: "POST", body: item.file, headers: { "Content-Type": "application/octet-stream", "X-CSRF-Token": csrf },
    });
    if (answer.status === 429) {
      trouble = words("waits");
      tell();
      await wait(1000 * Math.min(Number(answer.headers.get("Retry-After") ?? "5"), 30));
      return false;
    }
    if (answer.status === 401 || answer.status === 403) { // the session is over; the page leads to the sign-in
      queue.unshift(item);
      note(true);
      location.reload();
      return false;
    }
    const result = await answer.json();
    if (answer.status === 507) {
      paused = true;
      complain(item.path, result.detail);
      return false;
    }
    if (answer.status === 207) complain(item.path, result.words);
    else if (!answer.ok) complain(item.path, result.detail);
    if (answer.ok) { taken++; done.add(item.mark); } else refused++;
    trouble = "";
    return true;
  }

  async function work() {
    working++;
    for (let item = paused ? undefined : queue.shift(); item; item = paused ? undefined : queue.shift()) {
      try {
        if (await send(item)) doneBytes += item.file.size; else queue.unshift(item);
      } catch {
        queue.unshift(item);
        trouble = words("noAnswer");
        tell();
        await wait(3000);
      }
      note(false);
      tell();
    }
    working--;
    if (working > 0) return;
    activeMillis += performance.now() - since;
    since = 0;
    if (queue.length === 0) writeNote(null); else note(true);
    tell();
  }

  function go() {
    paused = false;
    if (since === 0) since = performance.now();
    for (let i = working; i < Math.min(AT_A_TIME, queue.length); i++) void work();
    tell();
  }

  /** @param {Item[]} items */
  function add(items) {
    if (!running()) {
      [total, taken, refused, skipped, totalBytes, doneBytes, activeMillis] = [0, 0, 0, 0, 0, 0, 0];
      part("complaints").replaceChildren();
      done = new Set(readNote()?.done ?? []);
    }
    const films = items.filter((item) => !NO_FILM.test(item.file.name));
    const fresh = films.filter((item) => !done.has(item.mark));
    skipped += films.length - fresh.length;
    total += fresh.length;
    totalBytes += fresh.reduce((sum, item) => sum + item.file.size, 0);
    queue.push(...fresh);
    panel.hidden = false;
    if (!running()) writeNote(null); // all of it is there already
    go();
  }

  part("pause").addEventListener("click", () => { paused = true; tell(); });
  part("go-on").addEventListener("click", go);
  part("stop").addEventListener("click", () => { queue = []; paused = false; writeNote(null); tell(); });
  part("forget").addEventListener("click", () => { writeNote(null); part("interrupted").hidden = true; panel.hidden = true; });

  const left = readNote();
  if (left && left.done.length > 0) {
    panel.hidden = false;
    panel.classList.add("ended");
    part("interrupted").hidden = false;
    part("interrupted-words").textContent = words("interrupted", left.total, left.done.length);
  }
  return {
    /** @param {FileList | null} files */
    files(files) {
      part("interrupted").hidden = true;
      add([...(files ?? [])].map((file) => itemOf(file, file.webkitRelativePath || file.name)));
    },
    /** @param {DataTransfer} dropped */
    async dropped(dropped) {
      const items = await itemsOf(dropped);
      part("interrupted").hidden = true;
      add(items);
    },
  };
}

// One film on a canvas: 16-bit grey from the box, window and level, zoom, pan, inversion, full screen, the heat map over it.

const MOST_ZOOM = 12;
const KEY_STEP = 60;
const SMALL_MEMORY_SIDE = 1536;
const LARGEST_SIDE = 2048;

/** A device that says it has little memory gets a smaller picture; no screen shows more than it has anyway until one zooms in. */
function wantedSide() {
  const memory = /** @type {{deviceMemory?: number}} */ (navigator).deviceMemory ?? 8;
  return memory <= 2 ? SMALL_MEMORY_SIDE : LARGEST_SIDE;
}

/**
 * @param {string} path of the pixels
 * @param {AbortSignal} signal
 * @returns {Promise<{rows: number, columns: number, grey: Uint16Array} | string>} why, in words, if there is no picture
 */
async function fetchFilm(path, signal) {
  const answer = await fetch(`${path}?max=${wantedSide()}`, { signal });
  if (answer.status === 404 || answer.status === 410) return (await answer.json()).detail;
  if (!answer.ok) throw new Error(`the box answered ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const [rows, columns] = new Int32Array(bytes, 0, 2);
  return { rows, columns, grey: new Uint16Array(bytes, 8, rows * columns) };
}

/**
 * Linear window: grey g becomes (g - centre) / width + 1/2, cut to 0..1.
 * @param {number} centre 0..1
 * @param {number} width above 0
 * @param {boolean} inverted
 * @returns {Uint8ClampedArray} [65536], brightness 0..255 of each stored grey
 */
export function lookup(centre, width, inverted) {
  const table = new Uint8ClampedArray(65536);
  for (let grey = 0; grey < 65536; grey++) {
    const value = 255 * ((grey / 65535 - centre) / width + 0.5);
    table[grey] = inverted ? 255 - Math.min(Math.max(value, 0), 255) : value;
  }
  return table;
}

/**
 * @param {HTMLElement} root the .viewer
 * @returns {{stop: () => void}}
 */
export function startViewer(root) {
  const stage = /** @type {HTMLElement} */ (root.querySelector(".stage"));
  const plate = /** @type {HTMLElement} */ (root.querySelector(".plate"));
  const canvas = /** @type {HTMLCanvasElement} */ (root.querySelector("canvas.film"));
  const heat = /** @type {HTMLImageElement | null} */ (root.querySelector(".heat"));
  const said = /** @type {HTMLOutputElement} */ (root.querySelector("output.window"));
  const loading = /** @type {HTMLElement} */ (root.querySelector(".loading"));
  const control = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (root.querySelector(`[data-set=${name}]`));
  const ending = new AbortController();
  const during = { signal: ending.signal };
  let zoom = 1, x = 0, y = 0, inverted = false, moving = false, lastHeat = "", due = 0;
  /** @type {{rows: number, columns: number, grey: Uint16Array} | null} */
  let film = null;
  /** @type {ImageData | null} */
  let picture = null;

  const centre = () => 1 - Number(control("level").value) / 100;
  const width = () => Math.pow(2, (50 - Number(control("width").value)) / 12);

  function paint() {
    due = 0;
    plate.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    if (!film || !picture) return;
    const table = lookup(centre(), width(), inverted);
    const out = new Uint32Array(picture.data.buffer);
    const grey = film.grey;
    for (let i = 0; i < grey.length; i++) out[i] = 0xff000000 | (table[grey[i]] * 0x010101);
    canvas.getContext("2d")?.putImageData(picture, 0, 0);
    said.textContent = (root.dataset.window ?? "").replace("{0}", String(Math.round(100 * width()))).replace("{1}", String(Math.round(100 * centre())));
  }
  function soon() {
    if (due === 0) due = requestAnimationFrame(paint);
  }
  function move() {
    plate.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
  }

  async function load() {
    const slow = setTimeout(() => { loading.hidden = false; }, 300);
    try {
      const fetched = await fetchFilm(root.dataset.pixels ?? "", ending.signal);
      if (typeof fetched === "string") {
        const nothing = /** @type {HTMLElement} */ (root.querySelector(".nothing"));
        nothing.textContent = fetched;
        nothing.hidden = false;
        plate.hidden = true;
        return;
      }
      film = fetched;
      canvas.width = film.columns;
      canvas.height = film.rows;
      picture = new ImageData(film.columns, film.rows);
      fit();
      paint();
      root.dataset.ready = "";
    } finally {
      clearTimeout(slow);
      loading.hidden = true;
    }
  }

  function fit() {
    if (!film) return;
    const scale = Math.min(stage.clientWidth / film.columns, stage.clientHeight / film.rows);
    plate.style.width = `${Math.floor(film.columns * scale)}px`;
    plate.style.height = `${Math.floor(film.rows * scale)}px`;
  }
  const sizes = new ResizeObserver(fit);
  sizes.observe(stage);

  /** @param {number} value @param {number} [atX] @param {number} [atY] what lies there stays there, from the stage's middle */
  function zoomTo(value, atX = 0, atY = 0) {
    const next = Math.min(Math.max(value, 1), MOST_ZOOM);
    x = atX - (atX - x) * next / zoom;
    y = atY - (atY - y) * next / zoom;
    zoom = next;
    if (zoom === 1) { x = 0; y = 0; }
    move();
  }
  function pressed(/** @type {string} */ name, /** @type {boolean} */ on) {
    root.querySelector(`[data-do=${name}]`)?.setAttribute("aria-pressed", String(on));
  }
  function invert() {
    inverted = !inverted;
    pressed("invert", inverted);
    soon();
  }
  /** For whoever has one finger and no other key: dragging moves the film instead of its window. */
  function toggleMoving() {
    moving = !moving;
    pressed("move", moving);
  }
  function fitView() { zoom = 1; x = 0; y = 0; move(); }
  function reset() {
    control("level").value = "50";
    control("width").value = "50";
    if (inverted) invert();
    if (moving) toggleMoving();
    fitView();
    soon();
  }
  function full() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => pressed("full", false));
  }
  document.addEventListener("fullscreenchange", () => pressed("full", document.fullscreenElement === root), during);

  function showHeat() {
    if (!heat) return;
    const path = control("heat").value;
    if (path) {
      lastHeat = path;
      if (!heat.src.endsWith(path)) heat.src = path;
    }
    heat.hidden = !path;
    heat.style.opacity = String(Number(control("opacity").value) / 100);
  }
  function toggleHeat() {
    if (!heat) return;
    const choice = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (control("heat")));
    choice.value = choice.value ? "" : lastHeat || choice.options[1].value;
    showHeat();
  }

  /** @type {Record<string, () => void>} */
  const actions = { "zoom-in": () => zoomTo(zoom * 1.25), "zoom-out": () => zoomTo(zoom / 1.25), move: toggleMoving, invert, reset, full };
  root.addEventListener("click", (event) => {
    const name = /** @type {HTMLElement} */ (event.target).closest("[data-do]")?.getAttribute("data-do");
    if (name) actions[name]();
  }, during);
  root.addEventListener("input", (event) => {
    const what = /** @type {HTMLElement} */ (event.target).dataset.set;
    if (what === "heat" || what === "opacity") showHeat(); else soon();
  }, during);

  const fromMiddle = (/** @type {{clientX: number, clientY: number}} */ at) => {
    const box = stage.getBoundingClientRect();
    return /** @type {[number, number]} */ ([at.clientX - box.left - box.width / 2, at.clientY - box.top - box.height / 2]);
  };
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomTo(zoom * Math.exp(-event.deltaY / 500), ...fromMiddle(event));
  }, { passive: false, ...during });

  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let spread = 0, space = false;
  const distance = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  stage.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    stage.setPointerCapture(event.pointerId);
    if (fingers.size === 2) spread = distance();
  }, during);
  stage.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before.x, dy = event.clientY - before.y;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) {
      const now = distance();
      x += dx / 2; y += dy / 2;
      zoomTo(zoom * now / Math.max(spread, 1), ...fromMiddle(event));
      spread = now;
    } else if (event.shiftKey || space || moving || event.buttons === 4) {
      x += dx; y += dy;
      move();
    } else {
      control("width").value = String(Number(control("width").value) + dx / 5);
      control("level").value = String(Number(control("level").value) - dy / 5);
      soon();
    }
  }, during);
  const lift = (/** @type {PointerEvent} */ event) => fingers.delete(event.pointerId);
  stage.addEventListener("pointerup", lift, during);
  stage.addEventListener("pointercancel", lift, during);
  stage.addEventListener("dblclick", fitView, during);

  const neighbour = (/** @type {string} */ rel) => () => /** @type {HTMLAnchorElement | null} */ (document.querySelector(`a[rel=${rel}]`))?.click();
  /** @type {Record<string, () => void>} */
  const keys = {
    i: invert, r: reset, o: toggleHeat, f: full, m: toggleMoving, "+": actions["zoom-in"], "-": actions["zoom-out"],
    arrowleft: neighbour("prev"), arrowright: neighbour("next"),
  };
  /** @type {Record<string, [number, number]>} */
  const steps = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, -1], arrowdown: [0, 1] };
  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && target === stage) { event.preventDefault(); space = true; }
    const key = event.key.toLowerCase();
    if (event.shiftKey && key in steps) {
      event.preventDefault();
      x += steps[key][0] * KEY_STEP;
      y += steps[key][1] * KEY_STEP;
      move();
      return;
    }
    keys[key]?.();
  }, during);
  addEventListener("keyup", (event) => { if (event.key === " ") space = false; }, during);

  showHeat();
  load().catch((/** @type {Error} */ error) => {
    if (error.name === "AbortError") return;
    const offline = document.getElementById("offline");
    if (offline) offline.hidden = false;
  });
  return { stop: () => { ending.abort(); sizes.disconnect(); } };
}

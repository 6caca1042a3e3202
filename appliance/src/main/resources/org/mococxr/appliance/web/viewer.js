// One film: window and level, zoom, pan, inversion and the heat map over it.

/** @param {HTMLElement} root the .viewer @returns {{stop: () => void}} */
export function startViewer(root) {
  const stage = root.querySelector(".stage");
  const plate = root.querySelector(".plate");
  const film = root.querySelector(".film");
  const heat = root.querySelector(".heat");
  const control = (name) => root.querySelector(`[data-set=${name}]`);
  const functions = [...root.querySelectorAll("feFuncR, feFuncG, feFuncB")];
  const ending = new AbortController();
  const during = { signal: ending.signal };
  let zoom = 1, x = 0, y = 0, inverted = false, lastHeat = "";

  film.addEventListener("error", () => { plate.hidden = true; root.querySelector(".nothing").hidden = false; }, during);

  // Grey g becomes slope * (g - centre) + 0.5: exactly the linear window of a viewer, done by the browser.
  function paint() {
    const width = Math.pow(2, (50 - Number(control("width").value)) / 18);
    const centre = 1 - Number(control("level").value) / 100;
    const slope = (inverted ? -1 : 1) / width;
    const intercept = 0.5 - slope * centre;
    for (const f of functions) {
      f.setAttribute("slope", String(slope));
      f.setAttribute("intercept", String(intercept));
    }
    plate.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
  }
  function zoomTo(value) {
    zoom = Math.min(Math.max(value, 1), 12);
    if (zoom === 1) { x = 0; y = 0; }
    paint();
  }
  function invert() {
    inverted = !inverted;
    root.querySelector("[data-do=invert]").setAttribute("aria-pressed", String(inverted));
    paint();
  }
  function reset() {
    control("level").value = "50";
    control("width").value = "50";
    x = 0; y = 0; zoom = 1;
    if (inverted) invert();
    paint();
  }
  function showHeat() {
    if (!heat) return;
    const choice = control("heat").value;
    heat.hidden = choice === "";
    if (choice !== "") {
      lastHeat = choice;
      if (heat.getAttribute("src") !== choice) heat.src = choice;
      heat.alt = `Heat map: ${control("heat").selectedOptions[0].textContent}`;
      heat.style.opacity = String(Number(control("opacity").value) / 100);
    }
  }
  function toggleHeat() {
    const select = control("heat");
    if (!select) return;
    select.value = select.value === "" ? lastHeat || select.options[1]?.value || "" : "";
    showHeat();
  }
  const actions = {
    "zoom-in": () => zoomTo(zoom * 1.25), "zoom-out": () => zoomTo(zoom / 1.25), invert, reset,
  };
  root.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.(), during);
  root.addEventListener("input", () => { paint(); showHeat(); }, during);

  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomTo(zoom * Math.exp(-event.deltaY / 500));
  }, { passive: false, ...during });

  const fingers = new Map();
  let spread = 0;
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
      zoomTo(zoom * now / Math.max(spread, 1));
      spread = now;
    } else if (event.shiftKey || event.buttons === 4) {
      x += dx; y += dy;
      paint();
    } else {
      control("width").value = String(Number(control("width").value) + dx / 5);
      control("level").value = String(Number(control("level").value) - dy / 5);
      paint();
    }
  }, during);
  const lift = (event) => fingers.delete(event.pointerId);
  stage.addEventListener("pointerup", lift, during);
  stage.addEventListener("pointercancel", lift, during);
  stage.addEventListener("dblclick", () => { zoom = 1; x = 0; y = 0; paint(); }, during);

  const keys = { i: invert, r: reset, o: toggleHeat, "+": actions["zoom-in"], "-": actions["zoom-out"] };
  addEventListener("keydown", (event) => {
    if (event.target.matches("input[type=search], textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    keys[event.key.toLowerCase()]?.();
  }, during);

  paint();
  showHeat();
  return { stop: () => ending.abort() };
}

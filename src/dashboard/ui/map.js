/* The map's manners. Its library takes every wheel, finger and press that comes over it; these listeners stand
   before it and keep from it what is meant for the page or for the map's own buttons. */

const MAP = "[data-testid=stDeckGlJsonChart]";
const BUTTONS = "[data-testid=stDeckGlJsonChartZoomButton]";
const early = { capture: true, passive: false };
const over = (event, what) => event.target instanceof Element && event.target.closest(what) !== null;

// A press of + or − picks nothing below the button, which itself waits for the click.
for (const kind of ["pointerdown", "pointerup", "mousedown", "mouseup", "touchstart", "touchend"]) {
  document.addEventListener(kind, (event) => { if (over(event, BUTTONS)) event.stopImmediatePropagation(); }, early);
}

// The wheel scrolls the page; with Ctrl or Meta, as with a pinch on a touchpad, it zooms the map and not the page.
document.addEventListener("wheel", (event) => {
  if (!over(event, MAP)) return;
  if (event.ctrlKey || event.metaKey) event.preventDefault();
  else event.stopImmediatePropagation();
}, early);

// One finger scrolls the page or, held still, taps the map; the map hears of it once a second finger joins or it is lifted.
const fingers = new Map(); // pointer id -> the event that began it
let told = false; // the map knows of the fingers

function tell() {
  told = true;
  for (const event of fingers.values()) {
    const again = new PointerEvent("pointerdown", event);
    Object.defineProperty(again, "again", { value: true });
    event.target.dispatchEvent(again);
  }
}

document.addEventListener("pointerdown", (event) => {
  if (event.again || event.pointerType !== "touch" || !over(event, MAP)) return;
  if (event.isPrimary) { fingers.clear(); told = false; }
  if (fingers.size) tell();
  fingers.set(event.pointerId, event);
  if (!told) event.stopImmediatePropagation();
}, early);

for (const kind of ["pointermove", "pointerup", "pointercancel"]) {
  // On the window, where the map's library listens too, but later.
  window.addEventListener(kind, (event) => {
    if (!fingers.has(event.pointerId)) return;
    if (!told && kind === "pointerup") tell();
    if (!told) event.stopImmediatePropagation();
    if (kind !== "pointermove") fingers.delete(event.pointerId);
  }, early);
}

for (const kind of ["touchstart", "touchmove"]) {
  document.addEventListener(kind, (event) => {
    if (event.touches.length > 1 && over(event, MAP) && event.cancelable) event.preventDefault();
  }, early);
}

// "Whole region" brings a view for the narrowest frame. The map fits it to its own frame at the next movement:
// turns of the wheel too small to see, until the view must have come.
function fitSoon() {
  for (let wait = 200; wait <= 2600; wait += 200) setTimeout(() => {
    const canvas = document.querySelector(`${MAP} canvas`);
    if (!canvas) return;
    const box = canvas.getBoundingClientRect();
    const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    canvas.dispatchEvent(new WheelEvent("wheel", { ...at, deltaY: 0.001, ctrlKey: true, bubbles: true, cancelable: true }));
  }, wait);
}
document.addEventListener("click", (event) => { if (over(event, ".st-key-whole_region button")) fitSoon(); });

// The server places names for a frame of some width, and only the browser knows which: it presses the unseen button
// of the nearest width below, once the map is there and whenever the window has another size.
let pressed = "";
function tellFrame() {
  const map = document.querySelector(MAP), told = document.querySelector("[data-frame]");
  if (!map || !told || !map.clientWidth) return;
  const widths = [...document.querySelectorAll("[class*=st-key-frame_]")].map((one) => Number(one.className.match(/st-key-frame_(\d+)/)[1]));
  const fits = Math.max(Math.min(...widths), ...widths.filter((width) => width <= map.clientWidth));
  if (Number(told.dataset.frame) === fits) { pressed = ""; return; }
  if (pressed === `${fits}`) return; // on its way
  pressed = `${fits}`;
  document.querySelector(`.st-key-frame_${fits} button`)?.click();
  fitSoon();
}
let waiting = 0;
const soon = () => { clearTimeout(waiting); waiting = setTimeout(tellFrame, 250); };
window.addEventListener("resize", soon);
new MutationObserver(() => { if (document.querySelector("[data-frame]")) soon(); }).observe(document.documentElement, { childList: true, subtree: true });

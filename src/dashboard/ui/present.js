/* The slides: all are in the page, one is shown. A key, a click or a finger takes one step at once, and the address
   follows without loading anything; the server learns of it when it reads the address next. */

const REST = 3000; // milliseconds without the pointer until the controls fade
const STEPS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
  ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
  Home: -Infinity, End: Infinity,
};
const OWN_KEYS = "a, button, input, select, textarea, summary, [role=dialog], [role=checkbox], [contenteditable]";

const all = () => [...document.querySelectorAll(".slide")];

let here = null; // the id of the slide that is shown
let order = []; // the ids of all slides when they were seen last

const inAddress = () => new URLSearchParams(location.search).get("slide");

// The number of the slide to show. What is written in the address counts when one comes; later the steps that were taken
// count, for the server writes addresses as it knows them. For a slide that is taken out stands the next.
function asked(slides) {
  const ids = slides.map(slide => slide.dataset.slide);
  const wanted = here ?? inAddress();
  const after = order.includes(wanted) ? order.slice(order.indexOf(wanted)).find(id => ids.includes(id)) : undefined;
  const at = ids.indexOf(ids.includes(wanted) ? wanted : after);
  order = ids;
  if (at >= 0) return at;
  return here === null ? Math.max(0, slides.findIndex(slide => slide.classList.contains("now"))) : ids.length - 1;
}

function go(id) {
  here = id;
  if (inAddress() === id) return;
  const address = new URL(location.href);
  address.searchParams.set("slide", id);
  history.replaceState(history.state, "", address);
}

function show() {
  const slides = all();
  if (!slides.length) {
    here = null;
    return;
  }
  const at = asked(slides);
  if (here !== null) go(slides[at].dataset.slide);
  slides.forEach((slide, n) => { if (slide.classList.contains("now") !== (n === at)) slide.classList.toggle("now", n === at); });
  const told = document.querySelector(".slide-position");
  const words = `${at + 1} / ${slides.length}`;
  if (told && told.textContent !== words) told.textContent = words;
  const heard = told?.nextElementSibling;
  if (heard && heard.textContent !== slides[at].dataset.label) heard.textContent = slides[at].dataset.label;
  for (const button of document.querySelectorAll("[data-step]")) {
    const off = button.dataset.step < 0 ? at === 0 : at === slides.length - 1;
    if (button.disabled !== off) button.disabled = off;
  }
}

function step(by) {
  const slides = all();
  const to = Math.min(slides.length - 1, Math.max(0, asked(slides) + by));
  go(slides[to].dataset.slide);
  show();
}

// The other languages begin at the slide that is shown now, not at the one that was when the page was made.
function sameSlide(link) {
  const address = new URL(link.href);
  address.searchParams.set("slide", all()[asked(all())].dataset.slide);
  link.href = address.href;
}

addEventListener("keydown", event => {
  if (!all().length || event.ctrlKey || event.metaKey || event.altKey) return;
  const within = event.target instanceof Element && event.target.closest(OWN_KEYS);
  if (event.key in STEPS) {
    // What has the focus keeps the keys that work it.
    if (within && (event.key === " " || event.key === "Enter" || !within.matches("a, button"))) return;
    event.preventDefault();
    step(STEPS[event.key]);
  } else if (event.key === "Escape" && !document.querySelector("[data-testid=stPopoverBody]")) {
    document.querySelector(".slide-close")?.click();
  } else if (event.code === "KeyL" && !(within && within.matches("input, select, textarea"))) {
    document.querySelector(".st-key-slide_controls a[hreflang]")?.click();
  }
});

addEventListener("click", event => {
  if (!all().length || !(event.target instanceof Element)) return;
  const language = event.target.closest("a[hreflang]");
  if (language) sameSlide(language);
  const button = event.target.closest("[data-step]");
  if (button) step(Number(button.dataset.step));
  else if (event.target.closest(".slide") && !event.target.closest("a") && getSelection().isCollapsed) step(1);
}, true);

let resting = 0;
function awake() {
  document.documentElement.classList.remove("at-rest");
  clearTimeout(resting);
  resting = setTimeout(() => document.documentElement.classList.toggle("at-rest", all().length > 0), REST);
}
for (const kind of ["pointermove", "pointerdown", "focusin"]) addEventListener(kind, awake);
addEventListener("popstate", () => { here = null; show(); });
new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
awake();

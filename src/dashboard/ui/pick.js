/* Lists to choose from that stand in a sentence: each option is an address, and choosing it goes there. */

const AWAITED = 5000; // milliseconds
let chosen = null; // the list that was used: the sentence is drawn anew, once or more, and the focus would be lost
let until = 0;

addEventListener("change", event => {
  if (!(event.target instanceof HTMLSelectElement) || !event.target.matches("select[data-pick]")) return;
  chosen = event.target;
  until = performance.now() + AWAITED;
  history.pushState(null, "", event.target.value);
  dispatchEvent(new PopStateEvent("popstate", { state: null })); // Streamlit shows what the address asks for
});

// A cell of the table beside the sentence fills it in; the answer stands below it.
addEventListener("click", event => {
  if (!(event.target instanceof Element) || !event.target.closest(".asked-matrix a")) return;
  event.target.closest("details").open = false;
  document.querySelector(".sentence")?.scrollIntoView({ block: "start" });
});

new MutationObserver(() => {
  if (chosen === null || chosen.isConnected || document.activeElement !== document.body) return;
  const again = document.querySelector(`select[data-pick="${chosen.dataset.pick}"]`);
  if (performance.now() > until) chosen = null;
  else if (again) (chosen = again).focus({ preventScroll: true });
}).observe(document.documentElement, { childList: true, subtree: true });

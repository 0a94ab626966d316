/* Lists to choose from that stand in a sentence: each option is an address, and choosing it goes there. */

let chosen = null; // the list that was used: the sentence is drawn anew, and the focus would be lost

addEventListener("change", event => {
  if (!(event.target instanceof HTMLSelectElement) || !event.target.matches("select[data-pick]")) return;
  chosen = event.target.dataset.pick;
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
  if (chosen === null || document.activeElement !== document.body) return;
  document.querySelector(`select[data-pick="${chosen}"]`)?.focus({ preventScroll: true });
  chosen = null;
}).observe(document.documentElement, { childList: true, subtree: true });

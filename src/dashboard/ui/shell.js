/* What stands around every page, where the browser must do it: links of ours change the view without loading it
   anew, its button copies or shares the link to the view, and on a phone the drawer of filters closes by itself. */

const NARROW = "(max-width: 768px)"; // Streamlit lays its sidebar over the page there
const COPIED_FOR = 2500; // milliseconds
const tellPage = () => { document.documentElement.dataset.page = location.pathname.split("/").pop(); }; // for the style
tellPage();
let wanted = null; // the link of the bar that was followed: the bar is drawn anew, and the focus would be lost

// A drawer that was opened once would lie over every page that is loaded later. Streamlit reads this after us.
if (matchMedia(NARROW).matches) {
  for (const key of Object.keys(localStorage)) if (key.startsWith("stSidebarCollapsed")) localStorage.removeItem(key);
}


function closeDrawer() {
  if (matchMedia(NARROW).matches) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
}

// A link of ours: another page, or within this page what its address says (a record, a part).
function follow(link) {
  const elsewhere = link.pathname !== location.pathname;
  history.pushState(null, "", link.href);
  dispatchEvent(new PopStateEvent("popstate", { state: null })); // Streamlit shows what the address asks for
  wanted = link.closest(".bar") ? link.dataset.page : null;
  closeDrawer();
  if (elsewhere) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a server without TLS has no clipboard
    prompt(button.title, text);
    return;
  }
  const told = button.parentElement.querySelector("[role=status]");
  told.textContent = button.dataset.done;
  setTimeout(() => { told.textContent = ""; }, COPIED_FOR);
}

async function hand(button) {
  const url = new URL(button.dataset.link, location.href).href;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try { await navigator.share({ title: document.title, url }); return; } catch (refused) { if (refused.name === "AbortError") return; }
  }
  await copy(button, url);
}

addEventListener("click", event => {
  if (!(event.target instanceof Element)) return;
  const menu = document.querySelector(".bar details[open]");
  const link = event.target.closest("a[data-page]");
  if (menu && (link || !menu.contains(event.target))) menu.open = false;
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0) {
    event.preventDefault();
    follow(link);
  }
  const shared = event.target.closest("button[data-link]");
  if (shared) hand(shared);
  const quoted = event.target.closest("button[data-copy]");
  if (quoted) copy(quoted, quoted.dataset.copy);
  if (event.target.closest(".show-results")) closeDrawer();
  if (event.target.closest("button[data-print]")) print();
});

addEventListener("keydown", event => {
  const menu = document.querySelector(".bar details[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

new MutationObserver(() => {
  if (document.documentElement.dataset.page !== location.pathname.split("/").pop()) tellPage();
  if (wanted === null || document.activeElement !== document.body) return;
  const link = [...document.querySelectorAll(`.bar a[data-page="${wanted}"]`)].find(one => one.offsetParent)
    ?? document.querySelector(".bar summary");
  link?.focus({ preventScroll: true });
  wanted = null;
}).observe(document.documentElement, { childList: true, subtree: true });

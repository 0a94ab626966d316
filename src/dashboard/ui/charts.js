/* Charts, where the browser must do it: a tap on a bar opens at once, labels in a plot are links of ours, and a
   picture can be copied. */

const TOLD_FOR = 2500; // milliseconds

// Plotly knows what lies under a finger only after it has moved there: a tap that begins says so.
addEventListener("pointerdown", event => {
  if (event.pointerType !== "touch" || !(event.target instanceof Element) || !event.target.closest(".js-plotly-plot")) return;
  const { clientX, clientY } = event;
  event.target.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX, clientY, view: window }));
}, true);

// A link within a drawing says what is to change in the address; one of the page's, which shell.js follows, goes there.
addEventListener("click", event => {
  if (!(event.target instanceof Element)) return;
  const link = event.target.closest(".js-plotly-plot svg a");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    const ours = document.createElement("a");
    const there = new URL(location.href);
    new URL(link.href.baseVal, there).searchParams.forEach((value, name) => there.searchParams.set(name, value));
    ours.href = there.href;
    ours.dataset.page = "";
    document.body.append(ours);
    ours.click();
    ours.remove();
  }
  for (const menu of document.querySelectorAll(".chart-files details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const copy = event.target.closest("button[data-picture]");
  if (copy) copyPicture(copy);
});

addEventListener("keydown", event => {
  const menu = event.key === "Escape" && document.querySelector(".chart-files details[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Into the clipboard; where that cannot be (no TLS, an older browser), into the folder of downloads.
async function copyPicture(button) {
  const picture = async () => (await fetch(button.dataset.picture)).blob();
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture() })]);
  } catch {
    location.assign(button.dataset.picture);
    return;
  }
  const told = button.closest("details").querySelector("[role=status]");
  told.textContent = button.dataset.done;
  setTimeout(() => { told.textContent = ""; }, TOLD_FOR);
}

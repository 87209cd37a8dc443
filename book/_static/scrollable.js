// What scrolls sideways in its own box must be reachable by keyboard, and only while it scrolls.

const BOXES = [
  "div.math > .katex-display, .derivation-right, div.cell_output pre, div.highlight pre",
  "div.pst-scrollable-table-container, div.cell_output .output, pre.live-printed",
].join();

function mark() {
  for (const box of document.querySelectorAll(BOXES)) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (scrolls) {
      box.tabIndex = 0;
    } else {
      box.removeAttribute("tabindex");
    }
  }
}

mark();
document.fonts?.ready.then(mark);
window.addEventListener("load", mark);
window.addEventListener("resize", mark);

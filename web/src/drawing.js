// A drawing that code has made, as an image: no script in it runs, and nothing is fetched by it.

const OF_THE_PAGE = new Map(); // the drawings in sight, to be drawn anew when the colours change

new MutationObserver(() => {
  for (const [image, svg] of OF_THE_PAGE) {
    if (image.isConnected) draw(image, svg);
    else OF_THE_PAGE.delete(image);
  }
}).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

/** Show a drawing, given as the text of an SVG; what is no drawing is said to be none. */
export function showDrawing(place, svg) {
  const root = read(svg);
  if (root === null) {
    place.textContent = "What the last line shows is no drawing that can be read.";
    return;
  }
  const image = document.createElement("img");
  image.alt = root.getAttribute("aria-label") ?? "a drawing";
  const [, , width, height] = (root.getAttribute("viewBox") ?? "").split(/[\s,]+/).map(Number);
  if (width > 0 && height > 0) Object.assign(image, { width, height });
  place.append(image);
  OF_THE_PAGE.set(image, svg);
  draw(image, svg);
}

function read(svg) {
  const root = new DOMParser().parseFromString(String(svg), "image/svg+xml").documentElement;
  return root.localName === "svg" && root.querySelector("parsererror") === null ? root : null;
}

function draw(image, svg) {
  const root = read(svg);
  // An image knows no colour of the text around it.
  root.style.color = getComputedStyle(image).color;
  for (const side of ["width", "height"]) if (image[side]) root.setAttribute(side, image.getAttribute(side));
  if (image.src) URL.revokeObjectURL(image.src);
  const text = new XMLSerializer().serializeToString(root);
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
}

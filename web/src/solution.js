// The handbook's solution, to be compared with one's own: offered once an exercise has passed.

import { recordOf } from "./record.js";

/** Show the folded place of a box's solution, where the site has one and the exercise has passed once. */
export function offerSolution(box) {
  const place = box.querySelector(".live-solution");
  if (place === null) return;
  const record = recordOf(box);
  place.hidden = !(record?.state === "passed" || typeof record?.passed === "string");
  if (place.hidden) place.open = false;
}

/** Call `then` each time the place is opened and still empty. */
export function whenSolutionOpens(box, then) {
  const place = box.querySelector(".live-solution");
  place?.addEventListener("toggle", () => {
    if (place.open && place.querySelector("pre") === null) then();
  });
}

// Two tabs have changed the same exercise: both versions are kept until the learner chooses one.

const SAID = "This exercise was changed in another tab, too. Both versions are kept.";

/** Show the choice below the code, or take it away where `other` is null. */
export function showVersions(box, other, on) {
  const shown = box.querySelector(".live-versions");
  if (other === null) return shown?.remove();
  if (shown) return undefined;
  const place = document.createElement("div");
  place.className = "live-versions";
  place.setAttribute("role", "alert");
  box.querySelector(".live-code").after(place);
  const words = document.createElement("p");
  words.textContent = SAID;
  place.append(words, button("Show the other one", on.swap), button("Keep the one that is shown", on.keep));
  return undefined;
}

function button(name, action) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "live-button";
  node.textContent = name;
  node.addEventListener("click", action);
  return node;
}

// "/" opens the search, but where text is written it is a letter.

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.defaultPrevented || event.isComposing) return;
  const at = event.target;
  if (at.isContentEditable || at.matches?.("input, textarea, select, [role=textbox]")) return;
  const button = document.querySelector(".search-button__button");
  if (button === null || document.querySelector("dialog[open]")) return;
  event.preventDefault(); // or the letter stands in the field that gets the focus
  button.click();
});

// A row of keys below the editor, for telephones: their keyboards hide what Python is written with.
// Shown by live.css where the pointer is a finger.

import { indentLess, indentMore } from "@codemirror/commands";

const SIGNS = ["(", ")", "[", "]", ":", "=", "+", "-", "*", "/", "@", ",", ".", "_", "#"];
const NAMES = {
  "(": "opening parenthesis", ")": "closing parenthesis", "[": "opening bracket", "]": "closing bracket",
  ":": "colon", "=": "equals", "+": "plus", "-": "minus", "*": "times", "/": "divided by", "@": "at", ",": "comma",
  ".": "point", "_": "underscore", "#": "comment",
};

/** The row of an editor. A press types, and leaves the caret and the keyboard where they are. */
export function keyRow(view) {
  const row = document.createElement("div");
  row.className = "live-keys";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Keys for code");
  const add = (text, name, press) => {
    const key = document.createElement("button");
    key.type = "button";
    key.tabIndex = -1; // who has a keyboard has these keys on it
    key.textContent = text;
    key.setAttribute("aria-label", name);
    key.addEventListener("pointerdown", (event) => event.preventDefault());
    key.addEventListener("click", () => {
      press();
      view.focus();
    });
    row.append(key);
  };
  add("⇥", "indent", () => indentMore(view));
  add("⇤", "indent less", () => indentLess(view));
  for (const sign of SIGNS) add(sign, NAMES[sign], () => view.dispatch(view.state.replaceSelection(sign), { userEvent: "input.type", scrollIntoView: true }));
  return row;
}

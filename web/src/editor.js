// The editor: CodeMirror with Python, in the colours of the page.

import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { keyRow } from "./keys.js";

const colours = HighlightStyle.define([
  { tag: tags.comment, class: "live-comment" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.self], class: "live-keyword" },
  { tag: tags.string, class: "live-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "live-number" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "live-name" },
]);

// Keys that are pressed on the way through a page.
const PASSING = new Set(["Tab", "Shift", "Control", "Alt", "Meta", "Escape", "CapsLock"]);

const setMark = StateEffect.define();
const mark = StateField.define({
  create: () => Decoration.none,
  update(marked, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const line = effect.value;
      if (!line || line > transaction.state.doc.lines) return Decoration.none;
      const at = transaction.state.doc.line(line).from;
      return Decoration.set([Decoration.line({ class: "live-error-line" }).range(at)]);
    }
    return transaction.docChanged ? Decoration.none : marked;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// What does not fit into a line goes on below where the line begins, and not at the left edge.
const hang = ViewPlugin.define((view) => ({
  lines: hanging(view),
  update(update) {
    if (update.docChanged || update.viewportChanged) this.lines = hanging(update.view);
  },
}), { decorations: (plugin) => plugin.lines });

function hanging(view) {
  const lines = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const spaces = line.text.search(/\S/);
      if (spaces > 0) {
        const style = `text-indent: -${spaces}ch; padding-left: calc(var(--line-start) + ${spaces}ch)`;
        lines.push(Decoration.line({ attributes: { style } }).range(line.from));
      }
      at = line.to + 1;
    }
  }
  return Decoration.set(lines);
}

/**
 * An editor in the place of a textarea. `on.change(code)` after each edit, `on.leave()` for Escape,
 * `on.check()` for Ctrl-Enter.
 *
 * Tab indents once something was typed or clicked here. Who comes by Tab goes on by Tab.
 */
export function makeEditor(area, on) {
  let entered = area.dataset.pointed !== undefined;
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      selection: { anchor: area.selectionStart, head: area.selectionEnd },
      extensions: [
        lineNumbers(), EditorView.lineWrapping, hang, history(), drawSelection(), bracketMatching(), indentOnInput(),
        indentUnit.of("    "), python(), syntaxHighlighting(colours), mark,
        EditorView.contentAttributes.of({
          "aria-label": area.getAttribute("aria-label"),
          "aria-describedby": area.getAttribute("aria-describedby"),
          spellcheck: "false", autocapitalize: "off", autocorrect: "off", tabindex: "0",
        }),
        keymap.of([
          { key: "Escape", run: () => (on.leave(), true) },
          { key: "Mod-Enter", run: () => (on.check(), true) },
          { key: "Tab", run: (view) => entered && indentMore(view), shift: (view) => entered && indentLess(view) },
          ...historyKeymap, ...defaultKeymap,
        ]),
        EditorView.domEventObservers({
          pointerdown() { entered = true; },
          keydown(event) { entered ||= !PASSING.has(event.key); },
          beforeinput() { entered = true; },
          blur() { entered = false; },
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) on.change(update.state.doc.toString());
        }),
      ],
    }),
  });
  const focused = document.activeElement === area;
  area.replaceWith(view.dom);
  view.dom.after(keyRow(view));
  if (focused) view.focus();
  return view;
}

export function setCode(view, code) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
}

/** Mark a line (counted from 1) as the one that raised, or none. */
export function markLine(view, line) {
  view.dispatch({ effects: setMark.of(line) });
}

// The work of an assignment as a file: download it, take it in, erase it. The same for everything
// that is kept. And the progress page.

import { isDue } from "../due.js";
import * as store from "../store.js";
import { backup, restore } from "./backup.js";
import { codes, exported, taken } from "./notebook.js";
import { wordsFor } from "./record.js";

for (const kit of document.querySelectorAll(".live-kit")) {
  kit.classList.add("live-on");
  kit.querySelector('[data-kit="export"]')?.addEventListener("click", () => said(kit, () => download(kit)));
  kit.querySelector('[data-kit="erase"]').addEventListener("click", () => said(kit, () => erase(kit)));
  kit.querySelector('[data-kit="backup"]')?.addEventListener("click", () => said(kit, saveAll));
  const file = kit.querySelector("input[type=file]");
  const read = kit.dataset.assignment ? takeIn : restoreAll;
  file?.addEventListener("change", () => said(kit, () => read(kit, file)));
}

for (const page of document.querySelectorAll(".progress-list")) {
  showProgress(page);
  window.addEventListener("handbook:progress", () => showProgress(page));
}

/** Do something and say what came of it. */
async function said(kit, action) {
  const status = kit.querySelector('[role="status"]');
  status.textContent = "";
  try {
    status.textContent = await action();
  } catch (error) {
    status.textContent = error.message;
  }
}

async function download(kit) {
  const { name, text, count, functions } = await exported(kit.dataset.assignment);
  offer(name, text, "application/x-ipynb+json");
  return `${name} holds ${count} of ${functions} functions as they are here. This is the file to hand in.`;
}

function offer(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function saveAll() {
  const { name, text, holds } = backup();
  offer(name, text, "application/json");
  return `${name} holds ${holds}. Restore takes it in, here or in another browser.`;
}

async function restoreAll(kit, input) {
  const [file] = input.files;
  if (!file) return "";
  try {
    return await restore(file, (question) => confirm(question));
  } finally {
    input.value = "";
  }
}

async function takeIn(kit, input) {
  const [file] = input.files;
  if (!file) return "";
  const { assignment } = kit.dataset;
  try {
    const found = await taken(assignment, await file.text());
    const here = codes(assignment);
    const differ = [...found].filter(([name, code]) => here.has(name) && here.get(name) !== code);
    if (differ.length > 0) {
      const names = differ.map(([name]) => name).join(", ");
      if (!confirm(`Replace the code that is here with the notebook's? It differs in: ${names}.`)) {
        return "Nothing was changed.";
      }
    }
    for (const [name, code] of found) put(`exercise:${assignment}:${name}`, code);
    return `${found.size} ${found.size === 1 ? "function was" : "functions were"} taken in. Check them again.`;
  } finally {
    input.value = ""; // the same file may be chosen again
  }
}

function put(key, code) {
  const record = store.get(key) ?? { hints: 0 };
  if (record.code === code) return;
  store.set(key, { ...record, code, state: "started", mistake: null, updated: new Date().toISOString() });
}

function erase(kit) {
  const { assignment } = kit.dataset;
  const what = assignment ? `all code of ${assignment}` : "all code, answers and progress";
  if (!confirm(`Erase ${what} from this browser? It cannot be brought back.`)) return "Nothing was erased.";
  if (assignment) for (const [key] of store.entries(`exercise:${assignment}:`)) store.remove(key);
  else store.clear();
  return "Erased.";
}

function showProgress(page) {
  let passed = 0;
  let right = 0;
  const exercises = page.querySelectorAll("[data-exercise]");
  for (const item of exercises) {
    const record = store.get(`exercise:${item.dataset.exercise}`);
    const state = item.querySelector(".live-state");
    state.dataset.state = record?.state ?? "untouched";
    state.textContent = wordsFor(record) || "–";
    passed += record?.state === "passed";
  }
  const quizzes = [...page.querySelectorAll("[data-quiz]")];
  const questions = quizzes.map((quiz) => quiz.dataset.questions.split(" "));
  quizzes.forEach((quiz, index) => {
    const states = questions[index].map((id) => store.get(`quiz:${quiz.dataset.quiz}:${id}`)?.state);
    const good = states.filter((state) => state === "right").length;
    const wrong = states.filter((state) => state === "wrong").length;
    quiz.querySelector(".live-state").textContent =
      `${good} of ${states.length} right` + (wrong ? `, ${wrong} wrong` : "");
    right += good;
  });
  page.querySelector(".progress-sum").textContent =
    `${passed} of ${exercises.length} exercises pass their visible checks; ` +
    `${right} of ${questions.flat().length} quiz questions are answered right.`;
  showCards(page.querySelector(".progress-cards"));
}

/** How many cards are due. A card that the book no longer has is not asked, and not counted. */
function showCards(line) {
  if (line === null) return;
  const known = new Set(line.dataset.cards.split(" "));
  const kept = store
    .entries("card:")
    .map(([key, record]) => [key.slice("card:".length), record])
    .filter(([id]) => known.has(id) || id.startsWith("quiz-"));
  const due = kept.filter(([, record]) => isDue(record)).length;
  line.querySelector(".live-state").textContent =
    kept.length === 0 ? "none turned yet" : `${due} due today, ${kept.length} rated`;
}

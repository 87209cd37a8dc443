// A page that is opened as a file gets no modules from the browser: say what needs a server. Where
// the script of the exercises did not come for another reason, their own words are shown.

const withoutLive = () => document.documentElement.classList.add("without-live");
addEventListener("load", () => {
  if (document.querySelector(".live") && !document.querySelector(".live-on")) withoutLive();
});

if (location.protocol === "file:") {
  withoutLive();
  const note = document.createElement("p");
  note.className = "as-file";
  note.setAttribute("role", "note");
  note.append("This page was opened as a file. Its text is all here; figures to play with, code, quizzes and the search need a server, such as ");
  const command = document.createElement("code");
  command.textContent = "make serve";
  note.append(command, ".");
  document.querySelector("article")?.prepend(note);
}

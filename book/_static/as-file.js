// A page that is opened as a file gets no modules from the browser: say what needs a server.

if (location.protocol === "file:") {
  const note = document.createElement("p");
  note.className = "as-file";
  note.setAttribute("role", "note");
  note.append("This page was opened as a file. Its text is all here; figures to play with, code, quizzes and the search need a server, such as ");
  const command = document.createElement("code");
  command.textContent = "make serve";
  note.append(command, ".");
  document.querySelector("article")?.prepend(note);
}

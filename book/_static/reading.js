// A page of a chapter notes that it was opened, for the line on the front page that leads back.

import * as store from "./store.js";

const ROOT = new URL("../", import.meta.url).pathname;

// Where nothing can be kept, a note would say so for what the reader did not ask for.
if (store.available()) {
  store.set("page:last", {
    address: location.pathname.slice(ROOT.length),
    title: document.querySelector("h1").firstChild.textContent,
    updated: new Date().toISOString(),
  });
}

// The search page: pages and their sections that match, best first. The index is made by pagefind
// from the built pages (booksite/site/search.py).

const PAGES = 12;
const SECTIONS = 3; // of a page
const ROOT = new URL("../", import.meta.url);

const place = document.querySelector("#search-results");
const query = new URLSearchParams(location.search).get("q")?.trim() ?? "";
if (place !== null) {
  for (const field of document.querySelectorAll(".bd-search-container input[name=q]")) field.value = query;
  if (query !== "") search();
}

/** As formulas are indexed: `β₁` and `β_1` are `β1`. Names of functions stay as they are. */
function normalized(text) {
  return text.normalize("NFKC").replaceAll(/(?<=[α-ω])_(?=\w)/g, "");
}

async function search() {
  say("Searching …");
  try {
    const { pages, count } = await find(query);
    show(pages, count);
  } catch (error) {
    console.warn(error);
    say("The search could not be loaded. Reload the page to try again.");
  }
}

/** The best pages for what was typed, each with `url`, `title` and its best `sections`; and how many match. */
export async function find(typed) {
  const pagefind = await import("./pagefind/pagefind.js");
  await pagefind.options({ baseUrl: ROOT.pathname, excerptLength: 28 });
  const words = normalized(typed);
  const { results } = await pagefind.search(words);
  const found = await Promise.all(results.slice(0, PAGES).map((result) => result.data()));
  const pages = found.map((page) => ({ url: page.url, title: page.meta.title, sections: bestOf(page, words) }));
  return { pages, count: results.length };
}

function say(text) {
  const status = document.createElement("p");
  status.className = "search-said";
  status.setAttribute("role", "status");
  status.textContent = text;
  place.replaceChildren(status);
}

function show(pages, count) {
  if (count === 0) return say(`Nothing was found for “${query}”. Fewer or other words may help.`);
  say(count === 1 ? "On one page:" : `On ${count} pages` + (count > pages.length ? `, of which the best ${pages.length}:` : ", best first:"));
  const list = document.createElement("ol");
  list.className = "search-pages";
  list.append(...pages.map(entryOf));
  place.append(list);
  return undefined;
}

function entryOf(page) {
  const entry = document.createElement("li");
  const title = document.createElement("p");
  title.className = "search-page";
  title.append(linkTo(page.url, page.title));
  entry.append(title);
  for (const section of page.sections) {
    const part = document.createElement("div");
    part.className = "search-section";
    if (section.url !== page.url) part.append(linkTo(section.url, section.title));
    const excerpt = document.createElement("p");
    excerpt.append(...marked(section.excerpt));
    part.append(excerpt);
    entry.append(part);
  }
  return entry;
}

/** Sections whose headings hold a word that the page's own title lacks go before those that only mention it. */
function bestOf(page, words) {
  const own = page.meta.title.toLowerCase();
  const typed = words.toLowerCase().split(/\s+/).filter((word) => !own.includes(word));
  const weight = ({ title, weighted_locations }) => {
    const heading = title.toLowerCase();
    const named = typed.filter((word) => heading.includes(word)).length;
    return (1 + 10 * named) * weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);
  };
  return page.sub_results.slice().sort((a, b) => weight(b) - weight(a)).slice(0, SECTIONS);
}

function linkTo(url, text) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = text;
  return link;
}

/** An excerpt as text with its marks: nothing else of it becomes an element. */
function marked(excerpt) {
  const found = new DOMParser().parseFromString(excerpt, "text/html").body;
  return [...found.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

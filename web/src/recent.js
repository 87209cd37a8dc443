// Whether Python was started in this tab before, on whatever page.

const KEY = "handbook-python";

export function hasRun() {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false; // a browser may keep a page from storing anything
  }
}

export function noteRun() {
  try {
    sessionStorage.setItem(KEY, "1");
  } catch {
    // then Python is started by the next press, as on the first page
  }
}

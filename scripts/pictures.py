"""Make the pictures of the README and of the guide, from the built site and the demo's pages.

    python scripts/pictures.py        (`make pictures` runs this, after `make demo`)

Pictures made by hand go stale; these are made again whenever a page changes its looks.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html" / "book" / "04-optimization" / "06-adam-and-adamw.html"
FEEDBACK = ROOT / "_build" / "demo" / "feedback"
REPORT = ROOT / "_build" / "demo" / "report" / "optimizers" / "index.html"
PICTURES = ROOT / "docs"
GUIDE = ROOT / "book" / "instructor"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("chromium is missing; install it (Debian: apt-get install chromium)", file=sys.stderr)
        return 1
    pages = sorted(FEEDBACK.glob("*/*.html"))
    if not SITE.exists() or not REPORT.exists() or not pages:
        print("run `make demo` first: its site and its pages are photographed", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    # The page with most to show: the one with the most named mistakes.
    shown = max(pages, key=lambda page: page.read_text(encoding="utf-8").count("returned"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1180, "height": 900}, device_scale_factor=1)
        photograph(page, SITE, "#adam-bias-correction", PICTURES / "page.png")
        page.set_viewport_size({"width": 820, "height": 900})
        photograph(page, shown, "#exercise-8", PICTURES / "feedback.png")
        page.set_viewport_size({"width": 960, "height": 1160})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            photograph(page, REPORT, "", GUIDE / f"report-{scheme}.png")
        browser.close()
    return 0


def photograph(page: Page, path: Path, anchor: str, picture: Path) -> None:
    page.goto(path.as_uri() + anchor)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=picture)
    print(picture.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())

"""The site works where it is put: stock nginx, GitHub Pages, below a path of its own."""

import getpass
import re
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest
import yaml

from .conftest import GUIDE, POLICY, ROOT, Visit, watch
from .hosts import served

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
FOLDER = "_build/html"
# What the guide shows to be copied.
SHOWN = re.findall(r"^```\w+\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
LONG = 120_000  # milliseconds: Python loads, and the machine may be busy


def checks_an_exercise(browser, base):
    """Press Check on an untouched exercise; what went wrong meanwhile."""
    context = browser.new_context()
    seen = Visit(context.new_page())
    watch(seen, base)
    seen.page.goto(base + EXERCISES)
    seen.page.locator("#exercise-ewma").get_by_role("button", name="Check").click()
    status = seen.page.locator("#exercise-ewma .live-headline")
    status.wait_for(timeout=LONG)
    assert "not started" in status.inner_text()
    context.close()
    return seen.troubles


def test_python_loads_from_a_server_that_knows_the_types_of_stock_nginx(browser, site):
    with served(site, prefix="/a/course/") as base:
        assert checks_an_exercise(browser, base) == []


def test_no_file_has_a_name_that_servers_do_not_know_for_a_script(site):
    assert list(site.rglob("*.mjs")) == []


def test_a_branch_that_is_published_by_github_keeps_its_folders(browser, site):
    with served(site, jekyll=True) as base:
        assert checks_an_exercise(browser, base) == []


@pytest.fixture
def nginx(site, tmp_path):
    """The site behind nginx with Debian's list of types and the lines that the guide gives."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.fail("this test needs nginx; on Debian and Ubuntu: apt-get install nginx-light")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(site, tmp_path / "html")
    [server] = [block for block in SHOWN if block.startswith("server {")]
    server = server.replace("/srv/handbook", f"{tmp_path}/html").replace(
        " 80;", f" 127.0.0.1:{port};"
    )
    tmp_path.joinpath("nginx.conf").write_text(
        f"""daemon off; user {getpass.getuser()}; pid {tmp_path}/pid; error_log stderr;
        events {{}}
        http {{
            include /etc/nginx/mime.types; default_type application/octet-stream;
            access_log off; client_body_temp_path {tmp_path}/body;
            proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/fastcgi;
            uwsgi_temp_path {tmp_path}/uwsgi; scgi_temp_path {tmp_path}/scgi;
            {server}
        }}""",
        encoding="utf-8",
    )
    server = subprocess.Popen([program, "-c", tmp_path / "nginx.conf"])
    base = f"http://127.0.0.1:{port}/"
    try:
        wait_for(base, server)
        yield base
    finally:
        server.terminate()
        server.wait()


def wait_for(base, server):
    for _ in range(200):
        assert server.poll() is None, "nginx did not start"
        try:
            with urllib.request.urlopen(base):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


def test_python_loads_from_nginx_with_the_lines_of_the_guide(browser, nginx):
    assert checks_an_exercise(browser, nginx) == []
    with urllib.request.urlopen(nginx + EXERCISES) as answer:
        assert answer.headers["Content-Security-Policy"] == POLICY


def test_nginx_shows_a_lost_reader_the_sites_own_page(browser, nginx):
    assert_helps_the_lost(browser, nginx)


def test_an_address_that_leads_nowhere_has_the_sites_look_and_ways_on(browser, site):
    with served(site) as base:
        assert_helps_the_lost(browser, base)


def assert_helps_the_lost(browser, base):
    """Open an address deep in the site that leads nowhere, and search from there."""
    context = browser.new_context()
    seen = Visit(context.new_page())
    watch(seen, base)
    answer = seen.page.goto(base + "book/no/such/page.html")
    assert answer.status == 404
    assert "no page at this address" in seen.page.inner_text("article h1")
    assert seen.page.get_by_role("navigation", name="Book").locator("a").count() > 5
    seen.errors = [e for e in seen.errors if "no/such/page" not in e and "(Not Found)" not in e]
    assert seen.troubles == []
    seen.page.get_by_label("Search the book:").fill("momentum")
    seen.page.keyboard.press("Enter")
    seen.page.locator("#search-results li").first.wait_for(timeout=LONG)
    context.close()


def test_the_guides_workflows_publish_the_folder_that_the_build_makes():
    """Both name commands and a folder; neither can be run here."""
    github, gitlab = (yaml.safe_load(b) for b in SHOWN if b.startswith(("name: site", "pages:")))
    steps = github["jobs"]["site"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["make site"]
    assert [s["with"]["path"] for s in steps if "path" in s.get("with", {})] == [FOLDER]
    assert gitlab["pages"]["script"] == ["make site", f"mv {FOLDER} public"]
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "\nsite: setup" in makefile


def test_python_runs_under_a_strict_policy(browser, site):
    with served(site, headers={"Content-Security-Policy": POLICY}) as base:
        assert checks_an_exercise(browser, base) == []


def test_a_page_that_breaks_the_policy_is_noticed(browser, site, tmp_path):
    text = (site / "book/intro.html").read_text(encoding="utf-8")
    (tmp_path / "page.html").write_text(text.replace("</head>", "<script>let a</script></head>"))
    with served(tmp_path, headers={"Content-Security-Policy": POLICY}) as base:
        context = browser.new_context()
        seen = Visit(context.new_page())
        watch(seen, base)
        seen.page.goto(base + "page.html")
        assert [t for t in seen.troubles if "script-src 'self' 'wasm-unsafe-eval'" in t]
        context.close()


def test_a_request_to_another_host_is_noted_and_does_not_leave(visit):
    seen = visit("book/intro.html")
    for elsewhere in ("https://example.org/", "http://192.0.2.1/"):
        answer = seen.page.evaluate(
            "url => fetch(url, { mode: 'no-cors' }).then(() => 'came', () => 'refused')", elsewhere
        )
        assert answer == "refused"
        assert seen.outside[-1] == elsewhere
    assert [trouble for trouble in seen.troubles if "asked another host" in trouble]

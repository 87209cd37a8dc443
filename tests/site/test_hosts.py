"""The site works where it is put: stock nginx, GitHub Pages, below a path of its own."""

import getpass
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest

from .conftest import Visit, watch
from .hosts import served

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
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
    """The site behind nginx as Debian ships it, with its own list of types."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shutil.copytree(site, tmp_path / "html")
    tmp_path.joinpath("nginx.conf").write_text(
        f"""daemon off; user {getpass.getuser()}; pid {tmp_path}/pid; error_log stderr;
        events {{}}
        http {{
            include /etc/nginx/mime.types; default_type application/octet-stream;
            access_log off; client_body_temp_path {tmp_path}/body;
            proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/fastcgi;
            uwsgi_temp_path {tmp_path}/uwsgi; scgi_temp_path {tmp_path}/scgi;
            server {{ listen 127.0.0.1:{port}; root {tmp_path}/html; }}
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


def test_python_loads_from_nginx_itself(browser, nginx):
    assert checks_an_exercise(browser, nginx) == []


POLICY = "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'self'"
VIOLATIONS = """addEventListener("securitypolicyviolation", event => {
    (window.violated ??= []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
})"""


def test_python_runs_under_a_strict_policy(browser, site):
    with served(site, headers={"Content-Security-Policy": POLICY}) as base:
        assert checks_an_exercise(browser, base) == []


def test_no_page_breaks_a_strict_policy(browser, site, address):
    with served(site, headers={"Content-Security-Policy": POLICY}) as base:
        context = browser.new_context()
        seen = Visit(context.new_page())
        watch(seen, base)
        seen.page.add_init_script(VIOLATIONS)
        seen.page.goto(base + address, wait_until="networkidle")
        assert seen.page.evaluate("window.violated ?? []") == []
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "light"
        assert seen.troubles == []
        context.close()

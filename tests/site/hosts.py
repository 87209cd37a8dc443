"""Servers such as a site meets: below a path, with few types, with a policy, behind Jekyll."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# What nginx sends without a word of configuration (its mime.types, the names that a site has).
# Everything else is application/octet-stream.
NGINX_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".xml": "text/xml",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".js": "application/javascript",
    ".txt": "text/plain",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".zip": "application/zip",
    "": "application/octet-stream",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below a path of its own."""

    prefix = "/"
    headers_sent: Mapping[str, str] = {}
    jekyll = False

    def log_message(self, *_: object) -> None:
        pass

    def guess_type(self, path: object) -> str:
        suffix = Path(str(path)).suffix
        return self.extensions_map.get(suffix, self.extensions_map[""])

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return "/nowhere"
        inside = path.removeprefix(self.prefix)
        hidden = any(part.startswith(("_", ".")) for part in inside.split("?")[0].split("/"))
        if self.jekyll and hidden and not (Path(self.directory) / ".nojekyll").exists():
            return "/nowhere"
        return super().translate_path("/" + inside)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A site's own page for what is not there, as hosts of sites send it."""
        own = Path(self.directory) / "404.html"
        if code != 404 or not own.is_file():
            return super().send_error(code, message, explain)
        content = own.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def end_headers(self) -> None:
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        super().end_headers()


@contextmanager
def served(
    folder: Path,
    *,
    prefix: str = "/",
    types: Mapping[str, str] = NGINX_TYPES,
    headers: Mapping[str, str] | None = None,
    jekyll: bool = False,
) -> Iterator[str]:
    """The address of a folder that is served in this way."""
    settings = {
        "prefix": prefix,
        "extensions_map": types,
        "headers_sent": headers or {},
        "jekyll": jekyll,
    }
    handler = functools.partial(type("Host", (Handler,), settings), directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
        server.shutdown()

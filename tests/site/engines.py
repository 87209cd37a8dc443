"""Firefox and WebKit as Debian packages them, driven by the protocols that they speak themselves.

Firefox answers WebDriver BiDi on a web socket; WebKit has a driver of its own, which speaks
WebDriver over HTTP. What the tests of the main path need of both is here under one name each:
`goto`, `run` (a function body in the page, whose promise is waited for), `click`, `keys`.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
LONG = 180  # seconds: Python loads, and the machine may be busy
ENTER, ESCAPE, CONTROL, END = "\ue007", "\ue00c", "\ue009", "\ue010"
# The middle of an element if it was there already when this was last asked, else null.
STANDS_STILL = """const place = document.querySelector(arguments[0]);
    place.scrollIntoView({ block: "center", behavior: "instant" });
    const box = place.getBoundingClientRect();
    const middle = [Math.round(box.x + Math.min(box.width / 2, 60)),
                    Math.round(box.y + Math.min(box.height / 2, 16))];
    const before = window.placeToPress;
    window.placeToPress = [arguments[0], ...middle].join();
    return window.placeToPress === before ? middle : null;"""


class Engine:
    """A page in a browser."""

    def goto(self, url: str) -> None:
        raise NotImplementedError

    def back(self) -> None:
        self.run("history.back();")

    def run(self, body: str, *arguments: Any) -> Any:
        """The value of a function's body in the page; a promise is waited for."""
        raise NotImplementedError

    def perform(self, actions: list[dict[str, Any]]) -> None:
        raise NotImplementedError

    def click(self, selector: str) -> None:
        """Press the middle of an element, once it stands still."""
        x, y = self.wait(STANDS_STILL, selector)
        moves = [
            {"type": "pointerMove", "x": x, "y": y, "duration": 0, "origin": "viewport"},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.perform([{"type": "pointer", "id": "mouse", "actions": moves}])

    def keys(self, text: str) -> None:
        """Press and release the key of each character."""
        pressed = [
            {"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")
        ]
        self.perform([{"type": "key", "id": "keyboard", "actions": pressed}])

    def chord(self, held: str, letter: str) -> None:
        pressed = [("keyDown", held), ("keyDown", letter), ("keyUp", letter), ("keyUp", held)]
        actions = [{"type": kind, "value": value} for kind, value in pressed]
        self.perform([{"type": "key", "id": "keyboard", "actions": actions}])

    def wait(self, condition: str, *arguments: Any) -> Any:
        """The first value of a function's body that is true."""
        end = time.monotonic() + LONG
        while time.monotonic() < end:
            if value := self.run(condition, *arguments):
                return value
            time.sleep(0.1)
        raise AssertionError(f"this did not come true: {condition} {arguments}")


class Firefox(Engine):
    def __init__(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/session"
        self._socket = websocket.create_connection(address, timeout=LONG, suppress_origin=True)
        self._count = 0
        self._ask("session.new", capabilities={})
        [context] = self._ask("browsingContext.getTree")["contexts"]
        self._context = context["context"]
        # A window without the focus fires no focus event.
        self._ask("browsingContext.activate", context=self._context)

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        question = {"id": self._count, "method": method, "params": parameters}
        self._socket.send(json.dumps(question))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") != self._count:
                continue
            assert answer["type"] == "success", answer
            return answer["result"]

    def goto(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, body: str, *arguments: Any) -> Any:
        given = json.dumps(list(arguments))
        source = f"(async function() {{ {body} }}).apply(null, {given})"
        source = f"{source}.then(value => JSON.stringify(value))"
        answer = self._ask(
            "script.evaluate",
            expression=source,
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self._ask("input.performActions", context=self._context, actions=actions)

    def end(self) -> None:
        self._socket.close()


class WebKit(Engine):
    def __init__(self, port: int, program: str) -> None:
        self._address = f"http://127.0.0.1:{port}"
        options = {"binary": program, "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        session = self._ask("/session", capabilities=capabilities)
        self._address += f"/session/{session['sessionId']}"
        self._ask("/timeouts", script=LONG * 1000, pageLoad=LONG * 1000)

    def _ask(self, path: str, **parameters: Any) -> Any:
        request = urllib.request.Request(
            self._address + path,
            data=json.dumps(parameters).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=LONG) as answer:
            return json.load(answer)["value"]

    def goto(self, url: str) -> None:
        self._ask("/url", url=url)

    def run(self, body: str, *arguments: Any) -> Any:
        return self._ask("/execute/sync", script=body, args=list(arguments))

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self._ask("/actions", actions=actions)

    def end(self) -> None:
        request = urllib.request.Request(self._address, method="DELETE")
        urllib.request.urlopen(request, timeout=LONG).close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "the tests need Firefox; on Debian: apt-get install firefox-esr"
    port = free_port()
    profile = folder / "profile"
    profile.mkdir()
    command = [program, "--headless", "--no-remote", "--profile", profile]
    command += ["--remote-debugging-port", str(port), "about:blank"]
    with running(command, folder) as process:
        wait_for(port, process)
        engine = Firefox(port)
        yield engine
        engine.end()


@contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    driver = shutil.which("WebKitWebDriver")
    found = sorted(glob.glob(MINI_BROWSERS))
    needed = "the tests need WebKit; on Debian: apt-get install webkit2gtk-driver"
    assert driver, needed
    assert found, needed
    port = free_port()
    with screen(folder) as display:
        command = [driver, f"--port={port}", "--host=127.0.0.1"]
        with running(command, folder, DISPLAY=display) as process:
            wait_for(port, process)
            engine = WebKit(port, found[-1])
            yield engine
            engine.end()


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """A display that nobody sees."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with running(command, folder, pass_fds=(write,)):
        os.close(write)
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"


@contextmanager
def running(
    command: list[Any], folder: Path, pass_fds: tuple[int, ...] = (), **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A program with a home of its own, which ends with the test."""
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    log = (folder / f"{Path(str(command[0])).name}.log").open("wb")
    process = subprocess.Popen(
        command,
        env={**os.environ, **home, **environment},
        stdout=log,
        stderr=log,
        pass_fds=pass_fds,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()
        log.close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        assert process.poll() is None, "the browser ended by itself"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the browser does not answer")

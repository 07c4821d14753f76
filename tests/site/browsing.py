"""A browser that looks at the site: Debian's Chromium, driven by playwright; and what it complains of."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

#: The browser; on a machine with none of them the tests are left out.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_MISSING = [name for name in ("playwright", "axe_playwright_python") if importlib.util.find_spec(name) is None]
#: Marks a module of tests that need the browser; with MOSTANAD_REFERENCE=1, as in ``.ci/run``, what is missing fails.
needs_browser = pytest.mark.skipif(
    bool(_MISSING or CHROMIUM is None) and not os.environ.get("MOSTANAD_REFERENCE"),
    reason=f"not checked: {', '.join([*_MISSING, *([] if CHROMIUM else ['chromium'])])} is missing",
)
#: Long, for machines that are busy.
PATIENCE = 60_000
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENCE)
        try:
            yield started
        finally:
            started.close()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder as a web server would; gives the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass
class Visit:
    """A tab on the site.

    Attributes:
        page: the tab.
        base: the address of the site, which ends with a slash.
        complaints: errors of scripts, messages of the console (so what the Content-Security-Policy forbade), requests
            that went beyond the site or failed.
    """

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the site; its scripts have run, and the box that hides what one side says is opened and has
        what it works with."""
        self.page.goto(self.base + path)
        self.page.evaluate("document.getElementById('without')?.setAttribute('open', '')")
        if self.page.locator("#without[open]").count():
            self.page.locator("#without-said:not(:empty)").wait_for(state="attached")
        return self.page

    @property
    def path(self) -> str:
        """Where the tab is, relative to the site."""
        return str(self.page.url).removeprefix(self.base)


@contextlib.contextmanager
def visiting(browser: Browser, base: str, **options: Any) -> Iterator[Visit]:
    """A tab in a profile of its own.

    Raises:
        AssertionError: at the end, if there were complaints.
    """
    context = browser.new_context(**{"viewport": DESK, **options})
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), base)
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"error: {error}"))
    visit.page.on("console", lambda said: visit.complaints.append(f"console: {said.text} {said.location}"))
    visit.page.on("requestfailed", partial(_failed, visit))
    context.on(
        "request",
        lambda request: None if request.url.startswith(base) else visit.complaints.append(f"beyond: {request.url}"),
    )
    try:
        yield visit
        assert not visit.complaints, "\n".join(visit.complaints)
    finally:
        context.close()


def _failed(visit: Visit, request: Request) -> None:
    if request.failure != "net::ERR_ABORTED":  # the tab went on before it had come
        visit.complaints.append(f"failed: {request.url}: {request.failure}")


def keep(page: Page, name: str) -> None:
    """Keep a picture of a page in the directory that MOSTANAD_PICTURES names, if it names one."""
    if folder := os.environ.get("MOSTANAD_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=False)


def found(page: Page) -> set[str]:
    """Who is left in a list that is filtered."""
    page.locator("#shown", has_text="of").wait_for()
    links = page.locator("#list > tbody > tr:not(.section):visible th a").all()
    return {Path(one.get_attribute("href") or "").stem for one in links}

"""A local preview of the site, which only this machine can reach."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mostanad.site.page import MISSING


def serve_site(folder: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve a folder on 127.0.0.1 until Ctrl-C; port 0 picks a free one. Raises OSError if the port is taken."""
    with ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder))) as server:
        say(f"http://127.0.0.1:{server.server_address[1]}/ (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")


class _Quiet(SimpleHTTPRequestHandler):
    """Logs no requests. For missing pages it shows the site's own page, as other servers do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / MISSING
        if code == HTTPStatus.NOT_FOUND and page.is_file():
            self.error_message_format = page.read_text("utf-8").replace("%", "%%")
        super().send_error(code, message, explain)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

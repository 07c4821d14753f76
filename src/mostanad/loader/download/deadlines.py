"""How long a server may take: all time limits, in one place."""

import math
import time

from mostanad.loader.download.faults import SourceFailed

#: Seconds until the headers of a response arrive, including name lookup, connection, TLS and redirects.
HEADERS = 15.0
#: Seconds for the index and its signature, including all retries.
INDEX = 60.0
#: The slowest average speed in bytes a second, and the seconds of each stretch in which it is measured.
SLOWEST, STRETCH = 4096, 15.0


class Limit:
    """The deadlines of a fetch: for the headers, for each stretch of the body, and in total (``seconds``)."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._most, self._last, self._since = seconds, time.monotonic() + seconds, 0
        self.start_headers()

    def start_headers(self) -> None:
        """Start the time limit for the headers."""
        self._end, self._what = time.monotonic() + HEADERS, f"no answer within {HEADERS:g} seconds"

    def start_body(self) -> None:
        """Start the time limit for the next stretch of the body."""
        self._end, self._since = time.monotonic() + STRETCH, 0
        self._what = f"too slow: less than {STRETCH * SLOWEST:.0f} bytes in {STRETCH:g} seconds"

    def received(self, count: int) -> None:
        self._since += count
        if self._since >= STRETCH * SLOWEST:
            self.start_body()

    def left(self) -> float:
        """The seconds until the next deadline; raises SourceFailed if it has passed."""
        left = min(self._end, self._last) - time.monotonic()
        if left > 0:
            return left
        if self._end < self._last:
            raise SourceFailed(self._what, again=True)
        raise SourceFailed(f"not complete within {self._most:g} seconds")

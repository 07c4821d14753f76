"""How long a server may take: all numbers of it, in one place."""

import math
import time

from mostanad.loader.download.faults import SourceFailed

#: Seconds until the headers of an answer are there: names looked up, connections, TLS, redirects and all.
HEADERS = 15.0
#: Seconds in which the index is there, with all tries.
INDEX = 60.0
#: Of what is sent, this many bytes a second must come on average, in each stretch of this many seconds.
SLOWEST, STRETCH = 4096, 15.0


class Limit:
    """What is left of the time that a server has: for its answer, for each stretch of bytes, and for both together."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._most, self._last, self._since = seconds, time.monotonic() + seconds, 0
        self.answer()

    def answer(self) -> None:
        """From now on the headers of an answer are due."""
        self._end, self._what = time.monotonic() + HEADERS, f"no answer within {HEADERS:g} seconds"

    def body(self) -> None:
        """From now on a stretch of bytes is due."""
        self._end, self._since = time.monotonic() + STRETCH, 0
        self._what = f"too slow: less than {STRETCH * SLOWEST:.0f} bytes in {STRETCH:g} seconds"

    def came(self, count: int) -> None:
        self._since += count
        if self._since >= STRETCH * SLOWEST:
            self.body()

    def left(self) -> float:
        """How many seconds are left; a SourceFailed if there are none."""
        left = min(self._end, self._last) - time.monotonic()
        if left > 0:
            return left
        if self._end < self._last:
            raise SourceFailed(self._what, again=True)
        raise SourceFailed(f"it was not there within {self._most:g} seconds")

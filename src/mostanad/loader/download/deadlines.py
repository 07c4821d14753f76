"""How long a server may take: all numbers of it, in one place."""

import time

from mostanad.loader.download.faults import SourceFailed

#: Seconds until the headers of an answer are there: names looked up, connections, TLS, redirects and all.
HEADERS = 15.0
#: Seconds in which the index is there, with all tries.
INDEX = 60.0
#: Of what is sent, this many bytes a second must come on average, in each stretch of this many seconds.
SLOWEST, STRETCH = 4096, 15.0
#: Seconds that a server may waste in one download, over all files and tries: those beyond what its bytes take at the
#: least speed, and, if the request succeeds, beyond what it is allowed. The pauses between tries count.
WASTED, REQUEST = 50.0, 2.0


class Limit:
    """What is left of the ``seconds`` that a server has. ``earns``: what it sends earns more, as much as it takes at
    the least speed (files do, an index does not), but for bytes up to ``paid``, which this server sent before."""

    def __init__(self, seconds: float, *, earns: bool = True, paid: int = 0) -> None:
        self._began = time.monotonic()
        self._most = seconds
        self._earns = earns
        self._paid = self.at = paid
        self._since = 0
        self.answer()

    def answer(self) -> None:
        """From now on the headers of an answer are due."""
        self._end, self._what = time.monotonic() + HEADERS, f"no answer within {HEADERS:g} seconds"

    def body(self, at: int = 0) -> None:
        """From now on the bytes of the file from this place on are due."""
        self._paid, self.at = max(self._paid, at), at
        self._stretch()

    def _stretch(self) -> None:
        self._end, self._since = time.monotonic() + (STRETCH if self._earns else self._most), 0
        self._what = f"too slow: less than {STRETCH * SLOWEST:.0f} bytes in {STRETCH:g} seconds"

    def came(self, count: int) -> None:
        self.at += count
        self._since += count
        if self._earns and self._since >= STRETCH * SLOWEST:
            self._stretch()

    @property
    def new(self) -> int:
        """How many bytes were sent that this server had not sent before."""
        return max(0, self.at - self._paid)

    def wasted(self, allowed: float, kept: int) -> float:
        """How many seconds so far were neither allowed nor earned by the bytes that were kept."""
        return max(0.0, time.monotonic() - self._began - allowed - min(kept, self.new) / SLOWEST)

    def left(self) -> float:
        """How many seconds are left; a SourceFailed if there are none."""
        last = self._began + self._most + (REQUEST + self.new / SLOWEST if self._earns else 0)
        left = min(self._end, last) - time.monotonic()
        if left > 0:
            return left
        if self._end < last:
            raise SourceFailed(self._what, again=True)
        raise SourceFailed("its time is up" if self._earns else f"it was not there within {self._most:g} seconds")

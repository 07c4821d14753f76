"""How long a server may take, and to which addresses one may be led on: all numbers of it, in one place."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
from collections.abc import Iterator

from mostanad.loader.faults import SourceFailed

#: Seconds until the headers of an answer are there: names looked up, connections, TLS, redirects and all.
HEADERS = 15.0
#: Seconds in which the index is there, with all tries.
INDEX = 60.0
#: Of what is sent, this many bytes a second must come on average, in each stretch of this many seconds.
SLOWEST, STRETCH = 4096, 15.0
#: Seconds that a server may waste in one download, over all files and tries: those beyond what its bytes take at the
#: least speed, and, if the request succeeds, beyond what it is allowed. The pauses between tries count.
WASTED, REQUEST = 50.0, 2.0

#: Where the open internet is in version 6; whatever lies elsewhere is local, not given out, or stands for version 4.
_GLOBAL, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


class Limit:
    """What is left of the time that a server has. Each call of its socket is given that, and no more.

    Args:
        seconds: how many it has at most.
        earns: whether what it sends earns more, as much as it takes at the least speed: so for files, not for an index.
    """

    def __init__(self, seconds: float, *, earns: bool = True) -> None:
        self._began = time.monotonic()
        self._most = seconds
        self._earns = earns
        self._bytes = 0
        self.answer()

    def answer(self) -> None:
        """From now on it is waited for the headers of an answer."""
        self._end, self._what = time.monotonic() + HEADERS, f"no answer within {HEADERS:g} seconds"

    def body(self) -> None:
        """From now on it is waited for what is sent."""
        self._end, self._since = time.monotonic() + (STRETCH if self._earns else self._most), 0
        self._what = f"too slow: less than {STRETCH * SLOWEST:.0f} bytes in {STRETCH:g} seconds"

    def came(self, count: int) -> None:
        """So many bytes were sent."""
        self._bytes += count
        self._since += count
        if self._earns and self._since >= STRETCH * SLOWEST:
            self.body()

    def wasted(self, allowed: float, kept: int | None = None) -> float:
        """How many seconds so far were neither allowed nor earned; of what was sent, all was kept or so many bytes."""
        earned = (self._bytes if kept is None else kept) / SLOWEST
        return max(0.0, time.monotonic() - self._began - allowed - earned)

    def left(self) -> float:
        """How many seconds are left.

        Raises:
            SourceFailed: if there are none.
        """
        last = self._began + self._most + (REQUEST + self._bytes / SLOWEST if self._earns else 0)
        left = min(self._end, last) - time.monotonic()
        if left > 0:
            return left
        if self._end < last:
            raise SourceFailed(self._what, again=True)
        raise SourceFailed("its time is up" if self._earns else f"it was not there within {self._most:g} seconds")

    @contextlib.contextmanager
    def on(self, connection: socket.socket) -> Iterator[None]:
        """One call of a socket.

        Raises:
            SourceFailed: if it takes longer than what is left.
        """
        connection.settimeout(self.left())
        try:
            yield
        except TimeoutError:
            self.left()
            raise


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not of this machine, a private network or a carrier's.

    Args:
        address: of version 4 or 6; what stands for one of version 4 is judged as that.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
        found = found.ipv4_mapped or found.sixtofour or inner or found
    if isinstance(found, ipaddress.IPv6Address) and found not in _GLOBAL:
        return False
    return found.is_global and not found.is_multicast

"""Ends the program when SQL of others cannot be stopped in any other way."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def end_if_stuck() -> None:
    """From now on: a query that cannot be interrupted, or fills the memory, ends the program with exit 2."""
    from mostanad.evidence import sandbox

    sandbox.last_resort = _end


def _end(what: str) -> NoReturn:
    """Nothing else helps: the engine holds the thread that would raise an exception."""
    sys.stderr.write(f"mostanad: this query runs for too long or fills the memory, and cannot be stopped: {what!a}\n")
    sys.stderr.flush()
    os._exit(2)

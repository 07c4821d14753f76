"""Words of the command line, as they were typed."""

from __future__ import annotations

import os


def typed(text: str) -> str:
    """Words as UTF-8, even where Python takes the command line for something else: where there is no locale.

    Not for paths: they are opened as Python has them.
    """
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:  # they were typed in another encoding, which Python knows, or are nothing that can be read
        return text

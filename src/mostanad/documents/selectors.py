"""Selectors locate passages in a document. ``char=START,END`` and ``line=START,END`` are positions as in RFC 5147: they
count from 0 and exclude the end. ``record=KEY`` and ``absent=KEY`` name a record of a list."""

import re
from dataclasses import dataclass
from typing import Literal

_RANGE = re.compile(r"(char|line)=(0|[1-9][0-9]*),([1-9][0-9]*)")
_KEY = re.compile(r"(record|absent)=(\S(?:.*\S)?)")


@dataclass(frozen=True)
class Selector:
    scheme: Literal["char", "line", "record", "absent"]
    start: int = 0
    end: int = 0
    key: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}={self.key}" if self.key else f"{self.scheme}={self.start},{self.end}"

    @property
    def place(self) -> str:
        """The part of a passage's id that locates it; positions sort in reading order."""
        if self.key:
            slug = re.sub(r"[^a-z0-9]+", "-", self.key.lower()).strip("-")
            return f"r-{slug}" if self.scheme == "record" else f"absent-{slug}"
        return f"{self.scheme[0]}{self.start:06d}-{self.end:06d}"

    def overlaps(self, other: "Selector") -> bool:
        """Whether two selectors of one document select overlapping spans or the same record."""
        is_alike = (self.scheme, self.key) == (other.scheme, other.key)
        return is_alike and (bool(self.key) or (self.start < other.end and other.start < self.end))


def parse(text: str) -> Selector:
    """Parse a selector; ValueError describes what is wrong."""
    if match := _RANGE.fullmatch(text):
        start, end = int(match[2]), int(match[3])
        if end <= start:
            raise ValueError(f"{text!r} selects nothing: the end must be greater than the start")
        return Selector("char" if match[1] == "char" else "line", start, end)
    if match := _KEY.fullmatch(text):
        return Selector("record" if match[1] == "record" else "absent", key=match[2])
    raise ValueError(f"{text!r} is not a selector; write char=START,END, line=START,END, record=KEY or absent=KEY")

"""Long lists in several pages, so that none is too long for a browser or a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
#: How many rows a page of a list has.
MOST = 1000


@dataclass(frozen=True)
class Part(Generic[Item]):
    """A page of a list.

    Attributes:
        path: where it stands, relative to the root of the site.
        number: which it is, from 1.
        items: what it lists.
        parts: of all pages of the list the path, and what the first and the last item are called.
        whole: how many items the whole list has.
    """

    path: str
    number: int
    items: Sequence[Item]
    parts: tuple[tuple[str, str, str], ...]
    whole: int

    def title(self, title: str) -> str:
        """The title of this page of a list of that title."""
        return title if len(self.parts) == 1 else f"{title}, page {self.number} of {len(self.parts)}"


def in_parts(path: str, items: Sequence[Item], called: Callable[[Item], str]) -> Iterator[Part[Item]]:
    """The pages of a list; at least one. All but the first stand under ``parts/``, where no id can be in the way."""
    found = [items[start : start + MOST] for start in range(0, len(items), MOST)] or [items]
    paths = [path, *(f"parts/{path.removesuffix('.html')}/{number}.html" for number in range(2, len(found) + 1))]
    ends = [(called(some[0]), called(some[-1])) if some else ("", "") for some in found]
    parts = tuple((path, *both) for path, both in zip(paths, ends, strict=True))
    for number, some in enumerate(found, 1):
        yield Part(paths[number - 1], number, some, parts, len(items))

"""Reads a page of the site as a browser would: its elements in order, with their attributes and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
#: By element, the attributes by which a browser fetches something without being asked, or goes somewhere when it is.
_FETCHED = {"script": ("src",), "link": ("href",), "img": ("src", "srcset"), "iframe": ("src",), "image": ("href",)}
_FETCHED |= {"object": ("data",), "embed": ("src",), "use": ("href",), "source": ("src",), "form": ("action",)}


@dataclass
class Element:
    """An element: its tag, attributes, and what lies in it."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    parts: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """The element and all in it, in order."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a tag with these attributes; of ``class_`` one of the classes."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [one for one in self.walk() if one.tag == tag and one._has(wanted)]

    def _has(self, wanted: dict[str, str]) -> bool:
        classes = self.attributes.get("class", "").split()
        return all(
            value in classes if name == "class" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )

    def by_id(self, key: str) -> Element:
        """The element with an id.

        Raises:
            KeyError: if there is none.
        """
        for one in self.walk():
            if one.attributes.get("id") == key:
                return one
        raise KeyError(key)

    @property
    def text(self) -> str:
        """All text in it, with single spaces."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part._texts()


def lines(part: Element) -> list[Element]:
    """The lines of a list, without those of the lists in them."""
    return [one for one in part.all("li") if one.parent and "given" not in one.parent.attributes.get("class", "")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("#", {}, None)
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute stands twice in <{tag}>: {names}"
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.parts.append(made)
        if tag not in _VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> ends <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def read(html: str) -> Element:
    """A page.

    Raises:
        AssertionError: if an element is not closed, closed by another, or has an attribute twice.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    return reader.root


def read_file(path: Path) -> Element:
    """A page on disk."""
    return read(path.read_text("utf-8"))


def ids(page: Element) -> list[str]:
    """The ids in a page, in order."""
    return [one.attributes["id"] for one in page.walk() if "id" in one.attributes]


def fetched(page: Element) -> list[str]:
    """The addresses that a browser asks for to show the page, or to which it sends a form."""
    return [
        one.attributes[name] for one in page.walk() for name in _FETCHED.get(one.tag, ()) if name in one.attributes
        and one.attributes.get("rel") not in ("canonical", "alternate")
    ]  # fmt: skip


def led_to(page: Element) -> list[Element]:
    """The links of a page."""
    return [one for one in page.all("a") if "href" in one.attributes]


def place(path: str, address: str) -> tuple[str, str]:
    """The path and the fragment to which an address leads from a page of the site."""
    parts = urlsplit(address)
    target = PurePosixPath(path).parent.joinpath(unquote(parts.path)) if parts.path else PurePosixPath(path)
    found: list[str] = []
    for part in target.parts:
        if part != "..":
            found.append(part)
        else:
            found.pop()  # an IndexError: it leads out of the site
    return "/".join(found), unquote(parts.fragment)

"""XML lists, record by record, each with its place in the bytes.

Standard: XML 1.0 (Fifth Edition), parsed by expat. A document type declaration is refused before it is read, so that
there are no entities but the five of XML: nothing is expanded and nothing fetched. Names are taken without their
prefix, whatever the namespace. Encodings are those of expat that keep ASCII bytes as they are (not UTF-16).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from mostanad.documents.records import Entry, ListError

_CHUNK = 1 << 20


@dataclass(slots=True)
class Element:
    """An element: its name, attributes, text (without that of its children) and children.

    ``content[start:end]`` is exactly its bytes, from ``<`` to ``>``; only elements that were asked for know it.
    """

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)
    start: int = 0
    end: int = 0
    line: int = 0

    def all(self, tag: str) -> Iterator[Element]:
        """Every child of this name."""
        return (child for child in self.children if child.tag == tag)

    def within(self, *path: str) -> Iterator[Element]:
        """Every element at the end of a path of names that starts at a child."""
        for child in self.all(path[0]):
            if len(path) == 1:
                yield child
            else:
                yield from child.within(*path[1:])

    def get(self, name: str) -> str:
        """An attribute; empty if there is none."""
        return self.attributes.get(name, "")

    def textof(self, tag: str) -> str:
        """The text of the first child of this name; empty if there is none."""
        return next((child.text for child in self.all(tag)), "")

    def entry(self, key: str) -> Entry[Element]:
        """The element as an entry."""
        return Entry(key, self.start, self.end, self.line, self)

    def error(self, message: str) -> ListError:
        """An error at this element."""
        return ListError(message, line=self.line, byte=self.start)


def elements(content: bytes, root: str, wanted: Collection[str], chunk: int = _CHUNK) -> Iterator[Element]:
    """Every outermost element of the wanted names, in order; memory is that of one element.

    Raises ListError where the text is not well-formed XML, has a document type declaration or another root.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ListError("the list is UTF-16; it must be UTF-8")
    scanner = _Scanner(content, root, frozenset(wanted))
    view = memoryview(content)
    for position in range(0, len(content), chunk):
        scanner.feed(view[position : position + chunk], final=position + chunk >= len(content))
        yield from scanner.taken()
    if not content:
        scanner.feed(view, final=True)


class _Scanner:
    """Expat's events made into elements."""

    def __init__(self, content: bytes, root: str, wanted: frozenset[str]) -> None:
        self._content, self._root, self._wanted = content, root, wanted
        self._open: list[Element] = []
        self._found: list[Element] = []
        self._seen_root = False
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: memoryview, *, final: bool) -> None:
        try:
            self._parser.Parse(bytes(data), final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            byte = max(self._parser.ErrorByteIndex, 0)
            raise ListError(f"not well-formed XML: {reason}", line=error.lineno, byte=byte) from None

    def taken(self) -> list[Element]:
        found, self._found = self._found, []
        return found

    def _doctype(self, name: str, *_: object) -> None:
        byte = max(self._content.rfind(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex + 1), 0)
        line = self._content.count(b"\n", 0, byte) + 1
        message = f"a document type declaration ({name}); lists have none, and what it declares is not read"
        raise ListError(message, line=line, byte=byte)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if not self._seen_root:
            self._seen_root = True
            if tag != self._root:
                raise self._error(f"the root element is <{tag}>; this list has <{self._root}>")
        if self._open:
            element = Element(tag, attributes)
            self._open[-1].children.append(element)
            self._open.append(element)
        elif tag in self._wanted:
            at = self._parser.CurrentByteIndex
            self._open.append(Element(tag, attributes, start=at, line=self._parser.CurrentLineNumber))
            self._parser.CharacterDataHandler = self._text

    def _text(self, data: str) -> None:
        self._open[-1].text += data

    def _end(self, _name: str) -> None:
        if not self._open:
            return
        element = self._open.pop()
        if not self._open:
            self._parser.CharacterDataHandler = None
            element.end = self._end_of(element)
            self._found.append(element)

    def _end_of(self, element: Element) -> int:
        """The byte after the element's last: after its end tag, or after the one tag of an empty element."""
        at = self._parser.CurrentByteIndex
        if not element.children and not element.text and self._content[at - 2 : at] == b"/>":
            return at
        return self._content.index(b">", at) + 1

    def _error(self, message: str) -> ListError:
        return ListError(message, line=self._parser.CurrentLineNumber, byte=max(self._parser.CurrentByteIndex, 0))

"""XML lists, record by record, each with its place in the bytes (XML 1.0, parsed by expat).

A document type declaration is refused before it is read: nothing is expanded and nothing fetched. Names are taken
without their prefix. Encodings are those of expat that keep ASCII bytes as they are (not UTF-16).
"""

from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mostanad.documents.records import Entry, ListError


def elements(content: bytes, root: str, wanted: Collection[str], chunk: int = 1 << 20) -> Iterator[Entry[Element]]:
    """Every outermost element of the wanted names, in order, with an empty key and exactly its bytes, from ``<`` to
    ``>``; memory is that of one element. ListError where it is not well-formed, has a document type declaration or
    another root."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ListError("the list is UTF-16; it must be UTF-8")
    scanner = _Scanner(content, root, wanted)
    for position in range(0, max(len(content), 1), chunk):
        scanner.feed(content[position : position + chunk], final=position + chunk >= len(content))
        yield from scanner.found
        scanner.found = []


class _Scanner:
    def __init__(self, content: bytes, root: str, wanted: Collection[str]) -> None:
        self.found: list[Entry[Element]] = []
        self._content, self._root, self._wanted = content, root, wanted
        self._begun = False
        self._depth = self._at = self._line = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, data: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            raise self._error(f"not well-formed XML: {expat.ErrorString(error.code)}", error.lineno) from None

    def _error(self, message: str, line: int) -> ListError:
        return ListError(message, line=line, byte=max(self._parser.ErrorByteIndex, 0))

    def _doctype(self, name: str, *_: object) -> None:
        byte = max(self._content.rfind(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex + 1), 0)
        message = f"a document type declaration ({name}); lists have none, and what it declares is not read"
        raise ListError(message, line=self._content.count(b"\n", 0, byte) + 1, byte=byte)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if not self._begun and tag != self._root:
            message = f"the root element is <{tag}>; this list has <{self._root}>"
            raise self._error(message, self._parser.CurrentLineNumber)
        self._begun = True
        if not self._depth:
            if tag not in self._wanted:
                return
            self._tree = TreeBuilder()
            self._at, self._line = self._parser.CurrentByteIndex, self._parser.CurrentLineNumber
            self._parser.CharacterDataHandler = self._tree.data
        self._tree.start(tag, attributes)
        self._depth += 1

    def _end(self, name: str) -> None:
        if not self._depth:
            return
        self._tree.end(name.rpartition(":")[2])
        self._depth -= 1
        if not self._depth:
            self._parser.CharacterDataHandler = None
            element = self._tree.close()
            self.found.append(Entry("", self._at, self._end_of(element), self._line, element))

    def _end_of(self, element: Element) -> int:
        """The byte after the element's last: after its end tag, or after the one tag of an empty element."""
        at = self._parser.CurrentByteIndex
        if not len(element) and not element.text and self._content[at - 2 : at] == b"/>":
            return at
        return self._content.index(b">", at) + 1

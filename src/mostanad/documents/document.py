"""Documents: their text, passages, list entries and targets, read according to their format."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from mostanad.documents.folder import sha256
from mostanad.documents.lists import formats, read
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.documents.selectors import Selector
from mostanad.matching.spelling import is_named
from mostanad.models.vocabularies import DocumentFormat


class PassageError(ValueError):
    """The selector selects nothing in the document, or the document cannot be read."""


@dataclass(frozen=True)
class Document:
    content: bytes
    format: DocumentFormat

    @cached_property
    def text(self) -> str:
        """The document decoded from UTF-8 without normalisation; PassageError if it is not UTF-8."""
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise PassageError(f"the document is not UTF-8: byte {error.start}") from None

    @contextmanager
    def _as_list(self) -> Iterator[None]:
        """Turn a ListError into a PassageError."""
        try:
            yield
        except ListError as error:
            raise PassageError(f"not a list of format {self.format}: {error}") from None

    @property
    def has_words(self) -> bool:
        """Whether words can be passages: true for text and for lists that print reasons."""
        kind = formats().get(self.format)
        return kind.has_words if kind else self.format is DocumentFormat.TEXT

    @cached_property
    def body(self) -> bytes:
        """The bytes that lines and records are located in. For a spreadsheet, these are its rows written as text."""
        kind = formats().get(self.format)
        with self._as_list():
            return kind.body(self.content) if kind and kind.body else self.content

    @cached_property
    def lines(self) -> list[bytes]:
        return self.body.splitlines(keepends=True)

    @cached_property
    def index(self) -> Mapping[str, Sequence[tuple[int, int, int]]]:
        """For each key, the places of its entries in the list: first byte, byte after the last, line. PassageError,
        with line and byte, if the list cannot be read or has no entry."""
        places: dict[str, list[tuple[int, int, int]]] = {}
        with self._as_list():
            for entry in formats()[self.format].entries(self.content):
                places.setdefault(entry.key, []).append((entry.start, entry.end, entry.line))
            if not places:
                raise ListError("the list has no record")
        return places

    def passage(self, selector: Selector) -> bytes:
        """The exact bytes that a passage's hash is computed from; for ``absent=``, the whole document. PassageError if
        the selector does not fit the format or the content of the document."""
        has_record = self.format in formats()
        if not {"char": self.has_words, "line": True, "record": has_record, "absent": has_record}[selector.scheme]:
            raise PassageError(f"a document of format {self.format} has no {selector.scheme}= passages")
        if selector.scheme == "char":
            self._refuse_beyond(selector, len(self.text), "characters")
            return self.text[selector.start : selector.end].encode("utf-8")
        if selector.scheme == "line":
            self._refuse_beyond(selector, len(self.lines), "lines")
            *lines, last = self.lines[selector.start : selector.end]
            return b"".join(lines) + last.rstrip(b"\r\n")
        return self._record(selector.key) if selector.scheme == "record" else self._without(selector.key)

    def digest(self, selector: Selector) -> str:
        """The hash of a passage; the hash of the whole document is computed once. Raises like :meth:`passage`."""
        content = self.passage(selector)
        return self.sha256 if content is self.content else sha256(content)

    @cached_property
    def sha256(self) -> str:
        return sha256(self.content)

    def _refuse_beyond(self, selector: Selector, length: int, units: str) -> None:
        if selector.end > length:
            raise PassageError(f"{selector} ends after the document, which has {length} {units}")

    def _record(self, key: str) -> bytes:
        found = self.index.get(key, ())
        if not found:
            raise PassageError(f"no record of the list has the key {key}")
        if len(found) > 1:
            lines = ", ".join(str(line) for _, _, line in found[:5])
            raise PassageError(f"the key {key} is not unique: {len(found)} records have it (lines {lines})")
        start, end, _ = found[0]
        return self.body[start:end]

    def _without(self, key: str) -> bytes:
        """The whole document, if no record has the key. PassageError for a key that this format could never have.

        In a list of targets the key can also be a full name: then no record may have a name that matches all of it.
        """
        kind, found = formats()[self.format], self.index.get(key)
        if kind.lists_targets and re.fullmatch(r"[^\W\d]+(?:[ '’-][^\W\d]+)+", key):
            names = (name.text for record in self.records for name in record.names)
            if same := next((name for name in names if is_named(name, key)), None):
                raise PassageError(f"the list has the name {same}")
            return self.content
        if not re.fullmatch(kind.key, key):
            raise PassageError(f"{key!r} is not a key of a list of format {kind.name}; one looks like {kind.example}")
        if found:
            raise PassageError(f"the list has a record {key}, on line {found[0][2]}")
        return self.content

    @cached_property
    def records(self) -> list[Record]:
        """The targets of a list, cached; PassageError if the list cannot be read."""
        with self._as_list():
            return read(self.format, self.content)

    @property
    def entries(self) -> int:
        """The number of targets on a list; 0 for any other document and for a list that cannot be read."""
        form = formats().get(self.format)
        return len({record.identifier for record in self.targets.values()}) if form and form.lists_targets else 0

    @cached_property
    def targets(self) -> dict[str, Record]:
        """The target of each list entry, by the entry's key. For a file without targets, a record with the target's
        number and either its names or, as titles, the cells. Empty if the list cannot be read."""
        form, found = formats().get(self.format), dict[str, Record]()
        try:
            if form and form.names:
                found |= {one.key: one for one in form.names(self.content)}
            elif form and not form.lists_targets:
                for entry in form.entries(self.content):
                    cells = entry.says(*entry.value.values()) if isinstance(entry.value, dict) else ()
                    number = entry.key.partition("/")[0]
                    found[entry.key] = Record(entry.key, number, None, EntityType.ENTITY, (), (), titles=tuple(cells))
            elif form:
                for record in self.records:
                    said = (record.names, record.born, record.birth_places, record.titles, record.positions)
                    keys = [record.key, *(one.key for group in said for one in group)]
                    for key in (*keys, *(key for listing in record.listings for key in listing.keys)):
                        found.setdefault(key, record)
        except (PassageError, ListError):
            return {}
        return found

"""The documents of a release as a bibliography: BibLaTeX and CSL-JSON (CSL 1.0.2).

Nothing is guessed: a person's name is one piece, and a date that is known as a range is given as far as both ends
agree, and in the note as it is recorded (EDTF).
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pyarrow as pa

from mostanad.contract import About
from mostanad.contract.lock import to_json
from mostanad.models.words import on, when
from mostanad.releases.exported import date
from mostanad.releases.exports import write_lines
from mostanad.releases.release_about import month_of

#: By kind of document the type of CSL; everything else is a document, or with an address a page of the web.
_CSL_TYPES = {
    "news": "article-newspaper",
    "op_ed": "article-newspaper",
    "press_release": "article",
    "legal_act": "legislation",
    "court_record": "legal_case",
    "ngo_report": "report",
    "dataset": "dataset",
}
_BIBLATEX_TYPES = {"ngo_report": "report", "dataset": "dataset"}
#: Names of languages as Babel has them.
_BABEL = {"en": "english", "fa": "persian", "fr": "french", "de": "german", "ar": "arabic"}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "&%$#_"},
}


NO_REMARKS: Mapping[str, str] = MappingProxyType({})


class _Date(NamedTuple):
    """When a document was published: year, month and day as far as they are known, ``~`` or ``?`` as a mark, and words
    for readers where the parts do not say all."""

    parts: tuple[int, ...] = ()
    mark: str = ""
    words: str = ""

    @property
    def iso(self) -> str:
        """Year, month and day with hyphens."""
        return "-".join(f"{part:0{4 if at == 0 else 2}}" for at, part in enumerate(self.parts))


class _Entry(NamedTuple):
    source: Mapping[str, Any]
    publisher: str
    author: str
    date: _Date
    note: str


def bibtex(
    tables: Mapping[str, pa.Table],
    about: About,
    source_ids: Collection[str] | None = None,
    accessed: dt.date | None = None,
    remarks: Mapping[str, str] = NO_REMARKS,
) -> str:
    """A release, then its documents, as BibLaTeX entries (UTF-8, BibLaTeX 3.20), in order of id: those of
    ``source_ids`` (a KeyError names one that is not there), or all. The tables are ``sources``, ``parties`` and
    ``officials``; ``accessed`` is the day on which you looked at the addresses, ``remarks`` are by id."""
    found = _entries(tables, about, source_ids)
    return "".join([release_bibtex(about), *(_bibtex(entry, accessed, remarks) for entry in found)])


def csl(
    tables: Mapping[str, pa.Table],
    about: About,
    source_ids: Collection[str] | None = None,
    accessed: dt.date | None = None,
    remarks: Mapping[str, str] = NO_REMARKS,
) -> list[dict[str, Any]]:
    """The same as items of CSL-JSON, for Zotero, Pandoc and citeproc."""
    year, month, _ = about.version.split(".")
    release = {
        "id": _key(about),
        "type": "dataset",
        "title": about.title,
        "author": [{"literal": name} for name in about.authors],
        "issued": {"date-parts": [[int(year), int(month)]]},
        "version": about.version,
        "note": f"licence {about.licence}",
    }
    return [release, *(_csl(entry, accessed, remarks) for entry in _entries(tables, about, source_ids))]


def write_bibtex(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write the release and its documents as BibLaTeX; see :func:`mostanad.releases.exports.writer`."""
    write_lines([bibtex(tables, about)], path)


def write_csl_json(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write the documents as CSL-JSON; likewise."""
    write_lines([to_json(csl(tables, about)[1:])], path)


def release_bibtex(about: About) -> str:
    """A release itself as a BibLaTeX entry."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in about.authors),
        "title": f"{{{_escaped(about.title)}}}",
        "date": month_of(about.version),
        "version": about.version,
        "note": f"licence {_escaped(about.licence)}",
    }
    return _record("dataset", _key(about), fields)


def _key(about: About) -> str:
    return re.sub("[^A-Za-z0-9]+", "-", f"{about.name}-{about.version}")


def _entries(tables: Mapping[str, pa.Table], about: About, source_ids: Collection[str] | None) -> Iterator[_Entry]:
    labels = [*tables["parties"].to_pylist(), *tables["officials"].to_pylist()]
    names = {row.get("party_id") or row["official_id"]: row["name"] for row in labels}
    sources = {row["source_id"]: row for row in tables["sources"].to_pylist()}
    for source_id in sorted(sources if source_ids is None else set(source_ids)):
        if source_id not in sources:
            raise KeyError(f"no source {source_id!r} in release {about.version}")
        source = sources[source_id]
        published = _date(source["published"])
        author = "" if source["author"] in (None, "unnamed") else names.get(source["author"], source["author"])
        publisher = names.get(source["publisher_id"], source["publisher_id"])
        yield _Entry(source, publisher, author, published, _note(source, published, about))


def _note(source: Mapping[str, Any], published: _Date, about: About) -> str:
    parts = []
    if published.words:
        parts.append(f"published {on(source['published'])} ({source['published']}, EDTF)")
    if source["published_basis"] == "inferred":
        parts.append("date of publication inferred")
    if source["archive_url"]:
        parts.append(f"archived at {source['archive_url']}")
    if source["sha256"]:
        parts.append(f"sha256 of the file we hold {source['sha256']}")
    return "; ".join([*parts, f"{about.name} {about.version}, source {source['source_id']}"])


def _date(text: str | None) -> _Date:
    if not text:
        return _Date()
    mark = text[-1] if text[-1] in "~?" else ""
    known = date(text.removesuffix(mark))
    return _Date(tuple(map(int, known.split("-"))) if known else (), mark, when(text) if text[0] == "[" else "")


def _bibtex(entry: _Entry, accessed: dt.date | None, remarks: Mapping[str, str]) -> str:
    source = entry.source
    fields = {
        "author": f"{{{_escaped(entry.author)}}}" if entry.author else "",
        "title": f"{{{_escaped(source['title'])}}}",
        "organization": _escaped(entry.publisher),
        "date": entry.date.iso + entry.date.mark,
        "url": source["url"] or "",
        "urldate": accessed.isoformat() if accessed and source["url"] else "",
        "langid": _BABEL.get(source["language"], ""),
        "note": _escaped(entry.note),
    }
    kind = _BIBLATEX_TYPES.get(source["kind"], "online" if source["url"] else "misc")
    if kind == "report":
        fields = {"institution" if name == "organization" else name: text for name, text in fields.items()}
        fields["type"] = "report"
    fields["annotation"] = remarks.get(source["source_id"], "")
    return _record(kind, source["source_id"], fields)


def _record(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _escaped(text: str) -> str:
    """Text for BibTeX: no sign in it is a command, a comment or a brace."""
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def _csl(entry: _Entry, accessed: dt.date | None, remarks: Mapping[str, str]) -> dict[str, Any]:
    source = entry.source
    item: dict[str, Any] = {
        "id": source["source_id"],
        "type": _CSL_TYPES.get(source["kind"], "webpage" if source["url"] else "document"),
        "title": source["title"],
        "author": [{"literal": entry.author}] if entry.author else None,
        "publisher": entry.publisher,
        "container-title": entry.publisher if source["kind"] in ("news", "op_ed") else None,
        "issued": _csl_date(entry.date),
        "URL": source["url"],
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]}
        if accessed and source["url"]
        else None,
        "language": source["language"],
        "note": entry.note,
        "annote": remarks.get(source["source_id"]),
    }
    return {name: value for name, value in item.items() if value is not None}


def _csl_date(published: _Date) -> dict[str, Any] | None:
    if not published.parts:
        return {"literal": published.words} if published.words else None
    parts: dict[str, Any] = {"date-parts": [list(published.parts)]}
    return parts | {"circa": True} if published.mark else parts

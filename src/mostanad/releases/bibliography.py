"""The documents of a release as a bibliography: BibLaTeX and CSL-JSON (CSL 1.0.2).

Nothing is guessed. The name of a person is one piece. A date known as a range is cut to the part on which both ends
agree, and the note gives it as recorded (EDTF).
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pyarrow as pa

from mostanad.contract import About
from mostanad.files.grouping import key_of
from mostanad.models.words import on, when
from mostanad.releases.exported import date

#: The CSL type of each kind of document. Any other is a ``document``, or a ``webpage`` if it has a URL.
_CSL_TYPES = {
    "news": "article-newspaper",
    "op_ed": "article-newspaper",
    "press_release": "article",
    "legal_act": "legislation",
    "court_record": "legal_case",
    "ngo_report": "report",
    "dataset": "dataset",
}
#: The names of languages in Babel.
_BABEL = {"en": "english", "fa": "persian", "fr": "french", "de": "german", "ar": "arabic"}
#: Characters that mean something to BibTeX, and the LaTeX commands that print them.
_NAMED = {"\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum"}
_ESCAPES = str.maketrans(
    {sign: rf"\text{name}{{}}" for sign, name in _NAMED.items()} | {sign: rf"\{sign}" for sign in "&%$#_"}
)
Item = dict[str, Any]


def csl(
    tables: Mapping[str, pa.Table],
    about: About,
    source_ids: Collection[str] | None = None,
    accessed: dt.date | None = None,
    remarks: Mapping[str, str] | None = None,
) -> list[Item]:
    """CSL-JSON items, for Zotero, Pandoc and citeproc: the release, then its documents in order of id, all of them or
    those of ``source_ids`` (KeyError if one is missing). Needs the tables ``sources``, ``parties`` and ``officials``.
    ``accessed`` is the day on which you visited the URLs. ``remarks`` has notes by source id."""
    names = {key_of(row): row["name"] for name in ("parties", "officials") for row in tables[name].to_pylist()}
    remarks = remarks or {}
    sources = {row["source_id"]: row for row in tables["sources"].to_pylist()}
    own = about.text("citation")
    items = [_release(about)]
    items[0]["note"] = f"{f'cite as: {own}; ' if own else ''}{items[0]['note']}"
    for source_id in sorted(sources if source_ids is None else set(source_ids)):
        if source_id not in sources:
            raise KeyError(f"no source {source_id!r} in release {about.version}")
        items.append(_document(sources[source_id], names, about, accessed, remarks.get(source_id)))
    return items


def bibtex(items: Iterable[Item], sources: pa.Table) -> str:
    """CSL-JSON items as BibLaTeX entries (UTF-8, BibLaTeX 3.20)."""
    published = dict(zip(*(sources[name].to_pylist() for name in ("source_id", "published")), strict=True))
    return "".join(_bibtex(item, _mark(published.get(item["id"]))) for item in items)


def release_bibtex(about: About) -> str:
    """A release itself as a BibLaTeX entry."""
    return _bibtex(_release(about))


def _release(about: About) -> Item:
    return {
        "id": re.sub("[^A-Za-z0-9]+", "-", f"{about.name}-{about.version}"),
        "type": "dataset",
        "title": about.title,
        "author": [{"literal": name} for name in about.authors],
        "issued": {"date-parts": [[int(part) for part in about.version.split(".")[:2]]]},
        "version": about.version,
        "note": f"licence {about.licence}",
    }


def _document(
    source: Mapping[str, Any], names: Mapping[str, str], about: About, accessed: dt.date | None, remark: str | None
) -> Item:
    url, by = source["url"], source["author"]
    publisher = names.get(source["publisher_id"], source["publisher_id"])
    seen = [accessed.year, accessed.month, accessed.day] if accessed and url else None
    item = {
        "id": source["source_id"],
        "type": _CSL_TYPES.get(source["kind"], "webpage" if url else "document"),
        "title": source["title"],
        "author": None if by in (None, "unnamed") else [{"literal": names.get(by, by)}],
        "publisher": publisher,
        "container-title": publisher if source["kind"] in ("news", "op_ed") else None,
        "issued": _issued(source["published"]),
        "URL": url,
        "accessed": {"date-parts": [seen]} if seen else None,
        "language": source["language"],
        "note": _note(source, about),
        "annote": remark,
    }
    return {name: value for name, value in item.items() if value is not None}


def _note(source: Mapping[str, Any], about: About) -> str:
    published = source["published"]
    parts = [
        f"published {on(published)} ({published}, EDTF)" if published and published[0] == "[" else "",
        "date of publication inferred" if source["published_basis"] == "inferred" else "",
        f"archived at {source['archive_url']}" if source["archive_url"] else "",
        f"sha256 of the file we hold {source['sha256']}" if source["sha256"] else "",
        f"{about.name} {about.version}, source {source['source_id']}",
    ]
    return "; ".join(filter(None, parts))


def _mark(edtf: str | None) -> str:
    """The sign for an approximate or uncertain date."""
    return edtf[-1] if edtf and edtf[-1] in "~?" else ""


def _issued(edtf: str | None) -> Item | None:
    mark = _mark(edtf)
    if known := date((edtf or "").removesuffix(mark)):
        parts: Item = {"date-parts": [[int(part) for part in known.split("-")]]}
        return parts | {"circa": True} if mark else parts
    return {"literal": when(edtf)} if edtf and edtf[0] == "[" else None


def _bibtex(item: Item, mark: str = "") -> str:
    """An item as a BibLaTeX entry. ``mark`` distinguishes approximate from uncertain dates, which CSL does not."""
    kind = item["type"] if item["type"] in ("report", "dataset") else "online" if "URL" in item else "misc"
    fields = {
        "author": " and ".join(f"{{{one['literal'].translate(_ESCAPES)}}}" for one in item.get("author", ())),
        "title": f"{{{item['title'].translate(_ESCAPES)}}}",
        "institution" if kind == "report" else "organization": item.get("publisher", "").translate(_ESCAPES),
        "date": iso(item.get("issued")) + mark,
        "version": item.get("version", ""),
        "url": item.get("URL", ""),
        "urldate": iso(item.get("accessed")),
        "langid": _BABEL.get(item.get("language", ""), ""),
        "note": item["note"].translate(_ESCAPES),
        "type": "report" if kind == "report" else "",
        "annotation": item.get("annote", "").translate(_ESCAPES),
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@{kind}{{{item['id']},\n{lines}}}\n"


def iso(day: Item | None) -> str:
    """A CSL date as YYYY, YYYY-MM or YYYY-MM-DD; empty if there is none."""
    parts = day["date-parts"][0] if day and "date-parts" in day else []
    return "-".join(f"{part:0{4 if at == 0 else 2}}" for at, part in enumerate(parts))

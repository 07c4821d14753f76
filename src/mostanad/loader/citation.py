"""Citations of a release and of the documents behind rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from mostanad.loader.days import day
from mostanad.loader.ids import keys, raise_if_gone
from mostanad.loader.why import Why

if TYPE_CHECKING:
    from mostanad.loader.tables import Tables

Style = Literal["bibtex", "csl-json", "text"]
STYLES: tuple[Style, ...] = get_args(Style)
#: Columns that identify the rows of a frame; the first one present takes precedence over the keys of tables.
_NAMING = ("evidence_id", "fact_id", "row_id")
_AGAINST = frozenset({"denies", "disputes", "retracts"})
_ONLY_AGAINST = "speaks against these rows only: it denies, disputes or retracts"


def cite(release: Tables, what: Any, style: Style = "bibtex", accessed: dt.date | str | None = None) -> str:
    """See :func:`mostanad.cite`."""
    if style not in STYLES:
        raise ValueError(f"style={style!r} is not one of {', '.join(STYLES)}")
    if (version := version_of(what, release._left_out) or release.version) != release.version:
        raise ValueError(f"these rows are from release {version}, not {release.version}")
    from mostanad.contract.lock import to_json
    from mostanad.releases.bibliography import bibtex, csl

    stances = _sources(release, what)
    remarks = {source: _ONLY_AGAINST for source, found in stances.items() if found and found <= _AGAINST}
    tables = {name: release._read(name) for name in ("sources", "parties", "officials")}
    seen = None if accessed is None else day(accessed, "accessed")
    items = csl(tables, release.about, stances, seen, remarks)
    if style == "bibtex":
        return bibtex(items, tables["sources"])
    return "".join(f"{_line(item)}\n" for item in items) if style == "text" else to_json(items)


def version_of(what: Any, left_out: Iterable[str] = ()) -> str | None:
    """The version of the release of a frame, if known. Raises ValueError if other claims than those were left out."""
    known, without = _about(what), " ".join(left_out)
    if known.get("without", without) != without:
        raise ValueError(f"these rows are from a release without {known['without']}: call .cite(...) on that object")
    return known.get("version")


def _about(what: Any) -> dict[str, str]:
    """The metadata of a frame or of a :class:`Why`, such as the release version and the parties that were dropped."""
    from mostanad.loader.frames import about

    if isinstance(what, Why):
        left = {"without": " ".join(what.without)} if what.without else {}
        return left | ({"version": what.version} if what.version else {})
    attrs = getattr(what, "attrs", None)
    if isinstance(attrs, Mapping) and isinstance(attrs.get("mostanad"), Mapping):
        return dict(attrs["mostanad"])
    schema = getattr(what, "schema", None)
    return about(schema) if isinstance(getattr(schema, "metadata", None), Mapping) else {}


def _sources(release: Tables, what: Any) -> dict[str, set[str]]:
    """The documents behind rows, each with the stances of its claims; a document without evidence has none."""
    wanted = set(_ids(what))
    wanted |= {row["id"] for row in release._ask("behind_checks", wanted=[*wanted])}
    cited = release._ask("cited", wanted=[*wanted])
    found = {row["source_id"]: set(row["stances"]) for row in cited}
    if unbacked := wanted.difference(*(row["names"] for row in cited)):
        # A row without evidence has no documents, but it must exist.
        for name in sorted(unbacked - keys(release._whole, unbacked, ("redirects",))):
            raise_if_gone(release._whole, name)
            raise KeyError(f"no id {name!r} in release {release.version}")
        found |= {row["source_id"]: set() for row in release._where("sources", "source_id", unbacked)}
    return found


def _ids(what: Any) -> Iterator[str]:
    if isinstance(what, str):
        yield what
        return
    if isinstance(what, Why):
        yield from (item.fact["fact_id"] for item in what)
        return
    if hasattr(what, "to_arrow_table"):  # a DuckDB relation
        what = what.to_arrow_table()
    if isinstance(what, Mapping):
        what = [what]
    names = getattr(what, "column_names", getattr(what, "columns", None))  # Arrow; pandas and polars
    rows = list(what) if names is None else []
    if rows and all(isinstance(row, Mapping) for row in rows):
        names = rows[0]
    if names is None:
        yield from map(str, rows)
        return
    for column in _naming(names):
        cells = [row[column] for row in rows] if rows else what[column]
        cells = cells.to_pylist() if hasattr(cells, "to_pylist") else cells
        yield from (cell for cell in cells if isinstance(cell, str) and cell)


def _naming(columns: Iterable[str]) -> list[str]:
    """The columns that identify the rows of a frame. Raises ValueError if there are none."""
    from mostanad.models import TABLES

    found = set(columns)
    if naming := next((name for name in _NAMING if name in found), None):
        return [naming]
    columns_of = {model.key(): {column.name for column in model.columns()} for model in TABLES.values()}
    present = found & columns_of.keys()
    # Beside sanction_id, programme_id is only a reference of the listing and identifies no row.
    if own := sorted(key for key in present if not any(key in columns_of[other] for other in present - {key})):
        return own
    raise ValueError(
        "no column identifies the rows of the frame; keep the key (such as sanction_id), fact_id or row_id; or give ids"
    )


def _line(item: Mapping[str, Any]) -> str:
    from mostanad.releases.bibliography import iso

    who = "; ".join(author["literal"] for author in item.get("author", ())) or item.get("publisher", "")
    date = iso(item.get("issued")) or item.get("issued", {}).get("literal", "undated")
    said = [who, item["title"], item.get("publisher", "") if item.get("author") else "", date, item.get("URL", "")]
    said += [f"version {item['version']}" if "version" in item else "", item["note"], item.get("annote", "")]
    return ". ".join(filter(None, said)) + "."

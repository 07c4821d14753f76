"""The documents behind rows, ready to be cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from mostanad.loader.ids import raise_if_gone
from mostanad.loader.why import Why

if TYPE_CHECKING:
    from mostanad.loader.tables import Tables

Style = Literal["bibtex", "csl-json", "text"]
#: In which a citation can be had.
STYLES: tuple[Style, ...] = get_args(Style)
#: Columns by which the rows of a frame are known before all keys; the first that is there.
_NAMING = ("evidence_id", "fact_id", "row_id")
#: Columns of ``evidence`` that name what a row of it is of.
_NAMED = ("evidence_id", "fact_id", "claim_id", "passage_id", "source_id")
_AGAINST = frozenset({"denies", "disputes", "retracts"})
_ONLY_AGAINST = "speaks against these rows only: it denies, disputes or retracts"


def cite(release: Tables, what: Any, style: Style = "bibtex", accessed: dt.date | None = None) -> str:
    """See :func:`mostanad.cite`."""
    if style not in STYLES:
        raise ValueError(f"style={style!r} is not one of {', '.join(STYLES)}")
    if (version := about_what(what).get("version", release.version)) != release.version:
        raise ValueError(f"these rows are of release {version}, and not of {release.version}")
    from mostanad.contract.lock import to_json
    from mostanad.releases.bibliography import bibtex, csl

    stances = _sources(release, what)
    remarks = {source: _ONLY_AGAINST for source, found in stances.items() if found and found <= _AGAINST}
    tables = {name: release._read(name) for name in ("sources", "parties", "officials")}
    asked = (tables, release.about, stances, accessed, remarks)
    if style == "bibtex":
        return bibtex(*asked)
    items = csl(*asked)
    return "".join(f"{_line(item)}\n" for item in items) if style == "text" else to_json(items)


def about_what(what: Any) -> dict[str, str]:
    """Of which release a frame or an answer of ``why`` is, and without whom, as far as it says so."""
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
    """The documents behind rows, and how what they say stands to the rows; of a document named as such nothing."""
    evidence = release._read("evidence").select([*_NAMED, "stance"]).to_pylist()
    wanted = set(_ids(what))
    wanted |= set(_behind_checks(release, wanted))
    named = [row for row in evidence if wanted & _names(row)]
    found: dict[str, set[str]] = {}
    for row in named:
        found.setdefault(row["source_id"], set()).add(row["stance"])
    known = {name for row in named for name in _names(row)}
    if wanted - known:
        sources = set(release._read("sources")["source_id"].to_pylist())
        _refuse_unknown(release._whole, sorted(wanted - known))
        found |= {name: set() for name in wanted & sources if name not in found}
    return found


def _behind_checks(release: Tables, wanted: set[str]) -> Iterator[str]:
    """For checks and their answers: the claim that is checked, and the rows that show the answers."""
    if not {"fact_checks", "fact_check_answers"} <= set(release.tables()):
        return
    claims = {row["check_id"]: row["claim_id"] for row in release._rows("fact_checks")}
    yield from (claim for check, claim in claims.items() if check in wanted)
    for row in release._rows("fact_check_answers"):
        if wanted & {row["check_id"], row["item_id"]}:
            yield from (claims[row["check_id"]], *(row["shown_by"] or ()))


def _names(row: Mapping[str, Any]) -> set[str]:
    return {row[name] for name in _NAMED} | {row["fact_id"].partition("/")[0]}


def _refuse_unknown(release: Tables, ids: list[str]) -> None:
    """A row that nothing backs has no documents; but it must be there, else an IdGone or another KeyError."""
    keys = set(release._read("evidence")["evidence_id"].to_pylist())
    for name in release.tables():
        if name not in ("evidence", "redirects"):
            keys.update(release._read(name)[0].to_pylist())  # the key stands first
    for name in ids:
        if name not in keys:
            raise_if_gone(release, name)
            raise KeyError(f"no id {name!r} in release {release.version}")


def _ids(what: Any) -> Iterator[str]:
    if isinstance(what, str):
        yield what
        return
    if isinstance(what, Why):
        yield from (item.fact["fact_id"] for item in what)
        return
    if hasattr(what, "to_arrow_table"):  # a relation of DuckDB
        what = what.to_arrow_table()
    if isinstance(what, Mapping):
        what = [what]
    names = getattr(what, "column_names", getattr(what, "columns", None))  # of Arrow; of pandas and polars
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
    """The columns by which the rows of a frame are known; a ValueError if there are none."""
    from mostanad.models import TABLES

    found = set(columns)
    if naming := next((name for name in _NAMING if name in found), None):
        return [naming]
    keys = {model.key(): {column.name for column in model.columns()} for model in TABLES.values()}
    present = found & keys.keys()
    # A key that another row in the frame refers to by the same name (programme_id of a listing) names no row itself.
    if own := sorted(key for key in present if not any(key in keys[other] for other in present - {key})):
        return own
    raise ValueError(
        "no column of the frame names its rows: keep the key (such as sanction_id), fact_id or row_id; or give ids"
    )


def _line(item: Mapping[str, Any]) -> str:
    who = "; ".join(author["literal"] for author in item.get("author", ())) or item.get("publisher", "")
    issued = item.get("issued", {})
    date = "-".join(f"{part:02}" for part in issued.get("date-parts", [[]])[0]) or issued.get("literal", "undated")
    said = [who, item["title"], item.get("publisher", "") if item.get("author") else "", date, item.get("URL", "")]
    said += [f"version {item['version']}" if "version" in item else "", item["note"], item.get("annote", "")]
    return ". ".join(filter(None, said)) + "."

"""The documents behind rows, ready to be cited."""

from __future__ import annotations

import datetime as dt
import json
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


def cite(
    release: Tables,
    what: Any,
    style: Style = "bibtex",
    accessed: dt.date | None = None,
    whole: Tables | None = None,
) -> str:
    """See :func:`mostanad.cite`; of what is left of a release, ``whole`` is the release, which knows all ids."""
    if style not in STYLES:
        raise ValueError(f"style={style!r} is not one of {', '.join(STYLES)}")
    if (version := about_what(what).get("version", release.version)) != release.version:
        raise ValueError(f"these rows are of release {version}, and not of {release.version}")
    stances = _sources(release, what, whole or release)
    against = {source for source, found in stances.items() if found and found <= _AGAINST}
    return _WRITERS[style](release, sorted(stances), against, accessed)


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


def _sources(release: Tables, what: Any, whole: Tables) -> dict[str, set[str]]:
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
        _refuse_unknown(whole, sorted(wanted - known))
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
    """A row that nothing backs has no documents; but it must be there.

    Raises:
        IdGone: if an id was merged or withdrawn.
        KeyError: if there is no such id.
    """
    facts = set(release._read("facts")["fact_id"].to_pylist())
    evidence = release._read("evidence")["evidence_id"].to_pylist()
    names = [name for name in release.tables() if name not in ("facts", "evidence", "redirects")]
    keys = facts.union(evidence, *(release._read(name)[0].to_pylist() for name in names))
    for name in ids:
        if name not in keys:
            raise_if_gone(release, name)
            raise KeyError(f"no id {name!r} in release {release.version}")


def _ids(what: Any) -> Iterator[str]:
    if isinstance(what, str):
        yield what
    elif isinstance(what, Why):
        yield from (item.fact["fact_id"] for item in what)
    elif (columns := _columns(what)) is not None:
        for column in _naming(columns):
            yield from (str(name) for name in columns[column] if _is_text(name))
    elif isinstance(what, Mapping):
        yield from _ids([what])
    else:
        rows = list(what)
        if rows and all(isinstance(row, Mapping) for row in rows):
            for column in _naming(rows[0]):
                yield from (row[column] for row in rows if _is_text(row[column]))
        else:
            yield from map(str, rows)


def _is_text(cell: Any) -> bool:
    return isinstance(cell, str) and bool(cell)


def _columns(what: Any) -> dict[str, Iterable[Any]] | None:
    """The columns of a frame by name; None if it is none."""
    if hasattr(what, "to_arrow_table"):  # a relation of DuckDB
        what = what.to_arrow_table()
    if hasattr(what, "column_names"):  # Arrow
        return {name: what[name].to_pylist() for name in what.column_names}
    if hasattr(what, "columns"):  # pandas and polars
        return {name: list(what[name]) for name in what.columns}
    return None


def _naming(columns: Iterable[str]) -> list[str]:
    """The columns by which the rows of a frame are known.

    Raises:
        ValueError: if there is none.
    """
    from mostanad.models import TABLES

    found = set(columns)
    keys = {model.key(): {column.name for column in model.columns()} for model in TABLES.values()}
    present = {key for key in keys if key in found}
    # A key that another row in the frame refers to by the same name (programme_id of a listing) is no row of its own.
    own = sorted(key for key in present if not any(key in keys[other] for other in present - {key}))
    if naming := next((name for name in _NAMING if name in found), None):
        return [naming]
    if own:
        return own
    raise ValueError(
        "no column of the frame names its rows: keep the key (such as sanction_id), fact_id or row_id; or give ids"
    )


def _bibtex(release: Tables, source_ids: list[str], against: set[str], accessed: dt.date | None) -> str:
    from mostanad.releases.bibliography import bibtex, release_bibtex

    tables = _tables(release)
    parts = [release_bibtex(release.version)]
    for source_id in source_ids:
        entry = bibtex(tables, release.version, source_ids=[source_id], accessed=accessed)
        mark = f"  annotation = {{{_ONLY_AGAINST}}},\n" if source_id in against else ""
        parts.append(entry.removesuffix("}\n") + mark + "}\n")
    return "".join(parts)


def _items(release: Tables, source_ids: list[str], against: set[str], accessed: dt.date | None) -> list[dict[str, Any]]:
    from mostanad.releases.bibliography import csl_json
    from mostanad.releases.release_about import AUTHOR, LICENCE, TITLE

    year, month, _ = release.version.split(".")
    first = {
        "id": f"mostanad-{release.version.replace('.', '-')}",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": AUTHOR}],
        "issued": {"date-parts": [[int(year), int(month)]]},
        "version": release.version,
        "note": f"licence {LICENCE}",
    }
    items = json.loads(csl_json(_tables(release), release.version, source_ids=source_ids, accessed=accessed))
    return [first, *(item | ({"annote": _ONLY_AGAINST} if item["id"] in against else {}) for item in items)]


def _csl(release: Tables, source_ids: list[str], against: set[str], accessed: dt.date | None) -> str:
    return json.dumps(_items(release, source_ids, against, accessed), ensure_ascii=False, indent=2) + "\n"


def _text(release: Tables, source_ids: list[str], against: set[str], accessed: dt.date | None) -> str:
    return "".join(f"{_line(item)}\n" for item in _items(release, source_ids, against, accessed))


def _line(item: Mapping[str, Any]) -> str:
    who = "; ".join(author["literal"] for author in item.get("author", ())) or item.get("publisher", "")
    issued = item.get("issued", {})
    parts = issued.get("date-parts", [[]])[0]
    date = "-".join(f"{part:02}" for part in parts) or issued.get("literal", "undated")
    said = [who, item["title"], item.get("publisher", "") if item.get("author") else "", date, item.get("URL", "")]
    if "version" in item:
        said.append(f"version {item['version']}")
    said += [item["note"], item.get("annote", "")]
    return ". ".join(part for part in said if part) + "."


def _tables(release: Tables) -> dict[str, Any]:
    return {name: release._read(name) for name in ("sources", "parties", "officials")}


_WRITERS = {"bibtex": _bibtex, "csl-json": _csl, "text": _text}

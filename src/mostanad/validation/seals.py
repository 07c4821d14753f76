"""Layer 5, first part: every claim must have a seal, and every seal must fit.

A seal is a hash, which does not show which of its parts changed. But if several claims share a part, and the seals of
all of them are broken, that part is the likely cause, and is reported once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mostanad.evidence import lineage
from mostanad.evidence.seals import seal
from mostanad.files.grouping import grouped, keyed
from mostanad.files.package import Table
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.places import Places

#: A part of what is sealed: a table, a row, and a column or an empty string for the row as a whole.
Part = tuple[str, str, str]
Row = Mapping[str, str]
_NAMED = 3


@dataclass(frozen=True)
class Sealable:
    """A claim with its table and source, and with the seal that it should have."""

    claim: Row
    table: str
    source_id: str
    seal: str


def sealables(tables: Mapping[str, Mapping[str, Row]], claims: Iterable[Row]) -> Iterator[Sealable]:
    """Yield claims whose row, passage and source exist, with the seals they should have; ``tables``: rows by key."""
    table_of = {key: name for name in FACT_TABLES for key in tables[name]}
    descent = {row["source_id"]: row for row in lineage.table(tables["sources"].values())}
    for claim in claims:
        name = table_of.get(claim["target_id"], "")
        passage = tables["passages"].get(claim["passage_id"], {})
        source = tables["sources"].get(passage.get("source_id", ""))
        if not name or source is None:
            continue
        above = descent[source["source_id"]]
        asserter = claim["asserted_by"] or above["asserter"]
        parts = {"row": tables[name][claim["target_id"]], "claim": claim, "passage": passage, "source": source}
        made = seal(table=name, **parts, asserter=asserter, origin=above["origin"])
        yield Sealable(claim, name, source["source_id"], made)


def check(tables: Mapping[str, Table], places: Places) -> Iterator[Finding]:
    """Check that every claim has a seal and every seal fits, in tables without errors in layers 1 to 3.

    If one edit breaks many seals, one finding covers them.
    """
    sealed = {record["claim_id"]: record["seal"] for record in tables["seals"].records()}
    rows = {name: keyed(tables[name].records()) for name in (*FACT_TABLES, "sources", "passages", "claims")}
    made = {item.claim["claim_id"]: item for item in sealables(rows, rows["claims"].values())}
    broken = [name for name, item in made.items() if sealed.get(name, item.seal) != item.seal]
    likely = _likely({name: item for name, item in made.items() if name in sealed}, frozenset(broken), tables)
    yield from _summaries(likely, places)
    yield from unsealed([name for name in made if name not in sealed], places)
    for name in broken:
        target = made[name].claim["target_id"]
        file, line, _ = places.of(made[name].table, target, "")
        message = f"the seal does not fit: the row {target} ({file}:{line})"
        message += ", the attribution or the passage is not what was sealed, or the seal itself was changed"
        finding = CODES["MST522"].at(*places.of("claims", name, "claim_id"), name, message)
        yield replace(finding, covered_by="/".join(likely.get(name, ())))
    for name in [name for name in sealed if name not in rows["claims"]]:
        yield CODES["MST523"].at(*places.of("seals", name, "claim_id"), name, "there is no such claim")


def unsealed(claims: Iterable[str], places: Places) -> Iterator[Finding]:
    """The findings for claims without a seal."""
    for name in claims:
        yield CODES["MST521"].at(*places.of("claims", name, "claim_id"), name, "the claim has no seal")


def _likely(made: Mapping[str, Sealable], broken: frozenset[str], tables: Mapping[str, Table]) -> dict[str, Part]:
    """For each claim whose seal one edit seems to have broken with others, the edited part."""
    if len(broken) < 2:
        return {}
    above = {row["source_id"]: row["derived_from"] for row in tables["sources"].records()}
    users: dict[Part, set[str]] = {}
    for name, item in made.items():
        for part in _parts(item, above):
            users.setdefault(part, set()).add(name)
    suspected = (part for part, names in users.items() if len(names) > 1 and names <= broken)
    suspects = grouped(suspected, lambda part: frozenset(users[part]))
    found: dict[str, Part] = {}
    for backed in sorted(suspects, key=lambda one: (-len(one), sorted(one))):  # what explains the most comes first
        if len(explained := backed - found.keys()) > 1:
            found |= dict.fromkeys(sorted(explained), _choice(suspects[backed]))
    return found


def _parts(item: Sealable, above: Mapping[str, str]) -> Iterator[Part]:
    """The parts of what a seal covers, except the claim itself."""
    target = item.claim["target_id"]
    yield from ((item.table, target, field) for field in item.claim["fields"].split(" "))
    yield item.table, target, ""
    yield "passages", item.claim["passage_id"], ""
    # A seal also covers who asserts the origin of its source.
    descent = (name for name in lineage.ancestors(item.source_id, above) if name in above and name != item.source_id)
    yield from (("sources", name, "") for name in (item.source_id, *descent))
    if not item.claim["as_of"]:  # then a claim is about the day of its document
        yield "sources", item.source_id, "published"


def _choice(parts: list[Part]) -> Part:
    """Of parts that explain the same, prefer one cell, then its row, then a passage, then a source."""
    # Blame the day of a source only if claims on it that name another day still fit.
    cells = [part for part in parts if part[2] and (part[0] != "sources" or (*part[:2], "") not in parts)]
    if len(cells) == 1:
        return cells[0]
    # The same claims back several cells, and others back the row too: nobody can tell which of the cells changed.
    whole = [part for part in parts if not part[2]] or [(*cells[0][:2], "")]
    return min(whole, key=lambda part: {"passages": 1, "sources": 2}.get(part[0], 0))


def _summaries(likely: Mapping[str, Part], places: Places) -> Iterator[Finding]:
    """One finding at each edited part, with the number of seals that it broke, and the first of them."""
    for part in dict.fromkeys(likely.values()):
        names = sorted(name for name, one in likely.items() if one == part)
        table, row, field = part
        what = f"{field} of {row}" if field else f"the row {row}"
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        message = f"{len(names)} seals do not fit, likely because {what} is not what was sealed: "
        message += ", ".join(names[:_NAMED]) + more
        where = places.of(table, row, field or TABLES[table].key())
        yield replace(CODES["MST522"].at(*where, row, message), id="/".join(part), summary=True)

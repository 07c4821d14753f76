"""Rules about several cells of one row, by table: each problem is a code, the column to blame and what is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

from mostanad.models.vocabularies import Comparator, Derivation, PartyKind, SourceKind, Stance, Verdict

Problems = Iterator[tuple[str, str, str]]


def _claims(row: Any) -> Problems:
    one_cell = row.stance in (Stance.DISPUTES, Stance.APPROXIMATES)
    if one_cell and len(row.fields) != 1:
        yield "MST441", "fields", f"a claim that {row.stance} is about one cell"
    if one_cell != (row.value is not None):
        yield "MST441", "value", "value goes with the stances disputes and approximates, and only with them"
    if row.as_stated is not None and len(row.as_stated.split(" ")) > 5:
        yield "MST442", "as_stated", "as_stated has at most five words"


def _estimates(row: Any) -> Problems:
    unquantified = row.comparator == Comparator.UNQUANTIFIED
    if unquantified and row.value is not None:
        yield "MST421", "value", "an unquantified estimate has no value"
    if not unquantified and row.value is None:
        yield "MST421", "value", f"an estimate with comparator {row.comparator} needs a value"
    between = row.comparator == Comparator.BETWEEN
    if between != (row.value_to is not None):
        yield "MST422", "value_to", "value_to goes with the comparator between, and only with it"
    if between and row.value is not None and row.value_to is not None and row.value_to <= row.value:
        yield "MST422", "value_to", "value_to must be greater than value"


def _fact_checks(row: Any) -> Problems:
    if row.verdict is Verdict.UNDECIDABLE and row.needs is None:
        yield "MST444", "needs", "an undecidable check says what document would decide it"


def _groups(row: Any) -> Problems:
    counted = row.comparator not in (None, Comparator.UNQUANTIFIED)
    if (row.size is not None) != counted:
        yield "MST423", "comparator", "a size has a comparator; only `unquantified` stands alone"


def _participations(row: Any) -> Problems:
    if row.standing is None and row.standing_date is not None:
        yield "MST443", "standing_date", "standing_date without a standing"


def _parties(row: Any) -> Problems:
    if (row.kind == PartyKind.UNNAMED) != (row.party_id == "unnamed"):
        yield "MST424", "kind", "the party `unnamed`, and no other, is of kind unnamed"


def _sources(row: Any) -> Problems:
    if (row.derivation == Derivation.ORIGINAL) != (row.derived_from is None):
        yield "MST431", "derived_from", "an original is derived from nothing, anything else from a source"
    if row.kind == SourceKind.OP_ED and row.author is None:
        yield "MST434", "author", "an op-ed is asserted by its author: name one, or `unnamed`"
    if (row.published is None) != (row.published_basis is None):
        yield "MST432", "published_basis", "a date of publication and how it is known go together"
    file_cells = (row.format, row.bytes, row.sha256, row.coverage)
    if any(cell is None for cell in file_cells) and any(cell is not None for cell in file_cells):
        yield "MST433", "sha256", "format, bytes, sha256 and coverage describe one file: all of them, or none"


#: The rules of each table that has some; its ``suspects`` (in SQL) says which rows may break them.
PROBLEMS: dict[str, Callable[[Any], Problems]] = {
    "claims": _claims,
    "estimates": _estimates,
    "fact_checks": _fact_checks,
    "groups": _groups,
    "participations": _participations,
    "parties": _parties,
    "sources": _sources,
}

"""Did you mean: the valid value that is nearest to an invalid one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.findings import Finding
from mostanad.validation.places import Places

_NO_SUCH_ID = ("MST303", "MST304")
_NO_SUCH_FIELD = "MST502"
#: The most distinct values of a report that get a suggestion: with more, typing errors are not the problem.
_MOST = 50
_LONGEST = 200
#: Ids must be very similar: similar names are often those of different people.
_LEAST_OF_IDS = 85


def nearest(word: str, candidates: Iterable[str], least: float = 62) -> str:
    """The candidate nearest to a word, or an empty string if none has the similarity ``least`` (equal words have 100).

    >>> nearest("Ebrahim-raisi", ["ebrahim-raisi", "ebrahim-rahimi"])
    'ebrahim-raisi'
    """
    from rapidfuzz import fuzz, process  # imported only if something is wrong

    if not word or len(word) > _LONGEST:
        return ""
    likely = sorted(candidates)
    lowered = word.lower()
    if same := next((name for name in likely if name.lower() == lowered and name != word), ""):
        return same
    near = process.extractOne(word, likely, scorer=fuzz.ratio, score_cutoff=least)
    return near[0] if near else ""


def suggested(findings: Iterable[Finding], places: Places) -> Iterator[Finding]:
    """Yield all findings; add the nearest value to those about an id or a column that does not exist."""
    found: dict[tuple[str, str, str], str] = {}

    @cache
    def ids(tables: Sequence[str]) -> list[str]:
        return sorted({key for table in tables for key in places.keys(table)})

    def near(table: str, finding: Finding) -> str:
        place = (table, finding.field, finding.value)
        if place not in found and len(found) < _MOST:
            found[place] = nearest(finding.value, ids(_targets(table, finding.field)), _LEAST_OF_IDS)
        return found.get(place, "")

    for finding in findings:
        value, table = "", places.name_of(finding)
        if finding.value and not finding.suggestion and table:
            if finding.code in _NO_SUCH_ID and finding.field != "old_id":
                value = near(table, finding)
            elif finding.code == _NO_SUCH_FIELD:
                value = nearest(finding.value, _fields(finding, places))
        if value in ("", finding.value):
            yield finding
        else:
            yield replace(finding, suggestion=value, message=f"{finding.message}; did you mean {value!r}?")


def _targets(table: str, field: str) -> tuple[str, ...]:
    """The tables into which a column may point; a redirect may lead into any that holds facts."""
    if table == "redirects":
        return tuple(FACT_TABLES)
    return next((column.references for column in TABLES[table].columns() if column.name == field), ())


def _fields(finding: Finding, places: Places) -> list[str]:
    """The columns that a claim may name: the assertion and coding columns of its target's table."""
    target = places.value("claims", finding.row_id, "target_id")
    table = next((name for name in FACT_TABLES if target in places.keys(name)), "")
    return [one.name for one in TABLES[table].columns() if one.role in ("assertion", "coding")] if table else []

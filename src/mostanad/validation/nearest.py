"""Did you mean: the nearest valid value for one that is not valid."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cache

from mostanad.files.tables import Table
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.findings import Finding

_NO_SUCH_ID = ("MST303", "MST304")
_NO_SUCH_FIELD = "MST502"
#: For how many different values of a report a near one is looked for: who mistyped more has another trouble.
_MOST = 50
_LONGEST = 200
#: So few candidates are all compared.
_FEW = 200
#: Of ids much likeness is asked: similar names are often those of different people.
_LEAST_OF_IDS = 0.85


def nearest(word: str, candidates: Collection[str], least: float = 0.6) -> str:
    """The candidate that is nearest to a word, or an empty string if none is as like (1 is equal) as asked (least).

    >>> nearest("Ebrahim-raisi", ["ebrahim-raisi", "ebrahim-rahimi"])
    'ebrahim-raisi'
    """
    if not word or len(word) > _LONGEST:
        return ""
    lowered = word.lower()
    same = [name for name in candidates if name.lower() == lowered and name != word]
    if same:
        return min(same)
    likely = sorted(candidates if len(candidates) < _FEW else (one for one in candidates if _is_likely(one, word)))
    near = difflib.get_close_matches(word, likely, 1, least)
    return near[0] if near else ""


def _is_likely(candidate: str, word: str) -> bool:
    """Most of the ids of a large table cannot be near: another length, and another beginning and end."""
    is_as_long = abs(len(candidate) - len(word)) <= max(2, len(word) // 3)
    return is_as_long and (candidate[:2] == word[:2] or candidate[-2:] == word[-2:])


def suggested(findings: Iterable[Finding], tables: Mapping[str, Table]) -> list[Finding]:
    """Findings about an id or a column that does not exist, with the nearest that does."""
    names = {table.file: name for name, table in tables.items()}
    found: dict[tuple[str, str, str], str] = {}

    @cache
    def ids(name: str) -> frozenset[str]:
        key = TABLES[name].key()
        return frozenset(record[key] for record in tables[name].records() if record.get(key))

    def near(finding: Finding) -> str:
        place = (finding.file, finding.field, finding.value)
        if place not in found and len(found) < _MOST:
            column = _column(names.get(finding.file, ""), finding.field)
            found[place] = nearest(finding.value, frozenset[str]().union(*map(ids, column)), _LEAST_OF_IDS)
        return found.get(place, "")

    def with_suggestion(finding: Finding) -> Finding:
        if finding.suggestion or not finding.value:
            return finding
        if finding.code in _NO_SUCH_ID and finding.field != "old_id":
            value = near(finding)
        elif finding.code == _NO_SUCH_FIELD:
            value = nearest(finding.value, _fields(finding, tables))
        else:
            return finding
        if not value or value == finding.value:
            return finding
        return replace(finding, suggestion=value, message=f"{finding.message}; did you mean {value!r}?")

    return [with_suggestion(finding) for finding in findings]


def _column(table: str, field: str) -> tuple[str, ...]:
    """The tables into which a column may point; a redirect may lead into any that holds facts."""
    if table == "redirects":
        return tuple(FACT_TABLES)
    columns = TABLES[table].columns() if table in TABLES else ()
    return next((column.references for column in columns if column.name == field), ())


def _fields(finding: Finding, tables: Mapping[str, Table]) -> frozenset[str]:
    """The columns that a claim may name: those of its target's table that hold what a source can say."""
    claim = next((row for row in tables["claims"].records() if row.get("claim_id") == finding.row_id), {})
    target = claim.get("target_id", "")
    for name in FACT_TABLES:
        key = TABLES[name].key()
        if any(record.get(key) == target for record in tables[name].records()):
            return frozenset(column.name for column in TABLES[name].columns() if column.role in ("assertion", "coding"))
    return frozenset()

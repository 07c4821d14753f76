"""What comes from what: of findings with one cause, one stands and covers the others.

Nothing is lost: a covered finding names the one that covers it, and programs get all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from mostanad.validation.findings import Finding, in_order

#: From how many findings on in the same words the first one covers the others.
_ALIKE = 4
#: With more findings of one code in one file than this, only the first few stand.
_MANY, _FEW = 20, 10
_NO_SUCH_ID, _SEAL_WITHOUT_CLAIM = "MST303", "MST523"
#: A line with the wrong cells, and what is said of the cells there as if they were the right ones.
_WRONG_CELLS, _OF_CELLS = "MST204", ("MST108", "MST111", "MST112")
_TAB = ("MST105", "U+0009")
#: A row that stands twice, and what is said of its cells in the line of the second.
_KEY_TWICE, _OF_TWICE = "MST301", ("MST111", "MST522", "MST544")
#: What is said of a passage that is not what was read.
_OF_PASSAGE = ("MST305", "MST307", "MST531", "MST532")
#: What is said of a claim in the light of the row that it is about.
_OF_CHANGED = ("MST420", "MST503")
#: The cells by which claims come to their documents.
_TO_DOCUMENTS = ("source_id", "passage_id")
_CLAIMS, _HISTORY = "claims.csv", "history.csv"
_BROKEN_SEAL, _PUBLISHED_OTHERWISE = "MST522", "MST544"
_CELL_WITHOUT_CLAIM, _UNUSED_PASSAGE = "MST501", "MST507"
#: What is said of a row whose id was changed, besides that the old one leads nowhere.
_OF_RENAMED = (_CELL_WITHOUT_CLAIM, "MST512")

Covers = dict[str, str]


def said_once(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without those that say of a place what another code says there: a seal without its claim."""
    found = list(findings)
    seals = {(one.file, one.line) for one in found if one.code == _SEAL_WITHOUT_CLAIM}
    return [one for one in found if one.code != _NO_SUCH_ID or (one.file, one.line) not in seals]


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in their order, with their ids, each that comes from another with the id of that other."""
    found = list(findings)
    covers: Covers = {one.id: one.covered_by for one in found if one.covered_by}
    summaries = [one for one in found if one.summary]
    _cover(covers, found, lambda one: (one.value,) if one.code == _NO_SUCH_ID and one.value else None)
    renamed = _renamed_rows(found)
    _cover_renamed(covers, found, renamed)
    _cover_unclaimed(covers, found)
    _cover_in_line(covers, found)
    rooted = sorted(found, key=lambda one: (one.severity != "error", one.code))
    _cover(covers, rooted, _cell)
    _cover(covers, found, lambda one: (one.file, one.row_id) if one.code == _CELL_WITHOUT_CLAIM else None)
    _cover(covers, found, lambda one: (one.code, one.file, one.message), least=_ALIKE)
    _cover(covers, found, lambda one: (one.code, one.file), least=_MANY + 1, stand=_FEW)
    for summary in summaries:
        covers.pop(summary.id, None)
    _cover_changed(covers, found)
    return in_order([*renamed, *(replace(one, covered_by=_root(one.id, covers)) for one in found)])


def _cell(finding: Finding) -> Hashable:
    """The cell in which a finding lies; where lines are no CSV, its column."""
    if not finding.line or not finding.column or finding.summary:
        return None
    return finding.file, finding.line, finding.field or finding.column


def _cover(
    covers: Covers, findings: Iterable[Finding], group: Callable[[Finding], Hashable], least: int = 2, stand: int = 1
) -> None:
    """Let the first of each group cover the others; the first few (stand) stand, if the group has so many (least)."""
    groups: dict[Hashable, list[str]] = {}
    for finding in findings:
        name = group(finding)
        if name is not None and finding.id not in covers:
            groups.setdefault(name, []).append(finding.id)
    for first, *others in groups.values():
        if len(others) + 1 >= least:
            covers.update(dict.fromkeys(others[stand - 1 :], first))


def _cover_renamed(covers: Covers, findings: list[Finding], renamed: list[Finding]) -> None:
    """A row that was given another id: ids that lead nowhere, and nothing backs the row."""
    rows = {one.row_id: one.id for one in renamed}
    for finding in findings:
        if finding.code == _NO_SUCH_ID and finding.suggestion in rows:
            covers[finding.id] = rows[finding.suggestion]
        elif finding.code in _OF_RENAMED and finding.row_id in rows:
            covers.setdefault(finding.id, rows[finding.row_id])


def _cover_unclaimed(covers: Covers, findings: list[Finding]) -> None:
    """A seal whose claim is gone: the cells that it backed have no claim, and its passage has no use."""
    rows: dict[str, str] = {}
    passages: dict[str, str] = {}
    for finding in findings:
        if finding.code == _SEAL_WITHOUT_CLAIM:
            # The id of a claim is that of its passage, its target and, where needed, its asserter.
            parts = finding.value.split(".")
            for end in (1, 2):
                rows.setdefault(parts[-end], finding.id)
                passages.setdefault(".".join(parts[:-end]), finding.id)
                if len(parts) == end:
                    break
    for finding in findings:
        known = rows if finding.code == _CELL_WITHOUT_CLAIM else passages if finding.code == _UNUSED_PASSAGE else {}
        if finding.row_id in known:
            covers.setdefault(finding.id, known[finding.row_id])


def _cover_in_line(covers: Covers, findings: list[Finding]) -> None:
    """What follows from the wrong number of cells in a line, or from a row that stands twice."""
    ragged = {one.spot[1:]: one.id for one in findings if one.code == _WRONG_CELLS}
    twice = {one.spot[1:]: one.id for one in findings if one.code == _KEY_TWICE}
    tabs = {one.spot[1:]: one.id for one in findings if (one.code, one.value) == _TAB}
    for codes, roots in (((_WRONG_CELLS,), tabs), (_OF_CELLS, ragged), (_OF_TWICE, twice)):
        for finding in findings:
            if finding.code in codes and finding.spot[1:] in roots:
                covers.setdefault(finding.id, roots[finding.spot[1:]])


def _cover_changed(covers: Covers, findings: list[Finding]) -> None:
    """A cell that is not as it was published: the seals of its row, and what its claims say, do not fit it any more."""
    dangling = {_cell(one): one.id for one in findings if one.code == _NO_SUCH_ID and one.column}
    for finding in findings:
        if finding.code == _PUBLISHED_OTHERWISE and finding.id not in covers and _cell(finding) in dangling:
            covers[finding.id] = dangling[_cell(finding)]
    roots = _roots_by_row(covers, findings)
    lost = next((one.id for one in findings if one.code == _NO_SUCH_ID and one.field in _TO_DOCUMENTS), "")
    for finding in findings:
        if finding.id in covers or finding.id in roots.values():
            continue
        if finding.code == _PUBLISHED_OTHERWISE:
            row = finding.value.rpartition("/")[0] if finding.file.endswith(_HISTORY) else ""
            if root := roots.get(row):
                covers[finding.id] = root
            elif row:
                roots[row] = finding.id
        elif finding.code == _BROKEN_SEAL and finding.summary and finding.row_id in roots:
            covers[finding.id] = roots[finding.row_id]
        elif finding.file.endswith(_CLAIMS) and finding.code in (_BROKEN_SEAL, *_OF_CHANGED):
            row = next((part for part in reversed(finding.row_id.split(".")[1:]) if part in roots), "")
            covers.update({finding.id: roots[row]} if row else {})
        elif finding.code == _CELL_WITHOUT_CLAIM and lost:
            covers[finding.id] = lost


def _roots_by_row(covers: Covers, findings: list[Finding]) -> dict[str, str]:
    """What is the matter with rows that are not as they were: by their keys, the ids of the findings that say so."""
    roots: dict[str, str] = {}
    for finding in findings:
        row = finding.row_id if finding.code in (_PUBLISHED_OTHERWISE, _KEY_TWICE, *_OF_PASSAGE) else ""
        if finding.code == _NO_SUCH_ID:  # a row that is gone, or has another id
            row = finding.value
        if row and not finding.file.endswith(_HISTORY):
            roots.setdefault(row, _root(finding.id, covers) or finding.id)
    return roots


def _renamed_rows(findings: list[Finding]) -> list[Finding]:
    """One finding for each row whose id was changed, where it stands; the ids that lead nowhere have its near one."""
    old = {one.suggestion: one for one in reversed(findings) if one.code == _NO_SUCH_ID and one.suggestion}
    rows = {one.row_id: one for one in reversed(findings) if one.code in _OF_RENAMED and one.row_id in old}
    return [_renamed(old[new], row, findings) for new, row in rows.items()]


def _renamed(first: Finding, row: Finding, findings: list[Finding]) -> Finding:
    count = sum(one.code == _NO_SUCH_ID and one.value == first.value for one in findings)
    new = row.row_id
    message = f"{count} cells name {first.value}, which is not there, and nothing names {new}: was the id changed?"
    remedy = "take the change of the id back, or change the id wherever it is named, and add it to redirects.csv"
    at_row = replace(first, file=row.file, line=row.line, column=1, end_column=1 + len(new), row_id=new, field="")
    return replace(at_row, value=new, message=message, remedy=remedy, id=f"{first.id}-renamed", summary=True)


def _root(name: str, covers: Covers) -> str:
    """The finding at the end of the chain; empty for one that stands."""
    seen = {name}
    root = covers.get(name, "")
    while root in covers and root not in seen:
        seen.add(root)
        root = covers[root]
    return "" if root == name else root

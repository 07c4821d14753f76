"""What comes from what: of findings with one cause, one stands and covers the others.

Nothing is lost: a covered finding names the one that covers it, and programs get all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from mostanad.validation.findings import Finding

#: From how many findings on in the same words the first one covers the others.
_ALIKE = 4
#: With more findings of one code in one file than this, only the first few stand.
_MANY, _FEW = 20, 10
_NO_SUCH_ID, _SEAL_WITHOUT_CLAIM = "MST303", "MST523"
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
    """Findings in their order, each that comes from another with the id of that other.

    Args:
        findings: in order, with their ids; what is covered already stays so.
    """
    found = list(findings)
    covers: Covers = {one.id: one.covered_by for one in found if one.covered_by}
    summaries = [one for one in found if one.summary]
    _cover(covers, found, lambda one: (one.value,) if one.code == _NO_SUCH_ID and one.value else None)
    _cover_renamed(covers, found)
    _cover_unclaimed(covers, found)
    rooted = sorted(found, key=lambda one: (one.severity != "error", one.code))
    _cover(covers, rooted, _cell)
    _cover(covers, found, lambda one: (one.file, one.row_id) if one.code == _CELL_WITHOUT_CLAIM else None)
    _cover(covers, found, lambda one: (one.code, one.file, one.message), least=_ALIKE)
    _cover(covers, found, lambda one: (one.code, one.file), least=_MANY + 1, stand=_FEW)
    for summary in summaries:
        covers.pop(summary.id, None)
    return [replace(one, covered_by=_root(one.id, covers)) for one in found]


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


def _cover_renamed(covers: Covers, findings: list[Finding]) -> None:
    """An id that leads nowhere, with a near one that nothing backs: the row was given another id."""
    renamed = {one.suggestion: one.id for one in reversed(findings) if one.code == _NO_SUCH_ID and one.suggestion}
    for finding in findings:
        if finding.code in _OF_RENAMED and finding.row_id in renamed:
            covers.setdefault(finding.id, renamed[finding.row_id])


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


def _root(name: str, covers: Covers) -> str:
    """The finding at the end of the chain; empty for one that stands."""
    seen = {name}
    root = covers.get(name, "")
    while root in covers and root not in seen:
        seen.add(root)
        root = covers[root]
    return "" if root == name else root

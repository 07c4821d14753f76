"""Turns what the layers found into a report: suggestions, ids, causes and excerpts; and selects the codes to report.

Of several findings with one cause, one covers the others. Nothing is lost: each covered finding names the one that
covers it, and programs get all of them.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from mostanad.files.grouping import grouped
from mostanad.validation.findings import Finding, Report, identified, in_order
from mostanad.validation.nearest import suggested
from mostanad.validation.places import Places
from mostanad.validation.private import WITHHELD

#: From this number of findings with the same message, the first one covers the others.
_ALIKE = 4
#: If there are more than the first number of findings of one code in one file, only the second number stay uncovered.
_MANY, _FEW = 20, 10
_NO_SUCH_ID, _SEAL_WITHOUT_CLAIM, _WRONG_CELLS, _KEY_TWICE = "MST303", "MST523", "MST204", "MST301"
_TAB = "U+0009"
_CELL_WITHOUT_CLAIM, _BROKEN_SEAL, _PUBLISHED_OTHERWISE = "MST501", "MST522", "MST544"
#: Codes that follow from the first code on the same line: from a tab, a wrong number of cells, or a repeated key.
_IN_LINE = (
    ("MST105", (_WRONG_CELLS,)),
    (_WRONG_CELLS, ("MST108", "MST111", "MST112")),
    (_KEY_TWICE, ("MST111", _BROKEN_SEAL, _PUBLISHED_OTHERWISE)),
)
#: Codes of a row that is not what it was: changed, duplicated, or a passage that differs from what was read.
_OTHERWISE = (_PUBLISHED_OTHERWISE, _KEY_TWICE, "MST305", "MST307", "MST531", "MST532")
#: Codes of a claim that depend on its target row.
_OF_CLAIMS = (_BROKEN_SEAL, "MST420", "MST503")
#: The columns that lead from a claim to its document.
_TO_DOCUMENTS = ("source_id", "passage_id")
#: Codes of answers, which are computed from rows and their references.
_OF_ANSWERS = ("MST537", "MST538")
#: Codes of a row whose id was changed, besides those of references to the old id.
_OF_RENAMED = (_CELL_WITHOUT_CLAIM, "MST512")

Covers = dict[str, str]


def without_repeated_references(findings: Iterable[Finding]) -> list[Finding]:
    """Drop findings that another code reports in the same place: a missing claim, where a seal has no claim."""
    found = list(findings)
    seals = {(one.file, one.line) for one in found if one.code == _SEAL_WITHOUT_CLAIM}
    return [one for one in found if one.code != _NO_SUCH_ID or (one.file, one.line) not in seals]


def mark_causes(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings, and give each that follows from another finding the id of that one."""
    found = list(findings)
    covers: Covers = {one.id: one.covered_by for one in found if one.covered_by}
    _cover(covers, found, lambda one: (one.value,) if one.code == _NO_SUCH_ID and one.value else None)
    renamed = [*_renamed_rows(found)]
    rows = {one.row_id: one.id for one in renamed}
    covers |= {one.id: rows[one.suggestion] for one in found if one.code == _NO_SUCH_ID and one.suggestion in rows}
    _follow(covers, found, _OF_RENAMED, rows)
    _cover_unclaimed(covers, found)
    for root, codes in _IN_LINE:
        lines = {one.spot[1:]: one.id for one in found if one.code == root and (root != "MST105" or one.value == _TAB)}
        covers = {one.id: lines[one.spot[1:]] for one in found if one.code in codes and one.spot[1:] in lines} | covers
    _cover(covers, sorted(found, key=lambda one: (one.severity != "error", one.code)), _cell)
    _cover(covers, found, lambda one: (one.file, one.row_id) if one.code == _CELL_WITHOUT_CLAIM else None)
    _cover(covers, found, lambda one: (one.code, one.file, one.message), least=_ALIKE)
    _cover(covers, found, lambda one: (one.code, one.file), least=_MANY + 1, stand=_FEW)
    for summary in (one for one in found if one.summary):
        covers.pop(summary.id, None)
    _cover_changed(covers, found)
    return in_order([*renamed, *(replace(one, covered_by=_root(one.id, covers)) for one in found)])


def _cell(finding: Finding) -> Hashable:
    """The cell of a finding, or its column number if the line is not CSV; None if it has no place or is a summary."""
    if not finding.line or not finding.column or finding.summary:
        return None
    return finding.file, finding.line, finding.field or finding.column


def _cover(
    covers: Covers, findings: Iterable[Finding], group: Callable[[Finding], Hashable], least: int = 2, stand: int = 1
) -> None:
    """In groups of ``least`` findings or more, leave the first ``stand`` uncovered; the very first covers the rest."""
    for name, found in grouped((one for one in findings if one.id not in covers), group).items():
        if name is not None and len(found) >= least:
            covers.update(dict.fromkeys((one.id for one in found[stand:]), found[0].id))


def _follow(covers: Covers, findings: list[Finding], codes: tuple[str, ...], roots: Mapping[str, str]) -> None:
    """Let each root, given by the id of a row, cover the findings of these codes on the same row."""
    for finding in findings:
        if finding.code in codes and finding.row_id in roots:
            covers.setdefault(finding.id, roots[finding.row_id])


def _cover_unclaimed(covers: Covers, findings: list[Finding]) -> None:
    """Let a seal whose claim is gone cover the cells that this claim backed, and the passage that it used."""
    rows: dict[str, str] = {}
    for finding in reversed(findings):
        if finding.code == _SEAL_WITHOUT_CLAIM:
            source, place, target, *_ = finding.value.split(".")
            rows |= {target: finding.id, f"{source}.{place}": finding.id}
    _follow(covers, findings, (_CELL_WITHOUT_CLAIM, "MST507"), rows)


def _cover_changed(covers: Covers, findings: list[Finding]) -> None:
    """Let a row that was changed, removed or renamed cover the broken seals, claims and answers that depend on it."""
    dangling = {_cell(one): one.id for one in findings if one.code == _NO_SUCH_ID and one.column}
    for finding in findings:
        if finding.code == _PUBLISHED_OTHERWISE and finding.id not in covers and _cell(finding) in dangling:
            covers[finding.id] = dangling[_cell(finding)]
    roots: dict[str, str] = {}  # by rows that were changed, are gone, or have another id
    for finding in findings:
        row = finding.value if finding.code == _NO_SUCH_ID else finding.row_id if finding.code in _OTHERWISE else ""
        if row and not _is_history(finding):
            roots.setdefault(row, _root(finding.id, covers) or finding.id)
    astray = [one for one in findings if one.code == _NO_SUCH_ID]
    lost = next((one.id for one in astray if one.field in _TO_DOCUMENTS), "")
    for finding in findings:
        if finding.id in covers or finding.id in roots.values():
            continue
        row, root = "", ""
        if finding.code == _PUBLISHED_OTHERWISE and _is_history(finding):
            row = finding.value.rpartition("/")[0]
            root = roots.setdefault(row, finding.id)
        elif finding.code == _BROKEN_SEAL and finding.summary:
            root = roots.get(finding.row_id, "")
        elif finding.file.endswith("claims.csv") and finding.code in _OF_CLAIMS:
            root = next((roots[part] for part in reversed(finding.row_id.split(".")[1:]) if part in roots), "")
        elif finding.code == _CELL_WITHOUT_CLAIM:
            root = lost
        elif finding.code in _OF_ANSWERS and astray:
            root = astray[0].id
        if root not in ("", finding.id):
            covers[finding.id] = root


def _is_history(finding: Finding) -> bool:
    return finding.file.endswith("history.csv")


def _renamed_rows(findings: list[Finding]) -> Iterator[Finding]:
    """One finding for each row whose id seems to be changed: other rows refer to a similar id that does not exist."""
    old = {one.suggestion: one for one in reversed(findings) if one.code == _NO_SUCH_ID and one.suggestion}
    rows = {one.row_id: one for one in reversed(findings) if one.code in _OF_RENAMED and one.row_id in old}
    remedy = "change the id back; or change every reference to it, and add the old id to redirects.csv"
    for new, row in rows.items():
        first = old[new]
        count = sum(one.code == _NO_SUCH_ID and one.value == first.value for one in findings)
        message = f"{count} cells refer to the missing {first.value}, and nothing refers to {new}: was the id changed?"
        at_row = replace(first, file=row.file, line=row.line, column=1, end_column=1 + len(new), row_id=new, field="")
        yield replace(at_row, value=new, message=message, remedy=remedy, id=f"{first.id}-renamed", summary=True)


def _root(name: str, covers: Covers) -> str:
    """The finding at the end of the chain; empty if no other covers this one."""
    seen = {name}
    root = covers.get(name, "")
    while root in covers and root not in seen:
        seen.add(root)
        root = covers[root]
    return "" if root == name else root


def selected(report: Report, select: Collection[str] = (), ignore: Collection[str] = ()) -> Report:
    """Keep the findings whose codes are wanted.

    ``select`` (empty: all) and ``ignore`` are codes, or the beginnings of codes. If a wanted check was not run, the
    findings that kept it from running stay too.
    """
    if not select and not ignore:
        return report

    def is_wanted(code: str) -> bool:
        return (not select or code.startswith(tuple(select))) and not (ignore and code.startswith(tuple(ignore)))

    unfinished = frozenset(filter(is_wanted, report.unfinished))
    blocking = report.blocking if unfinished else ()
    found = [finding for finding in report.findings if is_wanted(finding.code) or finding.spot in blocking]
    left = {finding.id for finding in found}
    freed = [finding if finding.covered_by in left else replace(finding, covered_by="") for finding in found]
    return replace(report, findings=tuple(mark_causes(freed)), unfinished=unfinished)


def finished(report: Report, places: Places) -> Report:
    """Complete a report: locate its findings, add suggestions, ids and excerpts, and let causes cover what follows."""
    located = map(places.located, without_repeated_references(report.findings))
    found = mark_causes(identified(in_order(suggested(located, places))))
    # Never show a line in which something private was found.
    withheld = {(one.file, one.line) for one in found if one.code in WITHHELD}
    standing = (one for one in found if not one.covered_by and (one.file, one.line) not in withheld)
    excerpts = {one.id: excerpt for one in standing if (excerpt := places.excerpt(one))}
    return replace(report, findings=tuple(found), excerpts=excerpts)

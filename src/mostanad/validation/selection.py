"""Which findings of a report are wanted: by their codes, and at most so many."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from mostanad.validation.catalogue import of_layer
from mostanad.validation.causes import folded
from mostanad.validation.findings import Report
from mostanad.validation.rules import all_codes, rules


def known_codes() -> frozenset[str]:
    """Every code that a validation can find; raises RuleError for a file that is not a rule."""
    return frozenset(all_codes())


def not_looked_for(prefixes: Iterable[str], layers: Collection[str]) -> list[str]:
    """The prefixes of codes that none of the layers looks for."""
    return unknown(prefixes, [code for layer in layers for code in codes_of(layer)])


def codes_of(layer: str) -> frozenset[str]:
    """The codes that a layer looks for."""
    return frozenset(rule.code.code for rule in rules()) if layer == "rules" else of_layer(layer)


def unknown(prefixes: Iterable[str], codes: Collection[str]) -> list[str]:
    """The prefixes with which no code begins.

    >>> unknown(["MST1", "MST101", "XYZ", ""], ["MST101", "MST102"])
    ['XYZ', '']
    """
    return [prefix for prefix in prefixes if not prefix or not any(code.startswith(prefix) for code in codes)]


def selected(report: Report, select: Collection[str] = (), ignore: Collection[str] = ()) -> Report:
    """The report with the findings whose codes are wanted.

    Codes, or their beginnings, are selected (none: all) and ignored. If something that is wanted was not run, those
    that kept it from running stay too, wanted or not.
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
    return replace(report, findings=tuple(folded(freed)), unfinished=unfinished)


def limited(report: Report, most: int | None) -> Report:
    """The report with the first findings that stand, and those that these cover."""
    if most is None or len(report.causes) <= most:
        return report
    kept = {finding.id for finding in report.causes[:most]}
    found = tuple(one for one in report.findings if one.id in kept or one.covered_by in kept)
    return replace(report, findings=found, left_out=report.left_out + len(report.findings) - len(found))

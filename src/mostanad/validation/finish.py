"""From what the layers found to what is reported: spans, suggestions, ids, causes, and the lines to show."""

from dataclasses import replace

from mostanad.validation.causes import folded, said_once
from mostanad.validation.findings import Report, identified, in_order
from mostanad.validation.nearest import suggested
from mostanad.validation.places import Places
from mostanad.validation.private import WITHHELD


def finished(report: Report, places: Places) -> Report:
    """The report with all that can be said of each finding."""
    located = map(places.located, said_once(report.findings))
    found = folded(identified(in_order(suggested(located, places))))
    # Not the lines in which something private was found.
    withheld = {(one.file, one.line) for one in found if one.code in WITHHELD}
    standing = (one for one in found if not one.covered_by and (one.file, one.line) not in withheld)
    excerpts = {one.id: excerpt for one in standing if (excerpt := places.excerpt(one))}
    return replace(report, findings=tuple(found), excerpts=excerpts)

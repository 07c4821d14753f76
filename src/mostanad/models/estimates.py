"""Estimates: numbers that sources give."""

from mostanad.models.cells import Moment, Number, Slug, Text, column
from mostanad.models.fields import ENTITIES, Note
from mostanad.models.row import Problems, Row, Words
from mostanad.models.vocabularies import Comparator, Measure


class Estimate(Row):
    """One number by one counter. Another counter's number is a row of its own and neither overwrites the other."""

    spoken = Words(
        noun="number",
        caption="{about_id}: {measure} counted by {counted_by}",
        says="measure",
        subject="about_id",
        indexed=("about_id",),
    )
    suspects = "(value IS NULL) <> (comparator = 'unquantified') OR value_to IS NOT NULL OR comparator = 'between'"

    estimate_id: Slug = column("key", "About, measure and counter, as a rule.", "uprising-2019-11-killed-amnesty-300")
    about_id: Slug = column(
        "assertion", "What it is a number of.", "uprising-2019-11", references=("events", "groups", "programmes")
    )
    measure: Measure = column("assertion", "What is counted.", "killed")
    population: Text = column("assertion", "Whom or what exactly, in our words.", "people killed by security forces")
    comparator: Comparator = column("assertion", "How the number relates to the truth.", "more_than")
    value: Number | None = column("assertion", "The number; empty if unquantified.", "300")
    value_to: Number | None = column("assertion", "The upper number of a range.", "400")
    counted_by: Slug = column(
        "assertion",
        "Who counted; `unnamed` if the source does not say and does not count itself.",
        "amnesty-international",
        references=ENTITIES,
    )
    as_of: Moment | None = column("assertion", "When the number stood.", "[2019-12-01..2019-12-19]")
    subset_of: Slug | None = column(
        "assertion", "The number of which it counts a part.", "massacre-1988-killed-30000", references=("estimates",)
    )
    supersedes: Slug | None = column(
        "assertion",
        "The same counter's earlier number.",
        "uprising-2019-11-killed-amnesty-200",
        references=("estimates",),
    )
    note: Note

    def problems(self) -> Problems:
        unquantified = self.comparator == Comparator.UNQUANTIFIED
        if unquantified and self.value is not None:
            yield "MST421", "value", "an unquantified estimate has no value"
        if not unquantified and self.value is None:
            yield "MST421", "value", f"an estimate with comparator {self.comparator} needs a value"
        between = self.comparator == Comparator.BETWEEN
        if between != (self.value_to is not None):
            yield "MST422", "value_to", "value_to goes with the comparator between, and only with it"
        if between and self.value is not None and self.value_to is not None and self.value_to <= self.value:
            yield "MST422", "value_to", "value_to must be greater than value"

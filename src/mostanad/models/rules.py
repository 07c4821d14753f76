"""Rules about the cells of one row. Each class is the base of its table's model: it says in SQL, over the cells as
text, in which rows there might be a problem, and in Python what is wrong."""

from mostanad.models.row import Problems, Row
from mostanad.models.vocabularies import Comparator, Derivation, PartyKind, SourceKind, Stance, Verdict


class _Parties(Row):
    suspects = "kind = 'unnamed' OR party_id = 'unnamed'"

    def problems(self) -> Problems:
        if (self.kind == PartyKind.UNNAMED) != (self.party_id == "unnamed"):
            yield "MST424", "kind", "the party `unnamed`, and no other, is of kind unnamed"


class _Participations(Row):
    suspects = "standing_date IS NOT NULL"

    def problems(self) -> Problems:
        if self.standing is None and self.standing_date is not None:
            yield "MST443", "standing_date", "standing_date without a standing"


class _Groups(Row):
    suspects = "size IS NOT NULL OR comparator IS NOT NULL"

    def problems(self) -> Problems:
        counted = self.comparator not in (None, Comparator.UNQUANTIFIED)
        if (self.size is not None) != counted:
            yield "MST423", "comparator", "a size has a comparator; only `unquantified` stands alone"


class _Estimates(Row):
    suspects = "comparator IN ('unquantified', 'between') OR value IS NULL OR value_to IS NOT NULL"

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


class _FactChecks(Row):
    suspects = "verdict = 'undecidable'"

    def problems(self) -> Problems:
        if self.verdict is Verdict.UNDECIDABLE and self.needs is None:
            yield "MST444", "needs", "an undecidable check says what document would decide it"


class _Sources(Row):
    suspects = """
        (derivation = 'original') <> (derived_from IS NULL)
        OR (kind = 'op_ed' AND author IS NULL)
        OR (published IS NULL) <> (published_basis IS NULL)
        OR (format IS NULL) <> (bytes IS NULL) OR (format IS NULL) <> (sha256 IS NULL)
        OR (format IS NULL) <> (coverage IS NULL)
    """

    def problems(self) -> Problems:
        if (self.derivation == Derivation.ORIGINAL) != (self.derived_from is None):
            yield "MST431", "derived_from", "an original is derived from nothing, anything else from a source"
        if self.kind == SourceKind.OP_ED and self.author is None:
            yield "MST434", "author", "an op-ed is asserted by its author: name one, or `unnamed`"
        if (self.published is None) != (self.published_basis is None):
            yield "MST432", "published_basis", "a date of publication and how it is known go together"
        file_cells = (self.format, self.bytes, self.sha256, self.coverage)
        if any(cell is None for cell in file_cells) and any(cell is not None for cell in file_cells):
            yield "MST433", "sha256", "format, bytes, sha256 and coverage describe one file: all of them, or none"


class _Claims(Row):
    suspects = "stance IN ('disputes', 'approximates') OR value IS NOT NULL OR as_stated LIKE '% % % % % %'"

    def problems(self) -> Problems:
        one_cell = self.stance in (Stance.DISPUTES, Stance.APPROXIMATES)
        if one_cell and len(self.fields) != 1:
            yield "MST441", "fields", f"a claim that {self.stance} is about one cell"
        if one_cell != (self.value is not None):
            yield "MST441", "value", "value goes with the stances disputes and approximates, and only with them"
        if self.as_stated is not None and len(self.as_stated.split(" ")) > 5:
            yield "MST442", "as_stated", "as_stated has at most five words"


RULES: dict[str, type[Row]] = {
    "parties": _Parties,
    "participations": _Participations,
    "groups": _Groups,
    "estimates": _Estimates,
    "fact_checks": _FactChecks,
    "sources": _Sources,
    "claims": _Claims,
}

"""The catalogue of codes. A code is never used again for something else.

1xx text, 2xx structure and rows, 3xx keys and references, 4xx logic and dates, 5xx provenance, 6xx releases. The codes
of rules across tables stand in the headers of ``validators/*.sql``; all others stand here.
"""

from __future__ import annotations

from dataclasses import dataclass

from mostanad.validation.findings import Finding, Severity


@dataclass(frozen=True)
class Code:
    """What a code means.

    Attributes:
        code: ``MST`` and three digits.
        title: what is wrong, in a few words.
        why: why it matters.
        remedy: how to mend it.
        severity: ``error`` or ``warning``.
    """

    code: str
    title: str
    why: str
    remedy: str
    severity: Severity = "error"

    def at(self, file: str, line: int, column: int, value: str, message: str) -> Finding:
        """A finding of this code at a place."""
        return Finding(self.code, self.severity, file, line, column, value, message, self.remedy)


_FMT = "run `mostanad fmt`"
_CODES = (
    Code("MST101", "not UTF-8", "other encodings are guessed at, and wrongly", "save the file as UTF-8"),
    Code("MST102", "byte order mark", "it becomes a part of the first column's name", _FMT),
    Code("MST103", "line ends", "a carriage return or a missing last line end changes hashes and differences", _FMT),
    Code("MST104", "not NFC", "the same letters in two forms do not compare equal", _FMT),
    Code("MST105", "control or format character", "invisible characters hide differences", "delete the character"),
    Code("MST106", "Arabic letter in Persian text", "yeh and kaf have two forms; searches miss one", _FMT),
    Code(
        "MST107", "look-alike letter", "a Latin word with a letter of another script is another word", "type it again"
    ),
    Code("MST108", "needless space", "outer and doubled spaces make equal values unequal", _FMT),
    Code("MST109", "needless quotation marks", "the same cell written in two ways makes false differences", _FMT),
    Code("MST110", "not CSV", "engines disagree about what the cells are", "mend the quotation marks of this line"),
    Code("MST111", "not in order of the key", "unsorted rows make false differences", _FMT),
    Code("MST112", "a spreadsheet would run it", "data are data, and nothing may run them", "reword the cell"),
    Code("MST113", "blank line", "engines disagree about whether it is a row", _FMT),
    Code("MST201", "table missing", "every table exists, also the empty ones", "restore the file and its resource"),
    Code("MST202", "unusable resource", "a package reads nothing outside itself", "give name and relative path"),
    Code("MST203", "wrong header", "columns are known by name and order", "use exactly the columns of the schema"),
    Code(
        "MST204",
        "ragged row",
        "a cell too many or too few shifts all behind it",
        "count commas; quote cells with commas",
    ),
    Code(
        "MST205",
        "datapackage.json against its profile",
        "other tools could not open it",
        "run `mostanad schema --write`",
    ),
    Code("MST206", "schema drift", "what is published must be what is checked", "run `mostanad schema --write`"),
    Code("MST207", "Frictionless disagrees", "users check with it", "mend the cell so that both accept it"),
    Code("MST211", "required cell is empty", "the row says nothing without it", "fill the cell, or remove the row"),
    Code(
        "MST212",
        "wrong type of cell",
        "a cell that is not what its column says cannot be used",
        "write it as the schema says",
    ),
    Code(
        "MST213",
        "word not in the vocabulary",
        "codes are closed lists so that they can be counted",
        "use a word of the list",
    ),
    Code(
        "MST421",
        "number against comparator",
        "a number without its comparator, or the reverse, misleads",
        "give value, or `unquantified`",
    ),
    Code("MST422", "range of an estimate", "a range has two ends", "give value_to with `between` only"),
    Code(
        "MST423",
        "size against comparator",
        "a size without its comparator, or the reverse, misleads",
        "give both, or `unquantified` alone",
    ),
    Code(
        "MST424",
        "a second `unnamed`",
        "whoever is not named is one party, so that rules see it",
        "use the party `unnamed`",
    ),
    Code(
        "MST431",
        "derivation without its source",
        "copies must be counted as copies",
        "give derived_from, or `original`",
    ),
    Code("MST432", "date of publication without its basis", "an inferred date must say so", "give published_basis"),
    Code("MST433", "file description incomplete", "a document is found by its hash", "use `mostanad source add`"),
    Code("MST434", "op-ed without an author", "who asserts an op-ed is its author", "give author, or `unnamed`"),
    Code(
        "MST441",
        "value against stance",
        "a rival value belongs to one cell",
        "one field and its value, with stance disputes",
    ),
    Code("MST442", "as_stated is too long", "the package holds no sentences of sources", "keep at most five words"),
    Code("MST443", "standing", "a standing has a date only if there is one", "give standing, or drop standing_date"),
    Code(
        "MST444",
        "undecidable, and no word of what would decide it",
        "who reads that nothing decides it asks what would",
        "name in needs the document that would decide it",
    ),
    Code(
        "MST451",
        "means of contact in free text",
        "whoever is written to or rung up can be harassed",
        "take it out; a web address goes into a column for it",
    ),
    Code("MST452", "address in free text", "where people live or can be met is nobody's business", "take it out"),
    Code("MST453", "number of a paper in free text", "it serves to pass for somebody", "take it out"),
    Code("MST454", "relative in free text", "families did not do what is told of here", "take it out"),
    Code("MST455", "digital currency address in free text", "it opens somebody's accounts to view", "take it out"),
    Code(
        "MST456",
        "birth date in free text",
        "it serves to pass for somebody",
        "take it out; the year goes into born",
    ),
    Code("MST521", "claim without a seal", "an unsealed claim can be changed unseen", "run `mostanad seal`"),
    Code(
        "MST522",
        "broken seal",
        "the fact, its attribution or its passage changed after it was read",
        "read the passage again and run `mostanad seal --reread CLAIM`, or take the edit back",
    ),
    Code("MST523", "seal without a claim", "what it sealed is gone", "run `mostanad seal`"),
    Code(
        "MST531",
        "passage does not match its document",
        "the words are not the ones that were read",
        "locate the passage again",
    ),
    Code("MST532", "passage outside its document", "it selects nothing", "locate the passage again"),
    Code(
        "MST533",
        "document not in the folder",
        "it is missing, or was edited and so has another hash",
        "put the document as it was coded into the folder",
    ),
    Code("MST534", "wrong size of a document", "what is said of a file must be so", "give the number of its bytes"),
    Code(
        "MST535",
        "query of a check that cannot be run",
        "an answer that nobody can ask for again is only our word",
        "write one SELECT over the tables of a release; see docs/checks.md",
    ),
    Code(
        "MST536",
        "query of a check that returns no answers",
        "answers and verdict are read off it by program",
        "return entity_id, authority_id, answer, shown_by and verdict, a row for each that is asked about; "
        "see docs/checks.md",
    ),
    Code(
        "MST537",
        "answer, or what shows it, not as the query has it",
        "the record says something else than the check, or the check leaves somebody or something out",
        "correct check_items as the query answers; or the query, if it does not ask the question",
    ),
    Code(
        "MST538",
        "verdict that is not that of the query",
        "the record does not bear the verdict out, or not any more",
        "correct the verdict as the query gives it; or the query, if it does not ask the question",
    ),
)
CODES: dict[str, Code] = {code.code: code for code in _CODES}

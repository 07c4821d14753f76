"""The catalogue of codes. A code is never used again for something else.

1xx text, 2xx structure and rows, 3xx keys and references, 4xx logic and dates, 5xx provenance, 6xx releases. The codes
of rules across tables stand in the headers of ``validators/*.sql``; all others stand here.
"""

from __future__ import annotations

from dataclasses import replace

from mostanad.validation.code import Code
from mostanad.validation.codes_of_provenance import CHECKS, HISTORY, PASSAGES, SEALS

_FMT = "run `mostanad fmt`"
_SCHEMA = "run `mostanad schema --write`"
_TEXT = (
    Code(
        "MST101",
        "not UTF-8",
        "any other encoding has to be guessed, and a wrong guess turns names into other letters",
        "save the file as UTF-8",
    ),
    Code(
        "MST102",
        "byte order mark at the beginning",
        "many programs take the invisible mark for a part of the first column's name",
        _FMT,
    ),
    Code(
        "MST103",
        "line ends that are not LF",
        "a carriage return, or a last line without its end, changes hashes and makes unchanged lines look changed",
        _FMT,
    ),
    Code(
        "MST104",
        "letter written in two parts (not NFC)",
        "a letter with an accent can be written as one character or as two, which look alike and do not compare equal",
        _FMT,
    ),
    Code(
        "MST105",
        "control character, or one that nobody sees",
        "what nobody sees can hide a difference or turn the order of the text round",
        "delete the character; its number is in the finding",
    ),
    Code(
        "MST106",
        "Arabic letter in Persian text",
        "yeh and kaf have an Arabic and a Persian form that look alike, and a search for one misses the other",
        _FMT,
    ),
    Code(
        "MST107",
        "letter of another script inside a Latin word",
        "a Cyrillic or Greek letter that looks Latin makes another word, which no search finds",
        "type the word again with Latin letters",
    ),
    Code(
        "MST108",
        "space too many, or of an unusual kind",
        "outer, doubled and unusual spaces make equal values unequal",
        _FMT,
    ),
    Code(
        "MST109",
        "needless quotation marks",
        "the same cell written in two ways looks like a change where there is none",
        _FMT,
    ),
    Code(
        "MST110",
        "line that cannot be read as CSV",
        "programs disagree about where the cells of this line begin and end",
        "put a cell with a comma or a quotation mark between quotation marks, and double the marks inside it",
    ),
    Code(
        "MST111",
        "row out of the order of the keys",
        "in one fixed order a change shows as the lines that changed, and nothing else",
        _FMT,
    ),
    Code(
        "MST112",
        "cell that a spreadsheet would run",
        "a cell that begins with = + - or @ is a formula to a spreadsheet, and could run on a reader's machine",
        "reword the cell so that it begins with a letter or a digit",
    ),
    Code("MST113", "blank line", "some programs read a blank line as a row, and others do not", _FMT),
    Code(
        "MST114",
        "merge that was not finished",
        "two edits of one place met, and both stand there with the marks of Git between them: one has to be chosen",
        "keep what is right of the two sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
    ),
    Code(
        "MST115",
        "garbled letters",
        "a program took the text for another encoding, and turned letters into others or into a question mark",
        "type the cell again, or take the last saving back; then save in UTF-8",
    ),
    Code(
        "MST116",
        "error of a spreadsheet in the place of a value",
        "where a formula fails or a column is too narrow, a spreadsheet saves that instead of the value, which is lost",
        "type the value again, or take the last saving back",
    ),
    Code(
        "MST117",
        "file cut off",
        "rows are missing: saving, copying or downloading the file ended too early, and no other finding would say so",
        "restore the file (git restore FILE), or download it again",
    ),
)
_STRUCTURE = (
    Code(
        "MST201",
        "table missing",
        "every table is there, if only with its header: else nobody knows whether it is empty or lost",
        "restore the file, and its resource in datapackage.json",
    ),
    Code(
        "MST202",
        "resource that cannot be used",
        "a package is complete in its own folder: each table is one resource, with a path that stays inside",
        "give the resource the name of its table and the relative path of its file",
    ),
    Code(
        "MST203",
        "wrong header",
        "columns are known by their names and their order",
        "make the header exactly the columns of the schema, in their order (docs/codebook.md lists them)",
    ),
    Code(
        "MST204",
        "too many or too few cells in a row",
        "one cell too many or too few puts all cells behind it into the wrong columns",
        "count the commas; put a cell with a comma between quotation marks",
    ),
    Code(
        "MST205",
        "datapackage.json breaks its standard",
        "tools that know the Data Package standard could not open the package",
        _SCHEMA,
    ),
    Code(
        "MST206",
        "datapackage.json is not what the models say",
        "the schema that users read must be the one by which the data are checked",
        _SCHEMA,
    ),
    Code(
        "MST209",
        "file beside the tables that is none",
        "a copy of a table, or what a program left there, is published with the tables and read as if it were checked",
        "delete the file, or move it out of the folder of the tables",
    ),
    Code(
        "MST208",
        "file beyond the limits of size",
        "a file without bounds fills the memory of whoever reads it, and no table needs so much",
        "take out what came in by mistake; the limits stand in docs/ci.md",
    ),
)
_FRICTIONLESS = (
    Code(
        "MST207",
        "Frictionless finds an error that we do not",
        "users check the package with Frictionless, and must come to the same result",
        "write the cell so that both accept it; if it is as the codebook says, report this as an error of mostanad",
    ),
)
_ROWS = (
    Code(
        "MST211",
        "required cell is empty",
        "without this cell the row says nothing",
        "fill the cell, or remove the row if no source says it",
    ),
    Code(
        "MST212",
        "cell that is not of its column's kind",
        "a date, number or id written in another way cannot be compared, counted or followed",
        "write it as the finding and docs/codebook.md say",
    ),
    Code(
        "MST213",
        "word not in the vocabulary",
        "coded columns hold words of closed lists, so that they can be counted",
        "use a word of the list (docs/codebook.md has all, with their meanings)",
    ),
    Code(
        "MST421",
        "number and comparator do not go together",
        "a comparator without its number says nothing, and a number beside `unquantified` contradicts it",
        "give both, or `unquantified` and no number",
    ),
    Code(
        "MST422",
        "range that is none",
        "a range has two ends, the lower one first; any other estimate has one number",
        "give value_to with the comparator `between` only, and greater than value",
    ),
    Code(
        "MST423",
        "size of a group and comparator do not go together",
        "a size without its comparator does not say whether it is exact, and a comparator without a size says nothing",
        "give both, or `unquantified` alone",
    ),
    Code(
        "MST424",
        "second party of kind `unnamed`",
        "whoever a source does not name is the one party `unnamed`, so that rules can tell",
        "use the party `unnamed`, or give this one the kind that it has",
    ),
    Code(
        "MST431",
        "derivation and its source do not go together",
        "a copy must be known as a copy of something, or it counts as a second witness",
        "name the source in derived_from, or set derivation to `original` and leave derived_from empty",
    ),
    Code(
        "MST432",
        "date of publication and its basis do not go together",
        "a date that we inferred must not look like one that the document states",
        "give published_basis with published, or neither",
    ),
    Code(
        "MST433",
        "file of a source described in part only",
        "a document is found and known again by all of format, bytes, sha256 and coverage",
        "let the tool describe the file (`mostanad source add`), or empty all four cells",
    ),
    Code(
        "MST434",
        "op-ed without an author",
        "an op-ed is the word of its author, not of the paper that prints it",
        "name the author, or `unnamed` if it has none",
    ),
    Code(
        "MST441",
        "value and stance of a claim do not go together",
        "a rival value stands beside one cell, and only a claim that disputes or approximates has one",
        "name one field and give its value with the stances disputes and approximates; leave value empty with others",
    ),
    Code(
        "MST442",
        "as_stated longer than five words",
        "the package holds no sentences of its sources: the passage says where they stand",
        "keep the words that matter, five at most",
    ),
    Code(
        "MST443",
        "date of a standing that is not given",
        "a date says since when somebody stood accused, charged or convicted, and says nothing without that",
        "give standing, or empty standing_date",
    ),
    Code(
        "MST444",
        "undecidable, without what would decide it",
        "who reads that nothing decides a claim will ask what would",
        "name in needs the document that would decide it",
    ),
    Code(
        "MST451",
        "means of contact in free text",
        "whoever can be written to or rung up can be harassed",
        "take it out; a web address goes into a column for addresses, if the table has one",
    ),
    Code(
        "MST452",
        "postal address in free text",
        "where people live or can be met is nobody's business",
        "take it out",
    ),
    Code(
        "MST453",
        "number of an identity paper in free text",
        "with the number of a passport or an identity card one can pass for its holder",
        "take it out",
    ),
    Code(
        "MST454",
        "relative in free text",
        "families did not do what is told of here, and could be made to suffer for it",
        "take it out",
    ),
    Code(
        "MST455",
        "digital currency address in free text",
        "an address opens all payments of its holder to view",
        "take it out",
    ),
    Code(
        "MST456",
        "birth date in free text",
        "with a full date of birth one can pass for somebody",
        "take it out; the year goes into the column born",
    ),
)
#: The layer that looks for each of them.
_BY_LAYER = {
    "text": _TEXT,
    "structure": _STRUCTURE,
    "frictionless": _FRICTIONLESS,
    "rows": _ROWS,
    "seals": SEALS,
    "passages": PASSAGES,
    "checks": CHECKS,
    "history": HISTORY,
}
_ALL = (replace(code, layer=layer) for layer, codes in _BY_LAYER.items() for code in codes)
__all__ = ["CODES", "Code", "of_layer"]

#: All of them, in order.
CODES: dict[str, Code] = {code.code: code for code in sorted(_ALL, key=lambda code: code.code)}


def of_layer(layer: str) -> frozenset[str]:
    """The codes that a layer looks for."""
    return frozenset(name for name, code in CODES.items() if code.layer == layer)

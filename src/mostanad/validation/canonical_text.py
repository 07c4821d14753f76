"""Layer 1: canonical text, which every engine splits into the same cells. An error keeps later layers off the table."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from mostanad.files import csvtext
from mostanad.files.canonical import ARABIC_FORMS, is_arabic
from mostanad.files.package import Table
from mostanad.models import TABLES
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.garbled import GARBLED, is_error, lost

_ZWNJ = "\u200c"
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
# Fillers, joiners and variation selectors are invisible too, though not by category (Default_Ignorable_Code_Point).
_IGNORABLE = re.compile(r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_WORD = re.compile(r"[^\W\d_]+")
_LOOKALIKE = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\uff21-\uff5a]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Only spaces (category Zs): tabs and the like are control characters, and reported as such.
_SPACE = r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_SPACES = re.compile(rf"^{_SPACE}|{_SPACE}$|{_SPACE}{{2,}}|(?! ){_SPACE}")
#: Suspicious characters, apart from those that are not printable.
STRANGE = re.compile("|".join((_IGNORABLE.pattern, _LOOKALIKE.pattern, f"[{''.join(ARABIC_FORMS)}]", GARBLED.pattern)))
_RUNS = ("=", "+", "-", "@")
_COMMAS = "save the file again as CSV with commas, or undo the last save"
_HEADER_BYTES = 10_000
# The conflict markers of Git: <<<<<<< ours, ||||||| base, =======, >>>>>>> theirs.
_MARKS = {mark * 7 for mark in "<|=>"}


def check(
    content: bytes, table: Table, key: str, doubted: Collection[int] | None = None, *, in_persian: bool = True
) -> Iterator[Finding]:
    """Check one file; if commas do not separate its cells, report only that. ``doubted``: the only lines that may have
    errors, if they are known; ``in_persian``: :attr:`Package.in_persian`."""
    file = table.file
    if finding := _delimiter(content, table):
        yield finding
        return
    if content.startswith(b"\xef\xbb\xbf"):
        yield CODES["MST102"].at(file, 1, 1, "U+FEFF", "the file begins with a byte order mark")
        content = content[3:]
    where = ""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            place = _place(content, error.start)
            yield CODES["MST101"].at(file, *place, f"0x{content[error.start]:02X}", "these bytes are not UTF-8")
            return
        text, where = content[: error.start].decode("utf-8"), "a letter"
    if "\0" in text:
        message = "NUL characters: the file is UTF-16, or not text"
        yield CODES["MST105"].at(file, *_place(content, content.index(b"\0")), "U+0000", message)
        return
    where = where or _cut_where(table, text)
    yield from _line_ends(file, text, is_cut=bool(where))
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    unreadable: set[int] = set()
    for first, last in _conflicts(lines):
        message = f"an unfinished merge: both sides are in lines {first} to {last}"
        message = message if last > first else "a mark of an unfinished merge"
        yield CODES["MST114"].at(file, first, 1, lines[first - 1][:60], message)
        unreadable.update(range(first, last + 1))
    if where:
        message = f"the file seems to be cut off in line {len(lines)}: it ends in the middle of {where}"
        yield CODES["MST117"].at(file, len(lines), 0, lines[-1][:60], message)
        unreadable.add(len(lines))
        lines.pop()
    rows = enumerate(table.records(), 2) if "language" in table.header else ()
    tags = {number: row.get("language", "") for number, row in rows}
    for number, line in enumerate(lines, 1):
        if (doubted is not None and number not in doubted) or (number in unreadable and is_mark(line)):
            continue
        for finding in check_line(file, number, line, arabic=is_arabic(tags.get(number, ""), in_persian=in_persian)):
            if finding.code == "MST110":
                unreadable.add(number)
            yield finding
    yield from _order(table, key, unreadable)


def noting(findings: Iterable[Finding], unreadable: set[int]) -> Iterator[Finding]:
    """Pass findings on, and add lines that cannot be split into cells to ``unreadable``; line 1 means all lines."""
    for finding in findings:
        if finding.code in ("MST101", "MST110", "MST113", "MST114", "MST117") or finding.value == "U+0000":
            unreadable.add(1 if finding.code == "MST101" or finding.value == "U+0000" else finding.line)
        yield finding


def is_mark(line: str) -> bool:
    """Whether a line is a conflict marker of Git."""
    return line[:7] in _MARKS and line[7:8] in ("", " ")


def _conflicts(lines: list[str]) -> list[list[int]]:
    """The first and the last line of each unfinished merge; for a lone marker they are the same."""
    found: list[list[int]] = []
    is_open = False
    for number, line in enumerate(lines, 1):
        if is_mark(line):
            if is_open and line[0] != "<":
                found[-1][1] = number
            else:
                found.append([number, number])
            is_open = line[0] == "<" or (is_open and line[0] != ">")
    return found


def _cut_where(table: Table, text: str) -> str:
    """What a truncated file breaks off in the middle of; empty if its last row is complete or has a line end."""
    start = text.rfind("\n") + 1
    line = text[start:]
    if not line or is_mark(line):
        return ""
    if not start:
        whole = ",".join(TABLES[table.name].header())
        return "the header" if line != whole and whole.startswith(line) else ""
    try:
        count = len(csvtext.split(line))
    except csvtext.CsvError as error:
        return "a quoted cell" if "never closed" in str(error) else ""
    return f"a row ({count} of {len(table.header)} cells)" if count < len(table.header) else ""


def _delimiter(content: bytes, table: Table) -> Finding | None:
    """A finding if the header has the right columns, but another separator than commas, as some spreadsheets write."""
    first = re.split(rb"[\r\n]", content[:_HEADER_BYTES].removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    header = first.decode("utf-8", errors="replace")
    mark = csvtext.separator(header, TABLES[table.name].header())
    if not mark:
        return None
    column, message = header.index(mark) + 1, f"the cells are separated by {csvtext.SEPARATORS[mark]}, not by commas"
    return replace(CODES["MST110"].at(table.file, 1, column, mark, message), remedy=_COMMAS, end_column=column + 1)


def _place(content: bytes, position: int) -> tuple[int, int]:
    """Line and column of a byte, for text that is UTF-8 up to there."""
    before = content[:position]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", errors="replace")) + 1


def _line_ends(file: str, text: str, *, is_cut: bool) -> Iterator[Finding]:
    if "\r" in text:
        before = text[: text.index("\r")]
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield CODES["MST103"].at(file, *place, "U+000D", "a carriage return; lines end in LF only")
    if text and not text.endswith("\n") and not is_cut:
        yield CODES["MST103"].at(file, text.count("\n") + 1, 0, "", "the last line has no line end")
    if not text:
        yield CODES["MST203"].at(file, 1, 0, "", "the file is empty; it needs at least its header")


def check_line(file: str, number: int, line: str, *, arabic: bool) -> Iterator[Finding]:
    """What is wrong with one line; ``arabic``: whether its text is Arabic."""
    line = line.removesuffix("\r")
    if "\r" in line:  # _line_ends reports it; `mostanad fmt` splits the line there
        return
    if not line:
        yield CODES["MST113"].at(file, number, 0, "", "a blank line")
        return
    if not (line.isascii() and line.isprintable()):
        yield from _characters(file, number, line, arabic=arabic)
    try:
        cells = csvtext.cells(line)
    except csvtext.CsvError as error:
        yield CODES["MST110"].at(file, number, error.column, line[error.column - 1 : error.column + 20], str(error))
        return
    if '"' in line and csvtext.join([cell.value for cell in cells]) != line:
        quoted = next(one for one in cells if line.startswith('"', one.column - 1) and not re.search('[,"]', one.value))
        yield CODES["MST109"].at(file, number, quoted.column, quoted.value, "needless quotation marks")
    for cell in cells:
        if _SPACES.search(cell.value):
            yield CODES["MST108"].at(file, number, cell.column, cell.value, "leading, trailing, double or odd space")
        if cell.value.startswith(_RUNS):
            yield CODES["MST112"].at(file, number, cell.column, cell.value, f"a cell begins with {cell.value[0]!r}")
        if lost(cell.value):
            yield CODES["MST115"].at(file, number, cell.column, cell.value, "question marks instead of letters")
        if is_error(cell.value):
            message = f"{cell.value.strip()} is a spreadsheet error"
            yield CODES["MST116"].at(file, number, cell.column, cell.value, message)


def _characters(file: str, number: int, line: str, *, arabic: bool) -> Iterator[Finding]:
    normal = unicodedata.normalize("NFC", line)
    if normal != line:
        column = next(i for i, (a, b) in enumerate(zip(line, normal + "\0", strict=False), 1) if a != b)
        yield CODES["MST104"].at(file, number, column, line[column - 1 : column + 1], "not in Unicode normal form NFC")
    for column, character in enumerate(line, 1):
        if is_invisible(character) and not joins_arabic(line, column - 1):
            what = "a tab; commas separate cells" if character == "\t" else "a control or format character"
            yield CODES["MST105"].at(file, number, column, f"U+{ord(character):04X}", what)
        if character in ARABIC_FORMS and not arabic:
            message = f"Arabic letter; Persian has U+{ord(ARABIC_FORMS[character]):04X}"
            yield CODES["MST106"].at(file, number, column, f"U+{ord(character):04X}", message)
    if odd := GARBLED.search(line):
        message = "letters garbled by a wrong encoding, or lost"
        yield CODES["MST115"].at(file, number, odd.start() + 1, odd[0], message)
    for word in _WORD.finditer(line):
        odd = _LOOKALIKE.search(word[0])
        if odd and (latin := _LATIN.search(word[0])):
            column = word.start() + odd.start() + 1
            message = f"{odd[0]!r} is not a Latin letter, but {latin[0]!r} in the same word is"
            yield CODES["MST107"].at(file, number, column, word[0], message)


def is_invisible(character: str) -> bool:
    """Whether a character is a control or format character, or invisible for another reason."""
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") or bool(_IGNORABLE.match(character))


def joins_arabic(line: str, position: int) -> bool:
    """Whether a character is U+200C between two letters of the Arabic script, where it is correct spelling."""
    around = line[max(0, position - 1) : position + 2]
    if line[position] != _ZWNJ or len(around) < 3:
        return False
    # A letter, or a vowel sign on one; not a digit, a comma or a mark of direction.
    return all(_ARABIC.match(one) and unicodedata.category(one) in ("Lo", "Lm", "Mn") for one in around[::2])


def _order(table: Table, key: str, unreadable: set[int]) -> Iterator[Finding]:
    """The first row whose key is out of order; rows without a key are reported elsewhere."""
    if key not in table.header:
        return
    position = table.header.index(key)
    lines = ((line, row) for line, row in enumerate(table.rows, 2) if row != table.header and line not in unreadable)
    keys = [(line, row[position]) for line, row in lines if any(row[position : position + 1])]
    for number, ((before_line, before), (line, value)) in enumerate(pairwise(keys), 1):
        if value >= before:
            continue
        # Blame the previous row if the rows around it are in order without it.
        after = keys[number + 1][1] if number + 1 < len(keys) else before
        if value <= after < before and (number == 1 or keys[number - 2][1] <= value):
            yield CODES["MST111"].at(table.file, before_line, 1, before, f"comes before {value!r}")
        else:
            yield CODES["MST111"].at(table.file, line, 1, value, f"comes after {before!r}")
        return

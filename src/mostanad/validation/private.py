"""What is nobody's business, in cells of free text: looked for, and never repeated in a finding.

Lists and articles print addresses, telephone numbers, numbers of papers and names of relatives. None of it belongs in
a release. These patterns find what such things look like; whether a text is private in some other way only a reader
can tell. They ask for a sign that leaves little room (a number behind the word, a name behind the kin), because a
check that cries at every "families of the dead" is switched off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.columns import texts
from mostanad.files.tables import Table
from mostanad.models import TABLES
from mostanad.models.cells import CellType, Text
from mostanad.validation import places
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding

_FREE = next(item.pattern for item in get_args(Text) if isinstance(item, CellType))

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|Farvardin|Ordibehesht|Khordad|Tir|Mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand)"
)
# A year, and a day written without hyphens: digits that number nobody.
_YEAR = r"(?:1[0-9]|20)[0-9]{2}\b"
_COMPACT_DAY = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])(?![0-9])"
_STREET = r"(?:Street|St|Str|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Alley|Close|Freeway|Highway|Kucheh|Khiaban)"
_KIN = (
    r"(?i:(?:grand|step)?(?:son|daughter|father|mother)|(?:half-|step)?(?:brother|sister)|husband|wife|spouse|widow|"
    r"widower|fianc[ée]e?|cousin|nephew|niece|uncle|aunt|relative|(?:son|daughter|father|mother|brother|sister)-in-law)"
)
_WHICH = r"(?:(?i:late|elder|eldest|older|oldest|younger|youngest|first|second|former|only|own) )?"
# Small letters only: "Father", "Sister" and "Brother" are also titles.
_KIN_BEFORE_NAME = r"(?:son|daughter|brother|sister|husband|wife|widow|cousin|nephew|niece|(?:son|brother)-in-law)"
_NAME = r"[A-Z\u0600-\u06ff]"
_BASE58 = "[1-9A-HJ-NP-Za-km-z]"

#: What looks like it: the code, what it is called in a message, and the pattern.
_SIGNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "MST451",
        "an e-mail address",
        re.compile(r"\w@\w[\w-]*\.\w|\w ?[(\[](?i:at)[)\]] ?\w|(?i:\be-?mail(?: address)?:)"),
    ),
    (
        "MST451",
        "a web address",
        re.compile(
            r"(?i:https?://|\bwww\.|\b(?:t|wa|telegram)\.me/|\b(?:instagram|facebook|twitter|x|linkedin)\.com/"
            r"|\bweb ?sites?:? [\w-]+\.[a-z]{2})"
        ),
    ),
    ("MST451", "a name in a social network", re.compile(r"(?<!\w)@\w{3}")),
    (
        "MST451",
        "a telephone number",
        re.compile(
            r"\b(?i:tel|telephone|phone|fax|mobile|cell|whatsapp|telegram)\b\.?(?: ?(?i:numbers?|nos?)\b\.?)?[ :]*"
            r"\+?\(?[0-9][0-9 ()/.-]{4,}[0-9]"
            r"|(?<![\w.,])(?:\+|00)[0-9][0-9 ()/.-]{7,}[0-9]"
            r"|(?<![\w.,/-])(?:0[0-9]{2,3}|98[ -][0-9]{2,3})[ -][0-9]{3,4}[ -]?[0-9]{4}(?![0-9])"
        ),
    ),
    (
        "MST452",
        "a postal address",
        re.compile(
            r"\b(?i:P\.? ?O\.? ?Box|post(?:al)? box|(?:home|private|residential) address)\b|\bBox [0-9]{4}|صندوق پستی"
            r"|(?:\b(?i:postal|post|zip) ?(?i:code)\b|کد ?پستی|پلاک)\W*[0-9]"
            r"|(?i:\b[0-9]+(?:st|nd|rd|th) Fl(?:oor)?\b)"
            rf"|(?:\b[0-9]+(?:st|nd|rd|th)? (?i:km)|\b(?i:km)\.? [0-9]+)\b[^.;]{{0,40}}\b{_STREET}\b"
        ),
    ),
    (
        "MST452",
        "a street with a number",
        re.compile(
            rf"(?<![\w.,-])(?!{_YEAR})[0-9]{{1,5}}(?:[/-][0-9]+)?[A-Za-z]?,? (?!{_MONTH}\b)"
            rf"(?:[A-Z0-9][\w'’.-]*,? ){{1,4}}{_STREET}\b"
            rf"|\b{_STREET}\b\W{{1,4}}(?:(?:No|Nr|Number|Pelak|Plaque|Vahed)\b\.? ?|#)[0-9]"
            rf"|\b{_STREET} [0-9]{{1,3}}\b(?! {_MONTH}\b)"
            r"|\b(?:No|Nr|Number|Unit|Apartment|Pelak|Plaque|Vahed)\b\.? ?#? ?[0-9][\w/-]*, [^;]{0,60}"
            rf"\b(?:{_STREET}|Sq|Square)\b"
        ),
    ),
    (
        "MST453",
        "the number of a paper",
        re.compile(
            r"(?:\b(?i:passports?|(?:identity|identification|national|personal|residen(?:ce|cy|t)|birth|military|tax|id|"
            r"driv(?:er|ing)(?:['’]?s)?|social|insurance)[ -](?:card|id|identity|identification|certificate|licen[cs]e|"
            r"permit|security|insurance|number|no)|c[ée]dula|shenasnameh|melli code|code melli)\b"
            r"|گذرنامه|پاسپورت|کد ملی|شماره ملی|شناسنامه)"
            r"(?:[\s:.,#()°º-]|(?i:\b(?:no|nr|numbers?|details|is|was|card|iran|iranian|diplomatic|[a-z])\b))*"
            rf"(?:(?!{_YEAR})(?:[A-Z]{{1,3}}[ -]?){{0,2}}[0-9]{{2}}|[A-Z][a-z]{{1,2}}[0-9]{{4}}|(?<=(?i:number) )[0-9])"
        ),
    ),
    (
        "MST453",
        "a number as papers have it",
        re.compile(
            rf"(?<![\w./=&-])(?!{_COMPACT_DAY})(?:[0-9]{{7}}|(?!Q)[A-Z]{{1,3}}-?[0-9]{{6}})"
            r"|(?<![\w.-])[0-9]{3}-[0-9]{6}-[0-9](?![\w-])"
        ),
    ),
    (
        "MST454",
        "a relative",
        re.compile(
            rf"\b{_KIN} of (?:(?i:the|an?|mr|mrs|ms|dr)\.? )?(?i:late )?{_NAME}"
            rf"|\b[A-Z][\w-]{{0,40}}['’]s? {_WHICH}{_KIN}\b"
            rf"|\b{_KIN_BEFORE_NAME},? (?:(?:is|was) )?(?:(?:named|called) )?{_NAME}"
            rf"|\b(?i:his|her|their|whose) {_WHICH}{_KIN},? (?:(?:is|was) )?(?:(?:named|called) )?{_NAME}"
            rf"|\b(?:famil(?:y|ies) of (?:(?:the )?late )?{_NAME}|members? of the [A-Z][\w-]{{0,40}} family\b)"
            rf"|\b{_KIN}(?:['’]s)?(?: (?i:name))?: ?{_NAME}"
            rf"|\b(?i:married(?: to)?) {_NAME}|\b(?i:father|mother)['’]?s name\b|\b(?i:maiden name|née) {_NAME}"
            r"|(?<![\w\u200c])(?:همسر|فرزند|برادر|خواهر|داماد|پسر|دختر|پدر|مادر)\u0650? [\u0600-\u06ff]{2}"
        ),
    ),
    (
        "MST455",
        "a digital currency address",
        re.compile(
            rf"(?<!\w)(?:[13]{_BASE58}{{25,34}}|bc1[02-9ac-hj-np-z]{{20,}}|0x[0-9a-fA-F]{{40}}|T{_BASE58}{{33}}|"
            rf"[48][0-9AB]{_BASE58}{{93}}|[LMDXt]{_BASE58}{{26,34}})(?!\w)|(?i:\bdigital currency address\b)"
        ),
    ),
    (
        "MST456",
        "a date of birth finer than a year",
        re.compile(
            r"(?:\b(?i:born|dob|d\.o\.b|date of birth|birth ?date|birthday)\b|متولد|تاریخ تولد)[^;0-9]{0,25}?"
            r"(?:[0-9]{4}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-]"
            rf"|[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|{_MONTH}\b\.? [0-9])"
        ),
    ),
)


#: Codes of findings that must not show what they found: reports end up in public logs.
WITHHELD = frozenset(code for code, _, _ in _SIGNS) | {"MST410", "MST457"}


def signs(text: str) -> list[tuple[str, str]]:
    """What private things a text seems to hold: the code and the name of each.

    >>> signs("his brother Bahram, telephone 021 5555 1234")
    [('MST451', 'a telephone number'), ('MST454', 'a relative')]
    >>> signs("Minister of Women and Family Affairs since 15 March 2019")
    []
    """
    plain = _with_ascii_digits(text)
    return [(code, what) for code, what, pattern in _SIGNS if pattern.search(plain)]


_TOKEN = re.compile(r"\(\?<?[=!]|\\u[0-9a-f]{4}|\\.|\[\^?\]?|[()\]]|[^\\()\[\]]+")
#: Digits of other scripts.
_DIGITS = re.compile(r"[^\D0-9]")


@cache
def _wider_signs() -> tuple[str, ...]:
    """The patterns for an engine without assertions (RE2): without these they find what they found, and more."""
    return tuple(dict.fromkeys(_without_assertions(pattern.pattern) for _, _, pattern in _SIGNS))


def _without_assertions(pattern: str) -> str:
    found, is_class, depth = [], False, 0
    for token in _TOKEN.findall(pattern):
        if is_class or token.startswith("["):
            is_class = token != "]"
        elif token.startswith("(?"):
            depth += 1
        elif token == "(":
            depth += bool(depth)
        elif token == ")" and depth:
            depth -= 1
            continue
        if depth or token == r"\b":
            continue
        if token in (r"\w", r"\s"):  # that engine means ASCII
            wider = token + r"\x{80}-\x{10FFFF}"
            found.append(wider if is_class else f"[{wider}]")
        else:
            found.append(chr(int(token[2:], 16)) if token.startswith(r"\u") else token)
    return "".join(found)


def suspected(tables: Mapping[str, pa.Table]) -> list[str]:
    """The names of the tables in whose free text something looks private; each different cell is tried once."""
    columns = {name: [table[column] for column in sorted(free_columns(name))] for name, table in tables.items()}
    chunks = [chunk for some in columns.values() for column in some for chunk in column.chunks if len(chunk)]
    if not chunks:
        return []
    cells = pc.unique(pa.chunked_array(chunks))
    found = set(filter(_DIGITS.search, cells.filter(pc.invert(pc.string_is_ascii(cells))).to_pylist()))
    for pattern in _wider_signs():
        found.update(cells.filter(pc.match_substring_regex(cells, pattern)).to_pylist())
    private = texts(cell for cell in found if cell is not None and signs(cell))
    holds = {name: any(pc.any(pc.is_in(cells, private)).as_py() for cells in some) for name, some in columns.items()}
    return [name for name, has_signs in holds.items() if has_signs]


def check(table: Table, lines: list[str]) -> Iterator[Finding]:
    """Look through the free text of a table whose header and rows have the right shape.

    Args:
        table: the table.
        lines: the file's lines, the header first, for the columns of cells.
    """
    columns = [(number, name) for number, name in enumerate(table.header) if name in free_columns(table.name)]
    for index, row in enumerate(table.rows):
        for number, name in columns:
            for code, what in signs(row[number]):
                line = table.line_of(index)
                starts = places.columns(lines[line - 1])
                # Not the text itself: reports end up in public logs.
                yield CODES[code].at(
                    table.file, line, starts[number] if starts else 0, "", f"{name}: this looks like {what}"
                )


@cache
def free_columns(table: str) -> frozenset[str]:
    """The columns of a table that hold any text."""
    return frozenset(column.name for column in TABLES[table].columns() if column.type.pattern == _FREE)


def _with_ascii_digits(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)

"""Looks for private information in cells of free text, and never repeats it in a finding.

Lists and articles print addresses, telephone numbers, numbers of identity papers and names of relatives. None of it
belongs in a release. The patterns find what has such a form; only a reader can see other private information. They
require strong evidence (a number after the word, a name after the kinship), because people switch off a check that
objects to every "families of the dead".
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, partial
from string import Template

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.columns import texts
from mostanad.files.package import Table
from mostanad.files.resources import toml
from mostanad.models import TABLES
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.places import Places

_KNOWN = toml("validation/private.toml")
#: Patterns of private information: the code, the name in messages, and the pattern, which is compiled on first use.
_SIGNS = [
    (sign["code"], sign["what"], Template("|".join(sign["any_of"])).substitute(_KNOWN["fragments"]))
    for sign in _KNOWN["signs"]
]
#: Combined with the other patterns, these take the engine many times as long.
_ALONE = ("MST454", "MST455")
#: Codes of findings that must not show what they found: reports end up in public logs.
WITHHELD = frozenset(code for code, _, _ in _SIGNS) | {"MST410", "MST457"}


def signs(text: str) -> list[tuple[str, str]]:
    """The kinds of private information that a text seems to hold: the code and the name of each.

    >>> signs("his brother Bahram, telephone 021 5555 1234")
    [('MST451', 'a telephone number'), ('MST454', 'a relative')]
    >>> signs("Minister of Women and Family Affairs since 15 March 2019")
    []
    """
    plain = _DIGITS.sub(lambda digit: str(int(digit[0])), text)
    return [(code, what) for code, what, pattern in _SIGNS if re.search(pattern, plain)]


_TOKEN = re.compile(r"\(\?<?[=!]|\\u[0-9a-f]{4}|\\.|\[\^?\]?|[()\]]|[^\\()\[\]]+")
#: Digits of other scripts.
_DIGITS = re.compile(r"[^\D0-9]")


@cache
def _without_assertions(pattern: str) -> str:
    """Remove the assertions from a pattern, because RE2 has none; the result matches the same and more."""
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
        if token in (r"\w", r"\s"):  # in RE2 these are ASCII only
            wider = token + r"\x{80}-\x{10FFFF}"
            found.append(wider if is_class else f"[{wider}]")
        else:
            found.append(chr(int(token[2:], 16)) if token.startswith(r"\u") else token)
    return "".join(found)


def suspected(tables: Mapping[str, pa.Table]) -> dict[str, frozenset[str]]:
    """All cells of free text that look private, for each table that has any; each distinct cell is tested once."""
    columns = {name: [table[column] for column in sorted(free_columns(name))] for name, table in tables.items()}
    chunks = [chunk for some in columns.values() for column in some for chunk in column.chunks if len(chunk)]
    if not chunks:
        return {}
    cells = pc.unique(pa.chunked_array(chunks))
    foreign = filter(_DIGITS.search, cells.filter(pc.invert(pc.string_is_ascii(cells))).to_pylist())
    found = list(filter(signs, foreign))
    several = "|".join(_without_assertions(pattern) for code, _, pattern in _SIGNS if code not in _ALONE)
    doubted = cells.filter(pc.match_substring_regex(cells, several))
    for code, _, pattern in _SIGNS:
        some = cells if code in _ALONE else doubted
        wider = pc.match_substring_regex(some, _without_assertions(pattern))
        found += filter(partial(re.search, pattern), some.filter(wider).to_pylist())
    if not found:
        return {}
    private = texts(found)
    holds = {name: any(pc.any(pc.is_in(cells, private)).as_py() for cells in some) for name, some in columns.items()}
    return dict.fromkeys((name for name, has_signs in holds.items() if has_signs), frozenset(found))


def check(table: Table, places: Places, some: Collection[str] | None = None) -> Iterator[Finding]:
    """Check the free text of a table of the right shape; ``some``: the only cells that look private, if known."""
    columns = [(number, name) for number, name in enumerate(table.header) if name in free_columns(table.name)]
    for line, row in enumerate(table.rows, 2):
        for number, name in columns:
            for code, what in signs(row[number]) if some is None or row[number] in some else ():
                cells = places.cells(table.name, line)
                column = cells[number].column if cells else 0
                # Not the text itself: reports end up in public logs.
                yield CODES[code].at(table.file, line, column, "", f"{name}: this looks like {what}")


@cache
def free_columns(table: str) -> frozenset[str]:
    """The columns of a table with free text."""
    return frozenset(column.name for column in TABLES[table].columns() if column.is_text)

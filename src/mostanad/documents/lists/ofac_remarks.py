"""The remarks of OFAC's SDN.CSV: one cell that holds all that has no column.

Items are separated by ``; `` and the last ends with a full stop. Each begins with a label (``DOB``, ``POB``,
``nationality``, ``Passport``, ...), before which ``alt.`` says that there is another of its kind; an item without a
label is a title. A remark longer than 1,000 characters is cut, in the middle of a word, and goes on in another file
(SDN_COMMENTS.CSV): its last item is not read. Only labels that are known are read, so that a new kind of private
information is left out and not let through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mostanad.documents.lists import dates
from mostanad.documents.lists.names import tidy
from mostanad.documents.lists.privacy import is_private
from mostanad.documents.lists.records import Stated, gender_of

_LABELS = {
    "DOB": "born",
    "POB": "birth_place",
    "nationality": "nationality",
    "citizen": "nationality",
    "Gender": "gender",
    "a.k.a.": "weak",
    "n.k.a.": "weak",
    "f.k.a.": "former",
    "Linked To:": "linked",
    "Title": "position",
    "Alternate Title,": "position",
    "Rank": "position",
}
_LABEL = re.compile(rf"(?:alt\. )?({'|'.join(map(re.escape, _LABELS))}) (.+)")
_REMARK = re.compile(
    r"(?:alt\. )?(?:Additional Sanctions Information|Secondary sanctions risk|Executive Order \d+ |Target Type |"
    r"Transactions Prohibited For|IFCA Determination|CAATSA Section|Organization Type|PEESA Information)"
)
_POST = re.compile(
    r"\b(?:admiral|attorney|ayatollah|ceo|chair(?:man|person)?|chief|colonel|commander|commissioner|coordinator|dean|"
    r"deputy|director|dr|editor|founder|general|governor|head|hoj+atoleslam|inspector|judge|leader|manager|mayor|"
    r"member|minister|officer|official|president|professor|prosecutor|representative|secretary|spokes\w+|supervisor|"
    r"superintendent|warden)\b",
    re.IGNORECASE,
)
# Other labels, whose value is a number or a code ("Residency Number 310104...").
_NUMBERED = re.compile(r"(?:alt\. )?[A-Z][A-Za-z/.' -]* (?:No\.|Number|ID|Address|Card|Document|#)(?: |$)")


@dataclass
class Remarks:
    """What was read of a remark."""

    born: list[Stated] = field(default_factory=list)
    birth_places: list[Stated] = field(default_factory=list)
    nationalities: list[Stated] = field(default_factory=list)
    gender: Stated | None = None
    weak: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    linked: list[Stated] = field(default_factory=list)
    positions: list[Stated] = field(default_factory=list)
    remarks: list[Stated] = field(default_factory=list)


def read(text: str, key: str) -> Remarks:
    """Read a remark.

    Args:
        text: the cell; empty where the list has none.
        key: the record that it stands in.
    """
    found = Remarks()
    items = [item for item in text.removesuffix(".").split("; ") if item]
    if text and not text.endswith("."):
        items.pop()
    for item in items:
        if match := _LABEL.fullmatch(item):
            _add(found, _LABELS[match[1]], match[2], key)
        elif _REMARK.match(item):
            found.remarks += [_stated(item, key)] if not is_private(item) else []
        elif _POST.search(item) and not _NUMBERED.match(item) and not is_private(item):
            found.positions.append(_stated(item, key))
    return found


def is_remark(label: str) -> bool:
    """Whether a label says something of the sanctions, not of the target."""
    return bool(_REMARK.match(f"{label} "))


def _add(found: Remarks, kind: str, value: str, key: str) -> None:
    match kind:
        case "born":
            found.born.append(Stated(dates.born(value), tidy(value), key))
        case "birth_place":
            found.birth_places.append(_stated(value, key))
        case "nationality":
            found.nationalities.append(_stated(value, key))
        case "gender":
            found.gender = gender_of(value, value, key)
        case "weak":
            found.weak.append(_unquoted(value))
        case "former":
            found.former.append(_unquoted(value))
        case "linked":
            found.linked.append(_stated(value, key))
        case _:
            parts = value.split("Alternate Title, ")
            found.positions += [_stated(part.strip(" ,"), key) for part in parts if not is_private(part)]


def _stated(text: str, key: str) -> Stated:
    clean = tidy(text)
    return Stated(clean, clean, key)


def _unquoted(text: str) -> str:
    """A weak alias without the quotation marks around it, or around each of its parts."""
    return text.strip().removeprefix("'").removesuffix("'").replace("', '", ", ").strip('"')

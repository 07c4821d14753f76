"""Plants the errors of `tests/mutation` in generated packages: in copies of the dataset, each with its cell.

Each stage of validation runs only if the one before found nothing, so a package has defects of one stage: `text`,
`rows` (single cells and rows) or `rules` (across tables, and seals).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

import pattern
from pattern import Row, Rows

from mostanad.files.resources import resource
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation.private import free_columns
from mostanad.validation.rules import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rule_defects import LEAVES, QUIET
from spoilt import KEYS, Copy
from tests.mutation import mutations
from tests.mutation.mutations import Edit, Mutation, NoSuchRow
from tests.mutation.of_rows import of_row_rules
from tests.mutation.of_rules import MAKERS

#: The kinds of errors in seals, with their codes.
SEALS = {"seal: missing": "MST521", "seal: that does not fit": "MST522", "seal: of no claim": "MST523"}
STAGES = ("text", "rows", "rules")


@dataclass(frozen=True)
class Defect:
    """A planted error: its kind, the code of its finding, and its cell."""

    kind: str
    code: str
    table: str
    row_id: str
    column: str


#: Rules about claims themselves: for these, claims are not adapted to the changed cells.
_UNCLAIMED = ("cell_without_claim", "claim_of_empty_cell")


def planted(rows: Rows, later: Rows, number: int, stage: str, times: int, random: Random) -> tuple[Rows, list[Defect]]:
    """The rows of one copy with errors, and the list of these errors.

    Args:
        rows: the rows of the pattern, with marks.
        later: the rows that copies after the first have.
        number: the number of the copy.
        stage: the stage of validation that finds the errors.
        times: how often each kind of error is made.
        random: for hashes and for the order in which rows are chosen.
    """
    swap = pattern.swap(number)
    keys = {name: {pattern.replaced(row[TABLES[name].key()], swap) for row in later[name]} for name in TABLES}
    made = {name: [_filled(row, swap, random) for row in table] for name, table in rows.items()}
    for table in made.values():
        random.shuffle(table)
    once = {(name, row[key]) for name, key in KEYS.items() for row in made[name] if row[key] not in keys[name]}
    copy = Copy(made, once, random)
    found = list(plant(copy, stage, times))
    if stage == "rules":
        found += _seals(copy, times)
    if number:
        made = {name: [row for row in table if (name, row[KEYS[name]]) not in once] for name, table in made.items()}
    return made, found


def _seals(copy: Copy, times: int) -> Iterator[Defect]:
    """Seals that are wrong, missing, or of claims that do not exist."""
    for _ in range(times):
        for kind, code in SEALS.items():
            try:
                claim, row, _ = copy.claimed("names", "name")
            except NoSuchRow:
                return
            copy.leave("names", row)
            copy.leave("claims", claim)
            key = claim["claim_id"] + (".nobody" if code == "MST523" else "")
            yield Defect(kind, code, "seals" if code == "MST523" else "claims", key, "claim_id")


def spoilt_seals(text: str, defects: Iterable[Defect]) -> str:
    """The lines of the seals file, with these errors made."""
    seals = dict(line.split(",") for line in text.splitlines())
    for one in defects:
        if one.code == "MST521":
            del seals[one.row_id]
        elif one.code in SEALS.values():
            seals[one.row_id] = "0" * 64
    return "".join(f"{claim},{seals[claim]}\n" for claim in sorted(seals))


def _filled(row: Row, swap: Mapping[str, str], random: Random) -> Row:
    made = {name: pattern.replaced(cell, swap) if cell else "" for name, cell in row.items()}
    if made.get("sha256") == pattern.HASH:
        made["sha256"] = random.randbytes(32).hex()
    return made


def plant(copy: Copy, stage: str, times: int) -> Iterator[Defect]:
    """Make each kind of error of a stage this many times in the rows of a copy, as long as it has suitable rows."""
    for _ in range(times):
        for mutation in _of_stage(copy, stage):
            _edit(copy, mutation)
            (code,) = mutation.codes
            yield Defect(mutation.name, code, *mutation.place)


def _of_stage(copy: Copy, stage: str) -> Iterator[Mutation]:
    """The errors of a stage; each is made after the one before has been applied to the rows."""
    made: Iterable[Mutation | str]
    if stage == "rules":
        made = chain(*(_of_rule(copy, name) for name in sorted(MAKERS)))
    else:
        made = chain(of_row_rules(copy) if stage == "rows" else (), _of_cells(copy, stage))
    return (one for one in made if isinstance(one, Mutation))


def _of_cells(copy: Copy, stage: str) -> Iterator[Mutation]:
    """Invalid values for each column; not for keys, which order the rows. A row gets only one error."""
    for table, model in TABLES.items():
        for column in (column for column in model.columns() if column.role != "key"):
            kinds = list(mutations.bad_cells(table, column))
            if column.name in free_columns(table):
                kinds += [(f"is {value}", value, (code,)) for value, code in mutations.GARBLED]
            for kind, value, codes in kinds:
                if (stage == "text") != (codes[0] < "MST2"):
                    continue
                try:
                    key = copy.any_key(table, column=column.name if column.name in free_columns(table) else "")
                except NoSuchRow:
                    continue
                place = (table, key, column.name)
                edits = (Edit(table, key, {column.name: value}),)
                yield Mutation(kind, f"{table}.{column.name}", "rows", "", codes, edits, place)


def _of_rule(copy: Copy, name: str) -> Iterator[Mutation]:
    code = parse(resource(f"validators/{name}.sql")).code.code
    try:
        with copy.without(leaves_only=name in LEAVES):
            edits, place, *more = QUIET.get(name, MAKERS[name])(copy)
    except (NoSuchRow, StopIteration):
        return
    for number, each in enumerate((place, *more)):
        yield Mutation("of its kind", name, "rules", "", (code,), () if number else edits, each)


def _edit(copy: Copy, mutation: Mutation) -> None:
    """Apply a mutation to the rows; for facts also to the claims, so that each asserted cell keeps a claim."""
    for edit in mutation.edits:
        rows, key = copy.rows[edit.table], KEYS[edit.table]
        if edit.key is None:
            row = {column.name: "" for column in TABLES[edit.table].columns()} | dict(edit.cells or {})
            rows.append(row)
            copy.index[edit.table].setdefault(row[key], row)
        else:
            row = copy.index[edit.table][edit.key]
            row.update(edit.cells or {})
        if mutation.stage != "rules":
            continue
        copy.leave(edit.table, row)
        if edit.table in FACT_TABLES and mutation.about not in _UNCLAIMED:
            _claim(copy, edit.table, row)


def _claim(copy: Copy, table: str, row: Row) -> None:
    """Make the claims on a row cover exactly its filled assertion cells."""
    key = row[KEYS[table]]
    assertions = {column.name for column in TABLES[table].columns() if column.role == "assertion"}
    filled = {name for name in assertions if row[name]}
    own = copy.claims.get(key, [])
    if not filled:
        return
    if not own:
        claim = dict(copy.claims[copy.like(key)][0])
        claim |= {
            "claim_id": f"{claim['passage_id']}.{key}",
            "target_id": key,
            "value": "",
            "as_stated": "",
            "as_of": "",
        }
        claim["fields"] = " ".join(sorted(filled))
        copy.rows["claims"].append(claim)
        copy.claims[key].append(claim)
        own = [claim]
    claimed: set[str] = set()
    for claim in own:
        kept = {name for name in claim["fields"].split(" ") if row[name]}
        claim["fields"] = " ".join(sorted(kept or filled))
        claimed |= kept or filled
    if filled - claimed:
        own[0]["fields"] = " ".join(sorted({*own[0]["fields"].split(" "), *(filled - claimed)}))

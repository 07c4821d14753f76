"""Writes a package of any size, shaped like the real one: `python benchmarks/generate.py CLAIMS FOLDER`.

It writes copies of the current dataset, made by :mod:`pattern`, one after the other, so memory does not grow with the
size. The same dataset, size and options give the same bytes. The hashes are random, and the package has no history and
no fact-checks; `mostanad validate --trusted` finds only the planted defects in it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from operator import itemgetter
from pathlib import Path
from random import Random

import pattern
from defects import STAGES, Defect, planted, spoilt_seals
from pattern import HASH, Row, Rows

from mostanad.evidence import lineage
from mostanad.evidence.seals import FORMAT
from mostanad.files import csvtext, open_package
from mostanad.models import FACT_TABLES, TABLES

ROOT = Path(__file__).resolve().parents[1]
#: The values of empty cells of a claim, as :mod:`mostanad.evidence.seals` hashes them.
_DEFAULTS = {"modality": "fact", "hedge": "none", "stance": "asserts"}


class Template:
    """Rows with marks as the text of files, with the input of their seals: a copy needs only a few replacements."""

    def __init__(self, rows: Rows, number: int) -> None:
        example = pattern.swap(number)  # all copies but the first have the same order
        self.last: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        ordered: Rows = {}
        for name, model in TABLES.items():
            key, header = model.key(), [column.name for column in model.columns()]
            ordered[name] = sorted(rows[name], key=lambda row: pattern.replaced(row[key], example))
            lines = [(row[key], csvtext.join([row[column] for column in header])) for row in ordered[name]]
            self.texts[name] = "".join(f"{line}\n" for key, line in lines if key != pattern.UNNAMED)
            self.last[name] = "".join(f"{line}\n" for key, line in lines if key == pattern.UNNAMED)
        self.texts["seals"] = "".join(f"{claim['claim_id']},{HASH}\n" for claim in ordered["claims"])
        self.sealed = "\n".join(_sealed(rows, ordered["claims"]))
        places: dict[tuple[str, str], int] = {}
        for name in ("passages", "sources"):
            for row in ordered[name]:
                if row["sha256"] == HASH:
                    places[name, row[TABLES[name].key()]] = len(places)
        of_passage = {row["passage_id"]: row["source_id"] for row in rows["passages"]}
        self.hashes = [sum(name == table for name, _ in places) for table in ("passages", "sources")]
        self.order = []
        for claim in ordered["claims"]:
            passage = claim["passage_id"]
            for place in (("passages", passage), ("sources", of_passage.get(passage, ""))):
                self.order += [places[place]] if place in places else []

    def copy(self, number: int, random: Random) -> dict[str, str]:
        """The text of each table in the copy with this number."""
        swap = pattern.swap(number)
        passages, sources = self.hashes
        digits = random.randbytes(32 * (passages + sources)).hex()
        hashes = [digits[place : place + 64] for place in range(0, len(digits), 64)]
        texts = {name: pattern.replaced(text, swap) for name, text in self.texts.items()}
        texts["passages"] = _filled(texts["passages"], hashes[:passages])
        texts["sources"] = _filled(texts["sources"], hashes[passages:])
        claimed = itemgetter(*self.order)(hashes) if self.order else ()
        sealed = _filled(pattern.replaced(self.sealed, swap), claimed).encode().split(b"\n")
        texts["seals"] = _filled(texts["seals"], [hashlib.sha256(one).hexdigest() for one in sealed])
        return texts


def _filled(text: str, values: Sequence[str]) -> str:
    """A text with these values in place of its marks for hashes."""
    parts = text.split(HASH)
    filled = [""] * (2 * len(values) + 1)
    filled[::2], filled[1::2] = parts, values
    return "".join(filled)


def _sealed(rows: Rows, claims: Iterable[Row]) -> Iterator[str]:
    """For each claim, the JSON whose hash is its seal, with marks for the hashes of passages and sources."""
    facts = {row[TABLES[name].key()]: (name, row) for name in FACT_TABLES for row in rows[name]}
    passages = {row["passage_id"]: row for row in rows["passages"]}
    sources = {row["source_id"]: row for row in rows["sources"]}
    descent = {row["source_id"]: row for row in lineage.table(rows["sources"])}
    for claim in claims:
        passage = passages.get(claim["passage_id"], {})
        source = sources.get(passage.get("source_id", ""), {})
        if not source or claim["target_id"] not in facts:
            yield ""  # an error was planted here: no seal fits
            continue
        above = descent[source["source_id"]]
        table, row = facts[claim["target_id"]]
        content = {name: claim[name] or default for name, default in _DEFAULTS.items()}
        content |= {name: claim[name] for name in ("value", "as_stated")}
        fields = {
            **content,
            "format": FORMAT,
            "table": table,
            "target": claim["target_id"],
            "cells": [[field, row.get(field, "")] for field in sorted(claim["fields"].split(" "))],
            "asserted_by": claim["asserted_by"] or above["asserter"],
            "origin": above["origin"],
            "as_of": claim["as_of"] or source["published"],
            "source": source["sha256"],
            "selector": passage["selector"],
            "passage": passage["sha256"],
        }
        yield json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def without_shared(rows: Rows) -> Rows:
    """The rows of a copy after the first: without the rows that exist once, and without their evidence."""
    once = (pattern.FIRST, pattern.UNNAMED)
    kept = {
        name: [row for row in table if not row[TABLES[name].key()].startswith(once)] for name, table in rows.items()
    }
    kept["claims"] = [row for row in rows["claims"] if not row["target_id"].startswith(once)]
    used = {row["passage_id"] for row in kept["claims"]}
    kept["passages"] = [row for row in rows["passages"] if row["passage_id"] in used]
    return pattern.with_sources(kept)


def _sizes(claims: int, first: int, later: int) -> list[int]:
    """The number of claims in each copy; only the last copy has fewer than the dataset."""
    if claims <= first:
        return [claims]
    full, rest = divmod(claims - first, later)
    return [first, *[later] * full, *([rest] if rest else [])]


def generate(
    claims: int, folder: Path, *, heavy: float = 0, seed: int = 0, defects: int = 0, stage: str = "rules"
) -> int:
    """Write a package.

    Args:
        claims: the approximate number of claims.
        folder: a directory, created if it is missing.
        heavy: the share of the claims that are about one official; 0 for the share in the dataset.
        seed: changes the hashes and, if only a part of the dataset is written, the choice of rows.
        defects: the number of planted errors of each kind; ``defects.json`` in the folder lists their places.
        stage: the stage of validation that finds the errors (`text`, `rows` or `rules`).

    Returns:
        the number of claims.
    """
    random = Random(f"mostanad {seed}")
    dataset = pattern.with_invented_persons(pattern.read(open_package(ROOT)))
    if claims < len(dataset["claims"]):
        dataset = pattern.thin(dataset, claims, random)
    rows = pattern.pattern(dataset, heavy)
    later = without_shared(rows)
    sizes = _sizes(claims, len(rows["claims"]), len(later["claims"]))
    last = pattern.thin(later, sizes[-1], random) if len(sizes) > 1 else rows
    templates: dict[int, Template] = {}
    found: list[Defect] = []
    unnamed: dict[str, str] = {}
    if len(sizes) > 9999:
        raise SystemExit("at most 9,999 copies of the dataset")
    (folder / "datasets").mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "datapackage.json", folder)
    (folder / "defects.json").unlink(missing_ok=True)
    count = 0
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / "datasets" / f"{name}.csv").open("w", encoding="utf-8", newline="\n"))
            for name in TABLES
        }
        for name, file in files.items():
            file.write(",".join(column.name for column in TABLES[name].columns()) + "\n")
        for number in range(len(sizes)):
            kept = last if number == len(sizes) - 1 else later if number else rows
            more: list[Defect] = []
            if times := defects // len(sizes) + (number < defects % len(sizes)):
                around = rows if number else kept
                spoilt, more = planted(around, without_shared(kept), number, stage, times, random)
                template = Template(spoilt, number)
                found += more
            else:
                template = templates.get(id(kept)) or templates.setdefault(id(kept), Template(kept, number))
            texts = template.copy(number, random)
            unnamed = unnamed or {name: pattern.replaced(text, pattern.swap(0)) for name, text in template.last.items()}
            if more:
                texts["seals"] = spoilt_seals(texts["seals"], more)
            count += texts["claims"].count("\n")
            for name, text in texts.items():
                files[name].write(text)
        for name, text in unnamed.items():
            files[name].write(text)
    if defects:
        text = json.dumps([asdict(one) for one in found], indent=1)
        (folder / "defects.json").write_text(f"{text}\n", encoding="utf-8")
    return count


def main() -> None:
    """Read the options and write the package."""
    options = argparse.ArgumentParser(description="Write a package of any size, shaped like the dataset.")
    options.add_argument("claims", type=int, help="about how many claims it is to have")
    options.add_argument("folder", type=Path, help="where it is written")
    options.add_argument("--heavy", type=float, default=0, help="part of the claims about one official, such as 0.3")
    options.add_argument("--seed", type=int, default=0, help="other hashes, and of a part of the dataset other rows")
    options.add_argument("--defects", type=int, default=0, help="errors of each kind; defects.json says where they are")
    options.add_argument("--stage", choices=STAGES, default="rules", help="the stage of validation that finds them")
    given = options.parse_args()
    count = generate(**vars(given))
    print(f"{count} claims in {given.folder}")


if __name__ == "__main__":
    main()

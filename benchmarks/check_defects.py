"""Check that validation finds exactly the planted defects: `python benchmarks/check_defects.py FOLDER`"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mostanad.files import csvtext
from mostanad.models import TABLES
from mostanad.validation import validate

#: Code, table, key of the row and column of a finding.
Place = tuple[str, str, str, str]


def compare(folder: Path) -> tuple[set[Place], set[Place], int]:
    """The planted defects that validation misses, its other findings, and the number of planted defects.

    Args:
        folder: a package written by ``generate.py``.
    """
    planted = {
        (one["code"], one["table"], one["row_id"], one["column"])
        for one in json.loads((folder / "defects.json").read_text("utf-8"))
    }
    report = validate(folder, trusted=True)
    wanted: dict[str, set[int]] = {}
    for one in report.findings:
        wanted.setdefault(one.file, set()).add(one.line)
    cells: dict[tuple[str, int], str] = {}
    for name, lines in wanted.items():
        with (folder / name).open(encoding="utf-8", newline="\n") as file:
            cells |= {(name, number): line for number, line in enumerate(file, 1) if number in lines}
    found = set()
    for one in report.findings:
        table = Path(one.file).stem
        columns = [column.name for column in TABLES[table].columns()] if table in TABLES else []
        row = csvtext.cells(cells.get((one.file, one.line), "\n").removesuffix("\n"))
        places = {cell.column: name for cell, name in zip(row, columns, strict=False)}
        found.add((one.code, table, one.row_id, places.get(one.column, "")))
    return planted - found, found - planted, len(planted)


def main() -> None:
    """Print the missed defects and the other findings; exit with 1 if there are any."""
    missing, beside, count = compare(Path(sys.argv[1]))
    for what, places in (("not found", missing), ("not planted", beside)):
        for place in sorted(places):
            print(f"{what}: {', '.join(place)}")
    print(f"{count} planted, {len(missing)} not found, {len(beside)} found that were not planted")
    sys.exit(bool(missing or beside))


if __name__ == "__main__":
    main()

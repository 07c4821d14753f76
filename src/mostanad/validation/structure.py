"""Layer 2: checks the structure: the descriptor, the headers, the shape of rows."""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from typing import Any

from mostanad.contract import About, data_package
from mostanad.files import csvtext, limits
from mostanad.files.package import DESCRIPTOR, EDIT, Package, Table
from mostanad.files.reading import NotAFile, TooLarge, read_file, short
from mostanad.files.resources import resource
from mostanad.models import TABLES
from mostanad.models.cells import VERSION
from mostanad.validation import canonical_text
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.nearest import nearest

#: How many characters of a wrong value are shown: anybody may have written it.
_SHOWN = 200
_ID = re.compile(r"[a-z0-9][a-z0-9.@/-]*")
_CUT_EDIT = "run `mostanad fmt`: like every command that edits, it first undoes an interrupted edit"
#: The most errors against the profile, and the most files in the folder of tables, that are looked at.
_MOST = 1000


def check_descriptor(package: Package) -> Iterator[Finding]:
    """Check the descriptor: its resources, the official profile, and agreement with the models."""
    line = cache(partial(_first_difference, package))  # only a finding asks for it

    def line_of(where: str) -> int:
        """The line of the last key of a path, if each key has its own line and two spaces indent the first."""
        text, end, indent = _text(package), 0, "  "
        for key in where.split("/"):
            found = re.compile(f'^{indent}"{re.escape(key)}":', re.MULTILINE).search(text, end)
            end, indent = found.end() if found else end, " {3,}"
        return text.count("\n", 0, end) + 1 if end else line()

    for table, file, message in package.problems:
        code = "MST201" if message == "the table is missing" or message.startswith("the file cannot") else "MST202"
        is_placed = table in TABLES and file == f"datasets/{table}.csv"
        if is_placed and (table in package.files or not (package.root / file).is_file()):
            yield CODES[code].at(file, 0, 0, table, f"{table}: {message}")
        else:  # the table may be in its place: blame the descriptor
            where = "" if file == DESCRIPTOR else f" ({short(file)[1:-1]})"
            yield CODES[code].at(DESCRIPTOR, line(), 0, table, f"{table}: {message}{where}")
    yield from _strays(package)
    for table, (number, message) in package.too_large.items():
        yield CODES["MST208"].at(package.files[table], number, 0, table, f"{table}: {message}")
    if not re.fullmatch(VERSION, package.version):
        version = package.version[:_SHOWN]
        message = f"version: {version!r} is not a version (YYYY.M.N)"
        yield CODES["MST205"].at(DESCRIPTOR, line_of("version"), 0, version, message)
    about = About.of(package.descriptor)
    told: set[tuple[str | int, ...]] = set()  # parts with a finding
    named = about.head.get("contributors")
    is_unnamed = isinstance(named, list) and len(about.texts("contributors", "title")) < len(named)
    unnamed = ("contributors", "a contributor has no title, which citations and the site need")
    for where, message in (*about.problems(), *[unnamed] * is_unnamed):
        told.add((where,))
        yield CODES["MST205"].at(DESCRIPTOR, line_of(where), 0, where[:_SHOWN], f"{where[:_SHOWN]}: {message}")
    generated = data_package(about.head)
    if json.dumps(package.descriptor) == json.dumps(generated) and _is_standard(about.head):
        return  # a test shows that our resources follow the profile
    wanted = {item["name"]: item for item in generated["resources"]}
    earlier = {item["name"]: item for item in data_package({"name": "mostanad"})["resources"]}  # all had examples once
    for index, given in enumerate(package.descriptor["resources"]):
        name = given.get("name") if isinstance(given, dict) else None
        if not isinstance(name, str) or name not in package.texts or package.files[name] != given["path"]:
            told.add(("resources", index))
        elif given != earlier[name] and (
            differing := [key for key in sorted(given | wanted[name]) if given.get(key) != wanted[name].get(key)]
        ):
            told.add(("resources", index))
            what = ", ".join(differing)[:_SHOWN]
            yield CODES["MST206"].at(DESCRIPTOR, line(), 0, name, f"{name}: differs from the models in {what}")
    from jsonschema import Draft7Validator

    every = islice(Draft7Validator(_profile()).iter_errors(package.descriptor), _MOST)
    errors = [error for error in every if tuple(error.absolute_path)[:2] not in told]
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])[:10]:
        where = "/".join(map(str, error.absolute_path))[:_SHOWN] or "the whole file"
        yield CODES["MST205"].at(DESCRIPTOR, line_of(where), 0, where, f"{where}: {error.message[:_SHOWN]}")


def _text(package: Package) -> str:
    """The text of datapackage.json; empty if it cannot be read."""
    try:
        return read_file(package.root / DESCRIPTOR, limits.DESCRIPTOR_BYTES).decode("utf-8")
    except (OSError, NotAFile, TooLarge, ValueError):
        return ""


def _first_difference(package: Package) -> int:
    """The first line of datapackage.json that is not as generated; 0 if all lines are, or if the layout differs."""
    given = _text(package).split("\n")
    wanted = json.dumps(data_package(About.of(package.descriptor).head), indent=2, ensure_ascii=False).split("\n")
    pairs = enumerate(zip(given, wanted, strict=False), 1)
    return next((number for number, (one, other) in pairs if one != other), 0) if given[:2] == wanted[:2] else 0


def _strays(package: Package) -> Iterator[Finding]:
    """Report stray files beside the tables: copies, backups, and what a merge, a spreadsheet or an edit left."""
    if os.path.lexists(package.root / EDIT):
        message = "an edit of the tables is running or was interrupted: only some tables have been changed"
        yield replace(CODES["MST209"].at(EDIT, 0, 0, EDIT, message), remedy=_CUT_EDIT)
    folder = package.root / "datasets"
    known = set(package.files.values()) | {f"datasets/{name}.csv" for name in TABLES}
    try:
        names = sorted(path.name for path in islice(folder.iterdir(), _MOST) if not path.name.startswith("."))
    except (OSError, RuntimeError):
        return
    for name in names:
        if f"datasets/{name}" not in known:
            shown = short(name)[1:-1]
            yield CODES["MST209"].at(f"datasets/{shown}", 0, 0, shown, f"{shown} is not a table of the package")


def _is_standard(head: Mapping[str, Any]) -> bool:
    """Whether the head of a descriptor follows the profile, by a fast validator."""
    import jsonschema_rs

    one = [{"name": "officials", "path": "datasets/officials.csv"}]
    return jsonschema_rs.Draft7Validator(_profile()).is_valid({**head, "resources": one})


@cache
def _profile() -> Any:
    """The official Data Package profile, version 2.0."""
    return json.loads(resource("schema/profiles/datapackage-2.0.json").read_text("utf-8"))


def check_shape(table: Table, unreadable: Collection[int] = ()) -> Iterator[Finding]:
    """Check the header and the number of cells in each row, except in lines that cannot be split into cells."""
    if 1 in unreadable or any("\r" in name for name in table.header):
        return
    wanted = TABLES[table.name].header()
    if table.header != wanted:
        yield from _header(table, wanted)
        return
    for line, row in enumerate(table.rows, 2):
        if line in unreadable or canonical_text.is_mark(",".join(row)) or any("\r" in cell for cell in row):
            continue
        if row == wanted:
            message = "the header is repeated here"
            yield replace(CODES["MST203"].at(table.file, line, 1, row[0], message), remedy="delete this line")
        elif len(row) != len(wanted):
            message = f"{len(row)} cells where the header has {len(wanted)}"
            if len(row) < len(wanted) and not _ID.fullmatch(row[0]):
                message += "; is this the rest of the line above, after a line break inside a cell?"
            yield CODES["MST204"].at(table.file, line, 0, ",".join(row)[:60], message)


def _header(table: Table, wanted: tuple[str, ...]) -> Iterator[Finding]:
    def at(column: int, value: str, message: str) -> Finding:
        return CODES["MST203"].at(table.file, 1, column, value, message)

    whole = ",".join(table.header)
    if table.header and not set(table.header) & set(wanted):
        yield at(0, whole[:_SHOWN], f"the first line is not the header; it must read {','.join(wanted)}")
        return
    missing = [name for name in wanted if name not in table.header]
    meant = _meant([name for name in table.header if name not in wanted], missing)
    for name, column in csvtext.cells(csvtext.join(table.header)) if table.header else ():
        if name not in wanted:
            near = meant.get(name, "")
            hint = f"; did you mean {near!r}?" if near else f"; {table.name} has {', '.join(wanted)}"
            hint = hint if name else ": the name is empty (a comma too many?)"
            yield replace(at(column, name, f"no such column{hint}"), suggestion=near)
    if left := [name for name in missing if name not in meant.values()]:
        yield at(0, whole, f"missing: {', '.join(left)}")
    elif not missing and set(table.header) == set(wanted):
        yield at(0, whole, f"columns repeated or out of order; it must read {','.join(wanted)}")


def _meant(unknown: list[str], missing: list[str]) -> dict[str, str]:
    """Which missing column each unknown one probably is: the nearest, or the only one if there is one of each."""
    if len(unknown) == len(missing) == 1:
        return {unknown[0]: missing[0]}
    found: dict[str, str] = {}
    for name in unknown:
        if near := nearest(name, set(missing) - set(found.values())):
            found[name] = near
    return found

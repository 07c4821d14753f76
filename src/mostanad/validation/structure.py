"""Layer 2: structure and types, also as Frictionless sees them.

Frictionless ignores some of what a schema says and accepts some of what no other tool accepts; what it cannot check is
checked by the other layers, and what it alone finds is a finding too.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from mostanad.contract import data_package
from mostanad.models import TABLES
from mostanad.models.cells import VERSION
from mostanad.package import csvtext
from mostanad.package.tables import Package, Table
from mostanad.resources import resource
from mostanad.validation import places
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding
from mostanad.validation.nearest import nearest

_DESCRIPTOR = "datapackage.json"


def check_descriptor(package: Package) -> Iterator[Finding]:
    """The descriptor: its resources, the official profile, and agreement with the models."""
    for table, file, message in package.problems:
        code = "MST201" if message == "the table is missing" or message.startswith("the file cannot") else "MST202"
        yield CODES[code].at(file, 0, 0, table, f"{table}: {message}")
    if not re.fullmatch(VERSION, package.version):
        message = f"version: {package.version!r} is no version (YYYY.M.N)"
        yield CODES["MST205"].at(_DESCRIPTOR, 0, 0, package.version, message)
    wanted = {item["name"]: item for item in data_package(package.version or "0")["resources"]}
    told: set[tuple[str, int]] = set()  # resources of which something is said already
    for index, given in enumerate(package.descriptor["resources"]):
        name = given.get("name") if isinstance(given, dict) else None
        if not isinstance(name, str) or name not in package.texts or package.files[name] != given["path"]:
            told.add(("resources", index))
        elif differing := [key for key in sorted(given | wanted[name]) if given.get(key) != wanted[name].get(key)]:
            told.add(("resources", index))
            yield CODES["MST206"].at(_DESCRIPTOR, 0, 0, name, f"{name}: not as in the models: {', '.join(differing)}")
    errors = [
        error for error in _profile().iter_errors(package.descriptor) if tuple(error.absolute_path)[:2] not in told
    ]
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])[:10]:
        where = "/".join(map(str, error.absolute_path)) or "the whole"
        yield CODES["MST205"].at(_DESCRIPTOR, 0, 0, where, f"{where}: {error.message[:200]}")


@cache
def _profile() -> Any:
    """The validator of the official Data Package profile, version 2.0."""
    from jsonschema import Draft7Validator

    return Draft7Validator(json.loads(resource("schema/profiles/datapackage-2.0.json").read_text("utf-8")))


def check_shape(table: Table) -> Iterator[Finding]:
    """The header and the number of cells of each row."""
    wanted = tuple(column.name for column in TABLES[table.name].columns())
    if table.header != wanted:
        yield from _header(table, wanted)
        return
    for index, row in enumerate(table.rows):
        if len(row) != len(wanted):
            line = table.line_of(index)
            message = f"{len(row)} cells where the header has {len(wanted)}"
            yield CODES["MST204"].at(table.file, line, 0, ",".join(row)[:60], message)


def _header(table: Table, wanted: tuple[str, ...]) -> Iterator[Finding]:
    columns = [cell.column for cell in csvtext.cells(csvtext.join(table.header))] if table.header else []
    unknown = [name for name in table.header if name not in wanted]
    missing = [name for name in wanted if name not in table.header]
    meant = _meant(unknown, missing)
    for name, column in zip(table.header, columns, strict=True):
        if name not in wanted:
            near = meant.get(name, "")
            message = f"no such column; {table.name} has {', '.join(wanted)}"
            message = f"no such column; did you mean {near!r}?" if near else message
            yield replace(CODES["MST203"].at(table.file, 1, column, name, message), suggestion=near)
    if left := [name for name in missing if name not in meant.values()]:
        yield CODES["MST203"].at(table.file, 1, 0, ",".join(table.header), f"missing: {', '.join(left)}")
    elif not missing and set(table.header) == set(wanted):
        message = f"columns repeated or out of order; it must read {','.join(wanted)}"
        yield CODES["MST203"].at(table.file, 1, 0, ",".join(table.header), message)


def _meant(unknown: list[str], missing: list[str]) -> dict[str, str]:
    """Which missing column each unknown one was to be: the nearest, or the only one for the only one."""
    if len(unknown) == len(missing) == 1:
        return {unknown[0]: missing[0]}
    found: dict[str, str] = {}
    for name in unknown:
        if near := nearest(name, [one for one in missing if one not in found.values()]):
            found[name] = near
    return found


def check_with_frictionless(
    package: Package, readable: Collection[str], known: Iterable[Finding], lines: Mapping[str, list[str]]
) -> Iterator[Finding]:
    """What Frictionless finds at places at which nothing else is wrong.

    Args:
        package: the package; its tables are laid beside a descriptor of ours: nothing that its own one names is opened.
        readable: the tables with canonical text and the right shape; what Frictionless says of others is said already.
        known: what the other layers found.
        lines: the lines of each table's file, for the columns of cells.
    """
    import frictionless

    told = {(finding.file, finding.line) for finding in known}
    descriptor = _descriptor(package, readable)
    with tempfile.TemporaryDirectory() as directory:
        for item in descriptor["resources"]:
            path = Path(directory, item["path"])
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(package.texts[item["name"]])
        Path(directory, _DESCRIPTOR).write_text(json.dumps(descriptor), "utf-8")
        report = frictionless.Package(str(Path(directory, _DESCRIPTOR))).validate(limit_errors=50)
    for error in report.errors:
        yield CODES["MST207"].at(_DESCRIPTOR, 0, 0, "", f"Frictionless: {error.type}: {error.note}")
    for task in report.tasks:
        file = package.files[task.name]
        for error in task.errors:
            line = getattr(error, "row_number", 0)
            if (file, line) in told:
                continue
            starts = places.columns(lines[task.name][line - 1]) if line else []
            number = getattr(error, "field_number", 0)
            column = starts[number - 1] if 0 < number <= len(starts) else 0
            value = str(getattr(error, "cell", ""))
            yield CODES["MST207"].at(file, line, column, value, f"Frictionless: {error.type}: {error.note}")


def _descriptor(package: Package, names: Collection[str]) -> dict[str, Any]:
    """Our own descriptor, of these tables only; references to others are not followed."""
    descriptor = data_package(package.version or "0")
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] in names]
    for item in descriptor["resources"]:
        keys = item["schema"].get("foreignKeys", [])
        item["schema"]["foreignKeys"] = [key for key in keys if key["reference"].get("resource", item["name"]) in names]
    return descriptor

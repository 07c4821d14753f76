"""Layer 2: structure and types, also as Frictionless sees them.

Frictionless ignores some of what a schema says and accepts some of what no other tool accepts; what it cannot check is
checked by the other layers, and what it alone finds is a finding too.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mostanad.contract import data_package
from mostanad.models import TABLES
from mostanad.package import csvtext
from mostanad.package.tables import Package, Table
from mostanad.resources import resource
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding

_DESCRIPTOR = "datapackage.json"


def check_descriptor(package: Package) -> Iterator[Finding]:
    """The descriptor: its resources, the official profile, and agreement with the models."""
    for name, file, message in package.problems:
        code = "MST201" if message == "the table is missing" or message.startswith("the file cannot") else "MST202"
        yield CODES[code].at(file, 0, 0, name, f"{name}: {message}")
    errors = _profile().iter_errors(package.descriptor)
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])[:10]:
        where = "/".join(map(str, error.absolute_path)) or "the whole"
        yield CODES["MST205"].at(_DESCRIPTOR, 0, 0, where, f"{where}: {error.message[:200]}")
    wanted = {item["name"]: item for item in data_package(package.version or "0")["resources"]}
    for given in package.descriptor["resources"]:
        name = str(given.get("name")) if isinstance(given, dict) else ""
        if name in wanted and given.get("schema") != wanted[name]["schema"]:
            yield CODES["MST206"].at(_DESCRIPTOR, 0, 0, name, f"the schema of {name} is not that of the models")


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
    for name, column in zip(table.header, columns, strict=True):
        if name not in wanted:
            yield CODES["MST203"].at(
                table.file, 1, column, name, f"no such column; {table.name} has {', '.join(wanted)}"
            )
    missing = [name for name in wanted if name not in table.header]
    if missing:
        yield CODES["MST203"].at(table.file, 1, 0, ",".join(table.header), f"missing: {', '.join(missing)}")
    elif set(table.header) == set(wanted):
        message = f"columns repeated or out of order; it must read {','.join(wanted)}"
        yield CODES["MST203"].at(table.file, 1, 0, ",".join(table.header), message)


def check_with_frictionless(package: Package, known: Iterable[Finding]) -> Iterator[Finding]:
    """What Frictionless finds at places at which nothing else is wrong.

    Args:
        package: the package; its tables are laid beside a descriptor of ours: nothing that its own one names is opened.
        known: what the other layers found.
    """
    import frictionless

    places = {(finding.file, finding.line) for finding in known}
    descriptor = data_package(package.version or "0")
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] in package.texts]
    with tempfile.TemporaryDirectory() as directory:
        for item in descriptor["resources"]:
            path = Path(directory, item["path"])
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(package.texts[item["name"]])
        Path(directory, "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
        report = frictionless.Package(str(Path(directory, "datapackage.json"))).validate(limit_errors=50)
    for task in report.tasks:
        file = package.files[task.name]
        for error in task.errors:
            row = getattr(error, "row_number", 0)
            if (file, row) not in places:
                yield CODES["MST207"].at(file, row, 0, "", f"Frictionless: {error.type}: {error.note}")

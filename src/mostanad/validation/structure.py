"""Layer 2: structure: the descriptor, the headers, the shape of rows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from mostanad.contract import data_package
from mostanad.models import TABLES
from mostanad.models.cells import VERSION
from mostanad.package import csvtext
from mostanad.package.tables import Package, Table
from mostanad.resources import resource
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding
from mostanad.validation.nearest import nearest

_DESCRIPTOR = "datapackage.json"
#: How many characters of what is not as it should be are shown: anybody may have written it.
_SHOWN = 200
#: How many errors against the profile are looked at.
_MOST = 1000


def check_descriptor(package: Package) -> Iterator[Finding]:
    """The descriptor: its resources, the official profile, and agreement with the models."""
    for table, file, message in package.problems:
        code = "MST201" if message == "the table is missing" or message.startswith("the file cannot") else "MST202"
        yield CODES[code].at(file, 0, 0, table, f"{table}: {message}")
    for table, (line, message) in package.too_large.items():
        yield CODES["MST208"].at(package.files[table], line, 0, table, f"{table}: {message}")
    if not re.fullmatch(VERSION, package.version):
        version = package.version[:_SHOWN]
        yield CODES["MST205"].at(_DESCRIPTOR, 0, 0, version, f"version: {version!r} is no version (YYYY.M.N)")
    wanted = {item["name"]: item for item in data_package(package.version or "0")["resources"]}
    told: set[tuple[str, int]] = set()  # resources of which something is said already
    for index, given in enumerate(package.descriptor["resources"]):
        name = given.get("name") if isinstance(given, dict) else None
        if not isinstance(name, str) or name not in package.texts or package.files[name] != given["path"]:
            told.add(("resources", index))
        elif differing := [key for key in sorted(given | wanted[name]) if given.get(key) != wanted[name].get(key)]:
            told.add(("resources", index))
            what = ", ".join(differing)[:_SHOWN]
            yield CODES["MST206"].at(_DESCRIPTOR, 0, 0, name, f"{name}: not as in the models: {what}")
    every = islice(_profile().iter_errors(package.descriptor), _MOST)
    errors = [error for error in every if tuple(error.absolute_path)[:2] not in told]
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path])[:10]:
        where = "/".join(map(str, error.absolute_path))[:_SHOWN] or "the whole"
        yield CODES["MST205"].at(_DESCRIPTOR, 0, 0, where, f"{where}: {error.message[:_SHOWN]}")


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

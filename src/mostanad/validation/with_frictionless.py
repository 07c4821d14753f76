"""Layer 2 as users outside see it: Frictionless checks structure and types.

Frictionless ignores parts of a schema, and accepts values that no other tool accepts; the other layers check these. An
error that only Frictionless finds is a finding too. It takes about as long as all other layers together, and so it runs
beside them in a process of its own. This process gets a directory with our own descriptor and copies of the tables, and
prints the errors as JSON.
"""

import json
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen
from typing import Any

from mostanad.contract import PACKAGE_PROFILE, data_package
from mostanad.files.package import DESCRIPTOR, Package
from mostanad.validation import isolated
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.places import Places

_PROGRAM = """
import json, sys
import frictionless

def described(name, error):
    return [name, error.type, error.note, getattr(error, "row_number", 0), getattr(error, "field_number", 0),
            str(getattr(error, "cell", ""))]

try:
    report = frictionless.Package(sys.argv[1]).validate(limit_errors=50)
    found = [described("", error) for error in report.errors]
    found += [described(task.name, error) for task in report.tasks for error in task.errors]
except Exception as error:
    found = [["", type(error).__name__, str(error), 0, 0, ""]]
print(json.dumps(found))
"""


@contextmanager
def started(package: Package, readable: Collection[str]) -> Iterator[Popen[bytes]]:
    """Start the process on the readable tables; it is killed when the block ends.

    It opens nothing that the package's own descriptor names. Raises ModuleNotFoundError without Frictionless.
    """
    if find_spec("frictionless") is None:
        raise ModuleNotFoundError("No module named 'frictionless'", name="frictionless")
    descriptor = _descriptor(readable)
    with tempfile.TemporaryDirectory() as directory:
        for item in descriptor["resources"]:
            path = Path(directory, item["path"])
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(package.texts[item["name"]][:])
        path = Path(directory, DESCRIPTOR)
        path.write_bytes(json.dumps(descriptor).encode("utf-8"))
        with isolated.python(_PROGRAM, str(path)) as process:
            yield process


def check(process: Popen[bytes], package: Package, known: Collection[Finding], places: Places) -> Iterator[Finding]:
    """Wait for Frictionless, and yield its findings for lines without any of the ``known`` findings."""
    known_lines = {(finding.file, finding.line) for finding in known}
    # For a repeated key we report the last row, and Frictionless all rows but the first.
    known_keys = {(finding.file, finding.value) for finding in known if finding.code == "MST301"}
    for table, kind, note, line, field, cell in _errors(process):
        message = f"Frictionless: {kind}: {note}"
        file = package.files.get(table, DESCRIPTOR)
        cells = places.cells(table, line) if table else []
        key = cells[0].value if cells else ""
        if not table:
            yield CODES["MST207"].at(file, 0, 0, "", message)
        elif (file, line) not in known_lines and (file, key) not in known_keys:
            column = cells[field - 1].column if 0 < field <= len(cells) else 0
            yield CODES["MST207"].at(file, line, column, cell, message)


def _errors(process: Popen[bytes]) -> list[tuple[str, str, str, int, int, str]]:
    """Each error: its table (empty for the package), kind and note, the numbers of its line and field (both from 1, or
    0), and the cell."""
    output, _ = process.communicate()
    if process.returncode:  # usually out of memory: it catches its own exceptions
        return [("", "did not finish", f"exit status {process.returncode}", 0, 0, "")]
    return [tuple(one) for one in json.loads(output)]


def _descriptor(names: Collection[str]) -> dict[str, Any]:
    """Our own descriptor of these tables only, without references to other tables."""
    descriptor = data_package({"$schema": PACKAGE_PROFILE})
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] in names]
    for item in descriptor["resources"]:
        keys = item["schema"].get("foreignKeys", [])
        item["schema"]["foreignKeys"] = [key for key in keys if key["reference"].get("resource", item["name"]) in names]
    return descriptor

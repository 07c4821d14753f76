"""The contract: what the models promise to others, as files that are generated from them.

Table Schemas, JSON Schemas, datapackage.json and the codebook. They are committed, so that a change of a model is seen
in every promise that it changes; :func:`drift` says whether they are what the models say. The lock of the contract is
kept apart: it says what the last version promised (:mod:`mostanad.contract.review`). The schemas of the index, of
findings and of codes in ``schema/`` follow no model: they are written by hand.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mostanad.contract.answers import ANSWERS, missing, sentence
from mostanad.contract.codebook import codebook
from mostanad.contract.json_schema import dossier_schema, row_schema
from mostanad.contract.table_schema import DIALECT, data_package, table_schema
from mostanad.contract.version import SCHEMA_VERSION
from mostanad.files import disk
from mostanad.models import COMPILED, TABLES

__all__ = [
    "ANSWERS",
    "DIALECT",
    "SCHEMA_VERSION",
    "codebook",
    "data_package",
    "dossier_schema",
    "drift",
    "generated",
    "missing",
    "row_schema",
    "sentence",
    "table_schema",
    "version_of",
    "write",
]

#: Folders that hold generated files and nothing else.
_GENERATED_ONLY = ("schema/tables", "schema/rows")


def generated(version: str) -> dict[str, str]:
    """Generate the contract.

    Args:
        version: the version of the data, for datapackage.json.

    Returns:
        the text of each file by its path relative to the project's root. The same models give the same text.
    """
    models = TABLES | COMPILED
    files = {f"schema/tables/{table}.json": _json(table_schema(model)) for table, model in models.items()}
    files |= {f"schema/rows/{table}.schema.json": _json(row_schema(model)) for table, model in models.items()}
    return files | {
        "schema/dossier.schema.json": _json(dossier_schema()),
        "datapackage.json": _json(data_package(version)),
        "docs/codebook.md": codebook(),
    }


def write(root: Path, files: Mapping[str, str]) -> list[str]:
    """Bring the generated files of a project up to date.

    Writes what differs or is missing, and removes JSON files of tables that are gone. Anything else that
    does not belong in the generated folders is left for a person to remove; :func:`drift` names it.

    Args:
        root: the project's root.
        files: the text of each generated file by its path.

    Returns:
        the paths that were written or removed, sorted.
    """
    changed = _differing(root, files)
    for path in changed:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        disk.write_atomically(target, files[path].encode())
    stale = [path for path in _extra(root, files) if path.endswith(".json")]
    for path in stale:
        (root / path).unlink()
    return sorted(changed + stale)


def drift(root: Path, files: Mapping[str, str]) -> list[str]:
    """Compare the generated files of a project, as :func:`write` would write them, with what lies there.

    Returns:
        the paths of generated files that differ or are missing, and of files in the generated folders that should not
        be there, sorted; empty if all is well.
    """
    return sorted(_differing(root, files) + _extra(root, files))


def _differing(root: Path, files: Mapping[str, str]) -> list[str]:
    # Bytes, so that other line ends count as a difference.
    targets = ((path, root / path, text.encode()) for path, text in files.items())
    return [path for path, target, content in targets if not target.is_file() or target.read_bytes() != content]


def _extra(root: Path, files: Mapping[str, str]) -> list[str]:
    found = [item for folder in _GENERATED_ONLY for item in (root / folder).rglob("*") if not item.is_dir()]
    return [path for item in found if (path := item.relative_to(root).as_posix()) not in files]


def version_of(root: Path) -> str:
    """The version of the data that a project works on, from its pyproject.toml.

    Raises:
        FileNotFoundError: if there is no pyproject.toml.
        ValueError: if it has no version.
    """
    path = root / "pyproject.toml"
    version = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {}).get("version")
    if not isinstance(version, str):
        raise ValueError(f'{path} has no version: write version = "2026.11.0" under [project]')
    return version


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

"""The contract that releases keep: Table Schemas, JSON Schemas, datapackage.json and the codebook, all generated from
the models and committed. The lock (:mod:`.lock`) records what the last version promised. The schemas of the index, of
findings and of codes in ``schema/`` are written by hand."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from mostanad.contract.codebook import codebook
from mostanad.contract.dataset import ANSWERS, About
from mostanad.contract.json_schema import dossier_schema, row_schema
from mostanad.contract.table_schema import DIALECT, PACKAGE_PROFILE, data_package, table_schema, without_examples
from mostanad.contract.version import SCHEMA_VERSION
from mostanad.files import disk
from mostanad.models import MODELS, vocabularies

__all__ = [
    "ANSWERS",
    "DIALECT",
    "PACKAGE_PROFILE",
    "SCHEMA_VERSION",
    "About",
    "codebook",
    "data_package",
    "dossier_schema",
    "row_schema",
    "table_schema",
    "without_examples",
]

_PROJECT = "pyproject.toml"


def generated(root: Path) -> dict[str, str]:
    """Generate each file's text, by its path below the root. The head of datapackage.json keeps all but its version.

    Schemas are generated only if there is a folder ``schema``. Raises ValueError without a readable head or a version.
    """
    from mostanad.contract.lock import to_json  # importing the contract alone must not load the lock

    about = About.read(root)
    if not about.head:
        raise ValueError("datapackage.json is missing or is not valid JSON; `mostanad validate` says where")
    if (root / _PROJECT).is_file():
        about = About.of(about.head, version_of(root))
    vocabularies.extend(about.head.get("vocabularies"))
    page = codebook(has_examples=about.name == "mostanad")  # like the descriptor
    files = {"datapackage.json": to_json(data_package(about.head)), "docs/codebook.md": page}
    if not (root / "schema").is_dir():
        return files
    files |= {f"schema/tables/{table}.json": to_json(table_schema(model)) for table, model in MODELS.items()}
    files |= {f"schema/rows/{table}.schema.json": to_json(row_schema(model)) for table, model in MODELS.items()}
    return files | {"schema/dossier.schema.json": to_json(dossier_schema())}


def write(root: Path, files: Mapping[str, str]) -> list[str]:
    """Write files that differ or are missing, delete JSON files of removed tables; return the changed paths, sorted."""
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
    """Return the generated files that differ or are missing, and unexpected files in their folders, sorted."""
    return sorted(_differing(root, files) + _extra(root, files))


def _differing(root: Path, files: Mapping[str, str]) -> list[str]:
    # Compare bytes: different line ends count as a difference.
    targets = ((path, root / path, text.encode()) for path, text in files.items())
    return [path for path, target, content in targets if not target.is_file() or target.read_bytes() != content]


def _extra(root: Path, files: Mapping[str, str]) -> list[str]:
    generated_only = ("schema/tables", "schema/rows")
    found = [item for folder in generated_only for item in (root / folder).rglob("*") if not item.is_dir()]
    return [path for item in found if (path := item.relative_to(root).as_posix()) not in files]


def version_of(root: Path) -> str:
    """Return the version of the data from the project's pyproject.toml; raises ValueError if there is none."""
    path = root / _PROJECT
    version = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {}).get("version")
    if not isinstance(version, str):
        raise ValueError(f'{path} has no version: write version = "2026.11.0" under [project]')
    return version

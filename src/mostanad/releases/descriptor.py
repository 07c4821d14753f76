"""The files in which a release describes itself: datapackage.json, README.md, CITATION.cff and SHA256SUMS."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from mostanad.contract import DIALECT, SCHEMA_VERSION, About, table_schema, without_examples
from mostanad.files import trees
from mostanad.models import MODELS, Column, Row, vocabularies
from mostanad.releases import layout
from mostanad.releases.release_about import File

#: Returns the sha256 of a file. A caching function hashes each file once.
Digest = Callable[[Path], str]
# Frictionless opens each file that it takes for a table, and fails on lists in Parquet and usually on NDJSON. By these
# names of formats it only checks the hashes. The tables are the CSV files; all forms have the same content.
_FORMATS = {
    ".csv": ("csv", "text/csv"),
    ".ndjson": ("json-lines", "application/x-ndjson"),
    ".json": ("json", "application/json"),
    ".parquet": ("apache-parquet", "application/vnd.apache.parquet"),
    ".sqlite": ("sqlite", "application/vnd.sqlite3"),
    ".cff": ("cff", "application/yaml"),
    ".md": ("md", "text/markdown"),
    ".sql": ("sql", "application/sql"),
}
#: Text that needs no quotation marks in YAML.
_PLAIN = re.compile("[A-Za-z]+(?:[ -][A-Za-z0-9.]+)+")


def files(root: Path, digest: Digest, *without: str) -> dict[str, File]:
    """The plain files of a release except those in ``without``, in order of path; OSError if one cannot be read."""
    paths = [path for path in trees.files(root) if path not in without and trees.is_plain(root / path)]
    return {path: File(form(path)[1], (root / path).stat().st_size, digest(root / path)) for path in paths}


def descriptor(root: Path, about: About, digest: Digest = trees.digest) -> dict[str, Any]:
    """Describe the files of a release as a Data Package descriptor (v2); OSError if one cannot be read.

    Every plain file is a resource with its size and sha256, except the descriptor and what is written after it (the
    RO-Crate and SHA256SUMS). The CSV files are the tables. ``schemaVersion`` is a property of our own.
    """
    return described(about, files(root, digest, layout.DESCRIPTOR, layout.RO_CRATE, layout.SUMS))


def described(about: About, found: Mapping[str, File]) -> dict[str, Any]:
    """The descriptor for files of known size and hash, in order of path."""
    resources = [_resource(path, file) for path, file in found.items()]
    without_examples(about.head, resources)
    return {**about.head, "resources": resources, "schemaVersion": SCHEMA_VERSION}


def release_schema(model: type[Row]) -> dict[str, Any]:
    """The Table Schema of a CSV file in a release: that of the curated table, plus the days of each date after it.

    The foreign key from evidence to facts is left out: evidence also supports names by which passages identify people.
    """
    schema = table_schema(model)
    curated = {field["name"]: field for field in schema["fields"]}
    schema["fields"] = [curated.get(column.name) or _day(column) for column in model.released()]
    keys = [key for key in schema.get("foreignKeys", ()) if key["reference"].get("resource") != "facts"]
    return {**schema, "foreignKeys": keys} if keys else {k: v for k, v in schema.items() if k != "foreignKeys"}


def _day(column: Column) -> dict[str, Any]:
    mark = {"deprecated": column.deprecated} if column.deprecated else {}
    return {"name": column.name, "type": "date", "description": column.description, "role": column.role, **mark}


def citation(about: About) -> str:
    """CITATION.cff (Citation File Format 1.2.0) of a release."""
    addresses = {"url": about.text("homepage"), "repository-code": about.text("repository")}
    return (
        "cff-version: 1.2.0\n"
        "message: Please cite the release that you used, and the documents behind the rows that you used.\n"
        "type: dataset\n"
        f"title: {_quoted(about.title)}\n"
        f'version: "{about.version}"\n'
        f"license: {_plain(about.licence)}\n"
        + "".join(f"{name}: {_quoted(address)}\n" for name, address in addresses.items() if address)
        + "authors:\n"
        + "".join(f"  - name: {_plain(name)}\n" for name in about.authors)
    )


def _quoted(text: str) -> str:
    """Text in quotation marks for YAML."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    """Text for YAML, in quotation marks only if it needs them."""
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def readme(about: About) -> str:
    """README.md: what the release is, what people who are named can do, and which coded words are its own."""
    added = vocabularies.sound(about.head.get("vocabularies"))
    words = [(name, *word) for name in added for word in added[name].items()]
    return (
        f"# {about.title}\n\n"
        f"Release {about.version}. {about.description}\n\n"
        "A claim by an interested party stands here as a claim; an accusation is not a finding.\n\n"
        f"{about.answers}\n\n"
        f"Licence: {about.licence}. How to cite it: {layout.CITATION}. What is new: {layout.CHANGES}. "
        f"What each table and column means: {layout.DESCRIPTOR}.\n"
        + ("\nCoded words that only this dataset has:\n\n" if words else "")
        + "".join(f"- `{word}` ({name}): {meaning}\n" for name, word, meaning in words)
    )


def sums(root: Path, digest: Digest = trees.digest) -> str:
    """SHA256SUMS: the hash and path of every file but itself, in order of path, in the format of sha256sum."""
    return "".join(f"{file.sha256}  {path}\n" for path, file in files(root, digest, layout.SUMS).items())


def form(path: str) -> tuple[str, str]:
    """The short name of a file's format, and its media type (RFC 6838), from the suffix."""
    return _FORMATS.get(PurePosixPath(path).suffix, ("", "application/octet-stream"))


def _resource(path: str, file: File) -> dict[str, Any]:
    name, kind = PurePosixPath(path), form(path)[0]
    resource: dict[str, Any] = {"name": _name(path), "path": path, "format": kind, "mediatype": file.mediatype}
    resource |= {"bytes": file.size, "hash": f"sha256:{file.sha256}"}
    if kind == "csv" and name.stem in MODELS:
        resource |= {"type": "table", "encoding": "utf-8", "dialect": dict(DIALECT)}
        resource["schema"] = release_schema(MODELS[name.stem])
    return {key: value for key, value in resource.items() if value != ""}


def _name(path: str) -> str:
    """The unique name of a resource. That of a table's CSV file is the name to which foreign keys refer."""
    file, table = PurePosixPath(path), layout.table_of(path)
    if file.suffix == ".csv":
        return file.stem
    if file.parent.as_posix() == layout.DOSSIERS:
        return f"dossier.{file.stem}"
    return f"{table}.{file.name.lower()}" if table and table != file.stem else file.name.lower()

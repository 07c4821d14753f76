"""croissant.json: a release for machine-learning tools (MLCommons Croissant 1.1, JSON-LD)."""

from collections.abc import Mapping
from typing import Any

from mostanad.contract import About
from mostanad.contract.table_schema import summary
from mostanad.models import MODELS, Column
from mostanad.releases.bibliography import release_bibtex
from mostanad.releases.exported import kind
from mostanad.releases.layout import parquet, table_of
from mostanad.releases.release_about import File, fill, read_form, said

#: The JSON templates. The context is copied from the specification, because mlcroissant warns about any other.
_TEMPLATES = read_form("croissant.json")
CONFORMS_TO: str = _TEMPLATES["dataset"]["conformsTo"]


def croissant(
    about: About, files: Mapping[str, File], published: str | None = None, url: str | None = None
) -> dict[str, Any]:
    """The JSON-LD of Croissant 1.1: a FileObject for each Parquet and CSV file, a RecordSet for each table.

    ``published`` is the day or month (ISO 8601) and ``url`` the page of the release, if known.
    """
    given = said(about) | {"citation": release_bibtex(about).strip(), "published": published, "url": url}
    listed = [_file(path, files[path]) for path in sorted(files) if path.endswith((".parquet", ".csv"))]
    parted = sorted({table_of(path) for path in files if path.count("/") > 1} - {""})
    listed += [
        fill(_TEMPLATES["parts"], {"id": f"parquet/{table}", "table": table, "paths": f"parquet/{table}/*.parquet"})
        for table in parted
    ]
    tables = [_table(table, files, table in parted) for table in MODELS]
    return fill(_TEMPLATES["dataset"], {**given, "files": listed, "tables": tables})


def _file(path: str, file: File) -> dict[str, Any]:
    # Not the registered media type, but the one that the specification and its readers use for Parquet.
    encoding = "application/x-parquet" if path.endswith(".parquet") else file.mediatype
    given = {"path": path, "name": path.rpartition("/")[2], "size": f"{file.size} B", "encoding": encoding}
    return fill(_TEMPLATES["file"], given | {"sha256": file.sha256})


def _table(table: str, files: Mapping[str, File], is_parted: bool) -> dict[str, Any]:
    path = f"parquet/{table}" if is_parted else parquet(table)
    if not is_parted and path not in files:
        raise KeyError(path)
    source = {"set": {"@id": path}, "file": None} if is_parted else {"file": {"@id": path}, "set": None}
    model = MODELS[table]
    given = {"table": table, "description": summary(model), "key": f"{table}/{model.key()}"}
    return fill(_TEMPLATES["table"], given | {"fields": [_field(table, one, source) for one in model.released()]})


def _field(table: str, column: Column, source: Mapping[str, Any]) -> dict[str, Any]:
    is_list = column.type.name == "list"
    # The reference library joins referenced tables, and fails if a table refers to itself or a cell is empty. Only
    # datapackage.json has these references, and those to several tables, which Croissant cannot express.
    is_tied = column.target and column.required and column.target != table
    given = {
        "id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.description,
        "type": _TEMPLATES["types"][kind(column)],  # curated dates are EDTF, which sc:Date does not cover
        **source,
        "is_array": True if is_list else None,
        "shape": "-1" if is_list else None,
        "references": {"field": {"@id": f"{column.target}/{MODELS[column.target].key()}"}} if is_tied else None,
    }
    return fill(_TEMPLATES["field"], given)

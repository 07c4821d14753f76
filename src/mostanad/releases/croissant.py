"""croissant.json: a release as tools of machine learning read it (MLCommons Croissant 1.1, JSON-LD)."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from mostanad.contract import About
from mostanad.contract.table_schema import summary
from mostanad.releases.bibliography import release_bibtex
from mostanad.releases.exported import Exported, columns
from mostanad.releases.layout import MODELS, parquet
from mostanad.releases.release_about import File

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
# The context of the specification, word for word: mlcroissant warns of any other.
_CONTEXT = json.loads((resources.files("mostanad.releases") / "croissant_context.json").read_text("utf-8"))
# Dates as curators write them are EDTF, which sc:Date is not: they are text.
_DATA_TYPES = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "list": "sc:Text",
    "day": "sc:Date",
}


def croissant(
    about: About, files: Mapping[str, File], published: str | None = None, url: str | None = None
) -> dict[str, Any]:
    """The JSON-LD of Croissant 1.1: a FileObject for each Parquet and CSV file, a RecordSet for each table.

    ``published`` is the day or month (ISO 8601) and ``url`` its page, if known.
    """
    named = [path for path in sorted(files) if path.endswith((".parquet", ".csv"))]
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": about.name,
        "alternateName": about.title,
        "description": about.description,
        "conformsTo": CONFORMS_TO,
        "license": about.licence_url,
        "version": about.version,
        "citeAs": release_bibtex(about).strip(),
        "creator": {"@type": "sc:Organization", "name": about.author},
    }
    made |= {key: value for key, value in (("datePublished", published), ("url", url)) if value is not None}
    made["distribution"] = [_file_object(path, files[path]) for path in named]
    made["recordSet"] = [_record_set(table, files) for table in MODELS]
    return made


def _file_object(path: str, file: File) -> dict[str, Any]:
    # Not its registered name: the one by which the specification and its readers know Parquet.
    encoding = "application/x-parquet" if path.endswith(".parquet") else file.mediatype
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path.rpartition("/")[2],
        "contentUrl": path,
        "contentSize": f"{file.size} B",
        "encodingFormat": encoding,
        "sha256": file.sha256,
    }


def _record_set(table: str, files: Mapping[str, File]) -> dict[str, Any]:
    path = parquet(table)
    if path not in files:
        raise KeyError(path)
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": summary(MODELS[table]),
        "key": {"@id": f"{table}/{MODELS[table].key()}"},
        "field": [_field(table, column, path) for column in columns(table)],
    }


def _field(table: str, column: Exported, path: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _DATA_TYPES[column.kind],
        "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
    }
    if column.kind == "list":
        field |= {"isArray": True, "arrayShape": "-1"}
    # The reference library joins what is tied, and breaks off where a table points into itself or a cell is empty:
    # references that may be empty are left to datapackage.json. So are those into several tables, having no form here.
    if column.reference and column.required and column.reference != table:
        field["references"] = {"field": {"@id": f"{column.reference}/{MODELS[column.reference].key()}"}}
    return field

"""croissant.json: a release as tools of machine learning read it (MLCommons Croissant 1.1, JSON-LD)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mostanad.releases.bibliography import release_bibtex
from mostanad.releases.exported import MODELS, Exported, columns
from mostanad.releases.release_about import AUTHOR, File

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
# The context of the specification, word for word: mlcroissant warns of any other.
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
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
    package: Mapping[str, Any], files: Mapping[str, File], published: str | None = None, url: str | None = None
) -> dict[str, Any]:
    """Describe a release.

    Args:
        package: its Data Package descriptor (v2): name, title, description, version, licenses. No resources are read.
        files: the files of the release by path. Parquet and CSV files are named; the Parquet file of every table must
            be there, since the columns are read from it.
        published: the day or month on which it is published (ISO 8601); left out if None.
        url: its page on the web; left out if None.

    Returns:
        the JSON-LD of Croissant 1.1: a FileObject for each file, a RecordSet for each table. Ids are paths, ``TABLE``
        and ``TABLE/COLUMN``; paths are relative to the root of the release, where croissant.json lies.

    Raises:
        KeyError: if the Parquet file of a table is missing.
    """
    named = [path for path in sorted(files) if path.endswith((".parquet", ".csv"))]
    about: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "conformsTo": CONFORMS_TO,
        "license": package["licenses"][0]["path"],
        "version": package["version"],
        "citeAs": release_bibtex(package["version"]).strip(),
        "creator": {"@type": "sc:Organization", "name": AUTHOR},
    }
    about |= {key: value for key, value in (("datePublished", published), ("url", url)) if value is not None}
    about["distribution"] = [_file_object(path, files[path]) for path in named]
    about["recordSet"] = [_record_set(table, files) for table in MODELS]
    return about


def _file_object(path: str, file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path.rpartition("/")[2],
        "contentUrl": path,
        "contentSize": f"{file.size} B",
        "encodingFormat": _encoding(path, file),
        "sha256": file.sha256,
    }


def _encoding(path: str, file: File) -> str:
    # Not its registered name: the one by which the specification and its readers know Parquet.
    return "application/x-parquet" if path.endswith(".parquet") else file.mediatype


def _record_set(table: str, files: Mapping[str, File]) -> dict[str, Any]:
    path = f"parquet/{table}.parquet"
    if path not in files:
        raise KeyError(path)
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": " ".join((MODELS[table].__doc__ or "").split()),
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

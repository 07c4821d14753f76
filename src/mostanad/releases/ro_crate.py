"""ro-crate-metadata.json: a release as a research object (RO-Crate 1.2, flattened JSON-LD)."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from mostanad.contract import About
from mostanad.contract.table_schema import summary
from mostanad.models import MODELS
from mostanad.releases.croissant import CONFORMS_TO as CROISSANT
from mostanad.releases.layout import RO_CRATE, table_of
from mostanad.releases.release_about import File, fill, read_form, said

#: The JSON templates.
_ENTITIES = read_form("ro_crate.json")
#: The names of the forms of a table, by suffix.
_LABELS = {".csv": "CSV", ".ndjson": "newline-delimited JSON", ".parquet": "Parquet"}
#: Descriptions of the other files, and the standards that they follow.
_KNOWN = {
    "datapackage.json": ("Every file with its hash, every column of every table", "https://datapackage.org/"),
    "croissant.json": ("The tables for tools of machine learning", CROISSANT),
    "CITATION.cff": ("How to cite the release", "https://citation-file-format.github.io/"),
    "README.md": ("What the release is, and who answers people who are named in it", ""),
    "CHANGES.md": ("What is new, and how many rows there are", ""),
    "SHA256SUMS": ("The sha256 of every file but itself", ""),
}


def ro_crate(about: About, files: Mapping[str, File], sources: pa.Table, published: str) -> dict[str, Any]:
    """The crate: the release as root, each file as a part, each table, and each document behind the facts by its hash.

    ``published`` is the day or month (ISO 8601).
    """
    paths = sorted(files.keys() - {RO_CRATE})
    tables = sorted({table for path in paths if (table := table_of(path))})
    standards = [url for path, (_, url) in sorted(_KNOWN.items()) if url and path in files]
    rows = sources.select(["source_id", "title", "url", "sha256"]).to_pylist()
    country = about.text("country")
    given = said(about) | {
        "published": published,
        "country": country,
        "coverage": {"@id": "#country"} if country else None,
        "licence_title": about.text("licenses", 0, "title") or about.licence,
        "parts": [{"@id": path} for path in paths],
        "sources": [{"@id": f"#source-{row['source_id']}"} for row in rows],
    }
    graph = [
        *(fill(_ENTITIES[name], given) for name in ("metadata", "root")),
        *(_file(path, files[path]) for path in paths),
        *(_columns(table) for table in tables),
        *(fill(_ENTITIES["standard"], {"url": url, "name": url.partition("://")[2]}) for url in standards),
        # The maintainers and the licence. Software is left out: it would need a web address, and there is none.
        *(fill(_ENTITIES[name], given) for name in ("licence", "maintainers", *(["country"] if country else []))),
        *(fill(_ENTITIES["document"], {**row, "id": f"#source-{row['source_id']}"}) for row in rows),
    ]
    return fill(_ENTITIES["crate"], {"graph": graph})


def _file(path: str, file: File) -> dict[str, Any]:
    name, table = PurePosixPath(path), table_of(path)
    description, standard = _KNOWN.get(path, (f"The release as {name.name}", ""))
    if table:
        description, standard = f"The table {table} as {_LABELS[name.suffix]}", f"#table-{table}"
    elif name.parent.name == "officials" and name.suffix == ".json":
        description = f"Everything about {name.stem}, with its evidence"
    given = {
        "path": path,
        "name": name.name,
        "description": description,
        "encoding": file.mediatype,
        "size": None if file.size is None else str(file.size),
        "sha256": file.sha256,
        "standard": {"@id": standard} if standard else None,
    }
    return fill(_ENTITIES["file"], given)


def _columns(table: str) -> dict[str, Any]:
    """The entity for the columns that all files of a table have; datapackage.json describes them."""
    given = {"id": f"#table-{table}", "name": f"Columns of {table}", "description": summary(MODELS[table])}
    return fill(_ENTITIES["table"], given)

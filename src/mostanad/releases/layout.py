"""The paths of the files in a release."""

import re

from mostanad.files import queries
from mostanad.models import MODELS

DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"
README = "README.md"
CITATION = "CITATION.cff"
CHANGES = "CHANGES.md"
CROISSANT = "croissant.json"
SQLITE = "mostanad.sqlite"
#: The name that RO-Crate requires. It describes datapackage.json too, so it is written later.
RO_CRATE = "ro-crate-metadata.json"
#: The roots to which proofs of facts lead.
ROOT = "proofs/root.json"
#: The folder with the queries of fact checks.
QUERIES = queries.RELEASED
DOSSIERS = "json/officials"
#: The paths of a table in its three forms and, below, of a dossier and of a fact check's query, by name or id.
parquet, csv, ndjson = "parquet/{}.parquet".format, "csv/{}.csv".format, "json/{}.ndjson".format
#: The path of a part of a large table, by its name and the number of the part.
part = "parquet/{}/part-{:05}.parquet".format
dossier, query = f"{DOSSIERS}/{{}}.json".format, f"{QUERIES}/{{}}.sql".format
#: The forms that a release may have beside Parquet, each with a regular expression for the paths of its files.
FORMS = {
    "csv": r"csv/.*\.csv",
    "json": r"json/.*\.ndjson",
    "dossiers": rf"{DOSSIERS}/.*\.json",
    "sqlite": re.escape(SQLITE),
    "crates": f"{re.escape(CROISSANT)}|{re.escape(RO_CRATE)}",
}
_OF_TABLE = re.compile(r"csv/(\w+)\.csv|json/(\w+)\.ndjson|parquet/(\w+)(?:/[^/]+)?\.parquet", re.ASCII)


def form_of(path: str) -> str | None:
    """The form (of :data:`FORMS`) to which a file belongs; None if it belongs to every release."""
    return next((form for form, pattern in FORMS.items() if re.fullmatch(pattern, path, re.DOTALL)), None)


def table_of(path: str) -> str:
    """The table that a file contains, or a part of which it contains; an empty text for other files.

    >>> table_of("csv/facts.csv"), table_of("parquet/facts/part-00003.parquet"), table_of("README.md")
    ('facts', 'facts', '')
    """
    found = _OF_TABLE.fullmatch(path)
    return found[found.lastindex or 0] if found and found[found.lastindex or 0] in MODELS else ""


def version_of(text: str) -> str:
    """The version, if the text is YYYY.M.N without padding; else ValueError."""
    column = next(column for column in MODELS["history"].columns() if column.name == "version")
    return str(column.type.parse(text))

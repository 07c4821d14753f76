"""Where things lie in a release."""

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
#: The name that RO-Crate demands. It describes datapackage.json too, and so is written after it.
RO_CRATE = "ro-crate-metadata.json"
#: The roots by which facts are proved.
ROOT = "proofs/root.json"
#: The folder with the queries of fact checks.
QUERIES = queries.RELEASED
DOSSIERS = "json/officials"
#: The paths of a table in its three forms, of an official's dossier, of the query of a fact check, by name or id.
parquet, csv, ndjson = "parquet/{}.parquet".format, "csv/{}.csv".format, "json/{}.ndjson".format
#: The path of a part of a large table: its name, and the number of the part.
part = "parquet/{}/part-{:05}.parquet".format
dossier, query = f"{DOSSIERS}/{{}}.json".format, f"{QUERIES}/{{}}.sql".format
#: The forms that a release may have beside Parquet: each with a pattern of the paths of its files.
FORMS = {
    "csv": r"csv/.*\.csv",
    "json": r"json/.*\.ndjson",
    "dossiers": rf"{DOSSIERS}/.*\.json",
    "sqlite": re.escape(SQLITE),
    "crates": f"{re.escape(CROISSANT)}|{re.escape(RO_CRATE)}",
}
_OF_TABLE = re.compile(r"csv/(\w+)\.csv|json/(\w+)\.ndjson|parquet/(\w+)(?:/[^/]+)?\.parquet", re.ASCII)


def form_of(path: str) -> str | None:
    """To which of :data:`FORMS` a file of a release belongs; None if every release has it."""
    return next((form for form, pattern in FORMS.items() if re.fullmatch(pattern, path, re.DOTALL)), None)


def table_of(path: str) -> str:
    """The table of which a file is a form, or a part of one; an empty text for other files.

    >>> table_of("csv/facts.csv"), table_of("parquet/facts/part-00003.parquet"), table_of("README.md")
    ('facts', 'facts', '')
    """
    found = _OF_TABLE.fullmatch(path)
    return found[found.lastindex or 0] if found and found[found.lastindex or 0] in MODELS else ""


def version_of(text: str) -> str:
    """A version, if the text is YYYY.M.N, unpadded; else a ValueError."""
    column = next(column for column in MODELS["history"].columns() if column.name == "version")
    return str(column.type.parse(text))

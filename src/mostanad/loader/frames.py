"""Tables in the forms that users work with, and the columns of the frames that a release returns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from mostanad.loader.tables import Tables

Form = Literal["pandas", "arrow", "polars", "duckdb", "records"]
FORMS: tuple[Form, ...] = get_args(Form)
_ABOUT = (b"name", b"version", b"licence", b"without")
#: The columns of the frames that methods of a release return.
REASONS = ("place", "table_name", "row_id", "said", "entity_id", "part", "basis", "standing", "event_id", "date",
           "asserted_by", "modality", "hedge", "stance", "as_of", "fields", "source_id", "passage_id",
           "claim_id")  # fmt: skip
PARTS = ("event_id", "title", "date", "place", "entity_id", "name", "part", "basis", "standing", "standing_date",
         "asserted_by", "modality", "hedge", "source_ids", "posts", "listed_for", "participation_id")  # fmt: skip
LISTED_FOR = ("sanction_id", "target_id", "name", "authority_id", "programme_id", "listed", "delisted", "event_id",
           "title", "part", "basis", "modality", "hedge", "asserted_by", "participation_id")  # fmt: skip
LISTED = ("entity_id", "name", "authority_id", "answer", "day", "listed", "human_rights", "sanction_ids")
PERSONS = ("entity_id", "name", "what", "said", "date", "ended", "documented", "basis", "asserted_by", "modality",
           "hedge", "row_id")  # fmt: skip
DATED = ("date", "date_min", "date_max", "what", "with_id", "said", "table_name", "row_id", "fact_id")
RESTS_ON = ("support", "disputed", "origins")


def convert(table: pa.Table, form: Form, name: str = "") -> Any:
    """Convert an Arrow table. In pandas and polars, vocabulary columns of the table ``name`` become categories."""
    if form not in FORMS:
        raise ValueError(f"as_={form!r} is not one of {', '.join(FORMS)}")
    if form == "records":
        return table.to_pylist()
    if form == "arrow":
        return table
    if form == "duckdb":
        import duckdb

        return duckdb.from_arrow(table)
    coded = _with_categories(table, name)
    if form == "pandas":
        return _pandas(coded)
    try:
        import polars
    except ModuleNotFoundError:
        message = 'polars is not installed; run: pip install "mostanad[polars]"'
        raise ModuleNotFoundError(message, name="polars") from None
    return polars.from_arrow(coded)


def _pandas(table: pa.Table) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    def dtype(kind: pa.DataType) -> Any:
        """Nullable types for integers and booleans; lists stay lists."""
        if pa.types.is_integer(kind):
            return pd.Int64Dtype()
        if pa.types.is_boolean(kind):
            return pd.BooleanDtype()
        return pd.ArrowDtype(kind) if pa.types.is_list(kind) else None

    frame: pd.DataFrame = table.to_pandas(types_mapper=dtype, date_as_object=False)
    if known := about(table.schema):
        frame.attrs["mostanad"] = known
    return frame


def _with_categories(table: pa.Table, name: str) -> pa.Table:
    """Encode the columns that have a vocabulary as dictionaries; words unknown to this mostanad come last."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from mostanad.models import MODELS

    model = MODELS.get(name)
    for column in model.columns() if model else ():
        at = table.schema.get_field_index(column.name)
        if at >= 0 and column.type.vocabulary and column.type.name == "text":
            cells, words = table[column.name].combine_chunks(), list(map(str, column.type.vocabulary))
            known = [*words, *sorted(set(pc.unique(cells).to_pylist()) - {*words, None})]
            encoded = pa.DictionaryArray.from_arrays(pc.index_in(cells, pa.array(known, cells.type)), known)
            table = table.set_column(at, table.schema.field(at).with_type(encoded.type), encoded)
    return table


def about(schema: pa.Schema) -> dict[str, str]:
    """The table name, version and licence in the metadata of a schema; empty if one of them is missing.

    If claims were dropped, ``without`` names their parties.

    A pandas frame has the same in ``attrs["mostanad"]``, and keeps it when filtered; an Arrow table has it in the
    metadata of its schema. Polars frames and DuckDB relations have no place for it.
    """
    metadata = {key.decode(): text.decode() for key, text in (schema.metadata or {}).items() if key in _ABOUT}
    if not {"name", "version", "licence"} <= metadata.keys():
        return {}
    found = {"version": metadata["version"], "table": metadata["name"].split()[-1], "licence": metadata["licence"]}
    return found | ({"without": metadata["without"]} if "without" in metadata else {})


def frame(release: Tables, rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    """Rows as a pandas frame with the metadata of the release in ``attrs``."""
    import pandas as pd

    found = pd.DataFrame(list(rows), columns=list(columns))
    found.attrs["mostanad"] = {"version": release.version, "licence": release.about.licence}
    return found

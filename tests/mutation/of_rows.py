"""For each rule about cells of one row an error of its kind, by its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.mutation.mutations import Cells, Data, Mutation, NoSuchRow, change

from mostanad.models import TABLES


def _always(row: Cells) -> bool:
    return True


def _counted(row: Cells) -> bool:
    return bool(row["value"]) and row["comparator"] != "between"


#: The code, the table, which of its rows are of the kind, the cells changed, and the column to be blamed.
_CASES: tuple[tuple[str, str, Callable[[Cells], object], dict[str, str], str], ...] = (
    ("MST421", "estimates", _counted, {"comparator": "unquantified"}, "value"),
    ("MST421", "estimates", _counted, {"value": ""}, "value"),
    ("MST422", "estimates", _counted, {"value_to": "999999"}, "value_to"),
    ("MST422", "estimates", _counted, {"comparator": "between", "value_to": "0"}, "value_to"),
    ("MST423", "groups", lambda row: row["size"], {"comparator": ""}, "comparator"),
    ("MST423", "groups", lambda row: row["size"], {"size": ""}, "comparator"),
    ("MST424", "parties", lambda row: row["party_id"] != "unnamed", {"kind": "unnamed"}, "kind"),
    ("MST431", "sources", lambda row: row["derived_from"], {"derivation": "original"}, "derived_from"),
    ("MST431", "sources", lambda row: row["derived_from"], {"derived_from": ""}, "derived_from"),
    ("MST432", "sources", lambda row: row["published"], {"published": ""}, "published_basis"),
    ("MST432", "sources", lambda row: row["published"], {"published_basis": ""}, "published_basis"),
    ("MST433", "sources", lambda row: row["sha256"], {"format": ""}, "sha256"),
    ("MST433", "sources", lambda row: row["sha256"], {"bytes": ""}, "sha256"),
    ("MST433", "sources", lambda row: row["sha256"], {"sha256": ""}, "sha256"),
    ("MST433", "sources", lambda row: row["sha256"], {"coverage": ""}, "sha256"),
    ("MST434", "sources", lambda row: not row["author"], {"kind": "op_ed"}, "author"),
    ("MST441", "claims", lambda row: not row["stance"], {"value": "2019"}, "value"),
    ("MST441", "claims", lambda row: not row["stance"] and " " not in row["fields"], {"stance": "disputes"}, "value"),
    ("MST441", "claims", lambda row: " " in row["fields"], {"stance": "disputes", "value": "2019"}, "fields"),
    ("MST442", "claims", _always, {"as_stated": "these are six of its words"}, "as_stated"),
    ("MST443", "participations", lambda row: not row["standing"], {"standing_date": "2019"}, "standing_date"),
    ("MST444", "fact_checks", lambda row: not row["needs"], {"verdict": "undecidable"}, "needs"),
    ("MST445", "parties", lambda row: row["kind"] not in ("person", "unnamed"), {"born": "1961"}, "born"),
)


def of_row_rules(data: Data) -> Iterator[Mutation | str]:
    """A mutation for each way to break each rule about one row, or its name if the dataset has no row of the kind."""
    for code, table, where, cells, column in _CASES:
        done = ", ".join(f"{name} {'is ' + value if value else 'emptied'}" for name, value in cells.items())
        kind = f"{table}: {done}"
        try:
            row = data.take(table, where)
        except NoSuchRow:
            yield f"{code}: {kind}"
            continue
        place = (table, row[TABLES[table].key()], column)
        yield Mutation(kind, code, "rows", "row rules", (code,), (change(table, row, **cells),), place)

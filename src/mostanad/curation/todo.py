"""What is left to do: cells without a claim, claims without a seal, passages that nothing uses."""

from mostanad.curation.transaction import read_rows
from mostanad.files import Package
from mostanad.models import FACT_TABLES, TABLES


def todo(package: Package) -> dict[str, list[str]]:
    """The ids of what is left to do in a package, by kind; EditRefused if a table cannot be read completely."""
    rows = read_rows(package)
    claimed = {
        (claim["target_id"], field)
        for claim in rows["claims"].values()
        if claim["stance"] in ("", "asserts")
        for field in claim["fields"].split(" ")
    }
    cells = []
    for name in FACT_TABLES:
        asserted = [column.name for column in TABLES[name].columns() if column.role == "assertion"]
        for row_id, row in rows[name].items():
            cells += [f"{row_id}/{field}" for field in asserted if row[field] and (row_id, field) not in claimed]
    into = [(name, one.name) for name in TABLES for one in TABLES[name].columns() if "passages" in one.references]
    used = {one for name, column in into for row in rows[name].values() for one in row[column].split(" ")}
    return {
        "no claim": cells,
        "no seal": [claim_id for claim_id in rows["claims"] if claim_id not in rows["seals"]],
        "unused": [passage_id for passage_id in rows["passages"] if passage_id not in used],
    }

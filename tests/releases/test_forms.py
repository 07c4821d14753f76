"""The three forms of a table: as curators write them, as JSON has them, as Parquet types them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from tests.cases import each

from mostanad.files.render import csv_lines, ndjson_lines
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES

MODELS = TABLES | COMPILED


@each("table", list(TABLES))
def test_csv_has_the_text_of_the_curated_columns(built: Path, root: Path, table: str) -> None:
    with (root / f"datasets/{table}.csv").open(encoding="utf-8", newline="") as file:
        curated = list(csv.DictReader(file))
    with (built / f"csv/{table}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        released = list(reader)
    assert reader.fieldnames == arrow_schema(TABLES[table]).names
    assert [{name: row[name] for name in before} for before, row in zip(curated, released, strict=True)] == curated


@each("table", list(MODELS))
def test_all_forms_have_the_same_rows(built: Path, table: str) -> None:
    with (built / f"csv/{table}.csv").open(encoding="utf-8", newline="") as file:
        as_csv = [row[MODELS[table].key()] for row in csv.DictReader(file)]
    lines = (built / f"json/{table}.ndjson").read_text("utf-8").split("\n")
    as_json = [json.loads(line)[MODELS[table].key()] for line in lines if line]
    assert lines[-1] == ""
    assert (
        as_csv == as_json == pq.ParquetFile(built / f"parquet/{table}.parquet").read()[MODELS[table].key()].to_pylist()
    )


def test_csv_of_compiled_cells(built: Path) -> None:
    with (built / "csv/facts.csv").open(encoding="utf-8", newline="") as file:
        fact = next(row for row in csv.DictReader(file) if row["fact_id"] == "square-2020/date")
    assert (fact["disputed"], fact["claims"], fact["source_ids"]) == ("true", "2", "blue-story red-story")


def test_days_of_a_span(built: Path) -> None:
    line = next(line for line in (built / "csv/events.csv").read_text().splitlines() if line.startswith("council"))
    assert "2020-03/2020-04,2020-03-01,2020-04-30" in line


def test_json_row(built: Path) -> None:
    lines = (built / "json/estimates.ndjson").read_text("utf-8").splitlines()
    killed, share = map(json.loads, lines)
    assert list(killed) == arrow_schema(TABLES["estimates"]).names
    assert '"value": 300,' in lines[0]
    assert (killed["value_to"], killed["as_of"], killed["as_of_min"]) == (None, None, None)
    assert (share["value"], share["as_of_min"], share["as_of_max"]) == (48.8, "2020-05-01", "2020-05-31")
    assert '"name": "امید فراز"' in (built / "json/names.ndjson").read_text("utf-8")


def test_how_values_are_written() -> None:
    table = pa.table(
        {
            "number": pa.array([0.00001, 300.0, None, 123456789012345.0, 48.8]),
            "whole": pa.array([0, 10**18 - 1, None, 7, 8]),
            "flag": pa.array([True, False, None, True, True]),
            "list": pa.array([["a", "b"], ["c"], None, ["d"], ["e"]]),
            "day": pa.array([dt.date(988, 3, 2), None, dt.date(2020, 2, 29), None, None]),
            "text": ['say "no", he said', "a,b", None, " x", "naïve’s"],
        }
    )
    assert list(csv_lines(table)) == [
        "number,whole,flag,list,day,text",
        '0.00001,0,true,a b,0988-03-02,"say ""no"", he said"',
        '300,999999999999999999,false,c,,"a,b"',
        ",,,,2020-02-29,",
        "123456789012345,7,true,d,, x",
        "48.8,8,true,e,,naïve’s",
    ]
    assert list(ndjson_lines(table))[:3] == [
        '{"number": 1e-05, "whole": 0, "flag": true, "list": ["a", "b"], "day": "0988-03-02", '
        '"text": "say \\"no\\", he said"}',
        '{"number": 300, "whole": 999999999999999999, "flag": false, "list": ["c"], "day": null, "text": "a,b"}',
        '{"number": null, "whole": null, "flag": null, "list": null, "day": "2020-02-29", "text": null}',
    ]


def test_each_odd_text_in_json_is_what_the_standard_library_makes_it() -> None:
    odd = [
        *map(chr, range(0x21)),
        '"',
        "\\",
        "\x7f",
        "\x80",
        "\xa0",
        "\u200c",
        "\u2028",
        "\ufeff",
        "\uffff",
        "\U0001f5c0",
    ]
    wrong = []
    for text in (form.format(one) for one in odd for form in ("{}", "a{}", "{}é", "plain{0}{0}")):
        for texts in ([text], ["plain", text], [None, text], [text, None], [None], [""]):
            rows = [
                {"key": "k", "text": one, "list": None if one is None else [one, "b"], "none": None} for one in texts
            ]
            schema = pa.schema([("key", pa.string()), ("text", pa.string()), ("list", pa.list_(pa.string()))])
            table = pa.Table.from_pylist(rows, schema.append(pa.field("none", pa.date32())))
            if list(ndjson_lines(table)) != [json.dumps(row, ensure_ascii=False) for row in rows]:
                wrong.append(texts)
    assert wrong == []

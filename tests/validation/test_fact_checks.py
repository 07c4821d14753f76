"""Checks: a query that is run again says what its check says, or there is a finding; and it can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from mostanad.files.typed import arrow_table
from mostanad.models import TABLES
from mostanad.validation import asking, query_process
from mostanad.validation.findings import CODES

pytestmark = pytest.mark.usefixtures("queries_run_here")

LAYERS = ("fact_checks",)
CHECKS, ITEMS = "datasets/fact_checks.csv", "datasets/fact_check_answers.csv"
FILE = "validators/fact_checks/who-chaired.sql"
CHAIR = "session-2019-11-bahram-nemuneh-chair"
#: One row that a query may return; it reads a table, as each must.
ROW = (
    "SELECT 'bahram-nemuneh' AS entity_id, NULL AS authority_id, 'yes' AS answer, "
    f"(SELECT ['{CHAIR}'] FROM events) AS shown_by, 'supported' AS verdict"
)

#: The same, out of nothing.
LITERALS = ROW.replace(f"(SELECT ['{CHAIR}'] FROM events)", f"['{CHAIR}']")


def query(*rows: str) -> str:
    """A query that returns these rows; a row is its five values in SQL."""
    values = f"(VALUES {', '.join(f'({row})' for row in rows)}) AS t({', '.join(query_process.COLUMNS)})"
    return f"SELECT * FROM {values} WHERE EXISTS (FROM events)"


YES = f"'bahram-nemuneh', NULL, 'yes', ['{CHAIR}'], 'supported'"


def column(sample: Any, table: str, field: str, line: int) -> int:
    """Where a cell of a line begins, in a table without quotation marks before it."""
    cells = sample.text(table).split("\n")[line - 1].split(",")
    return len(",".join(["", *cells[: list(TABLES[table].model_fields).index(field)]])) + 1


@pytest.fixture
def connection(sample: Any) -> Iterator[duckdb.DuckDBPyConnection]:
    tables = sample.tables()
    with query_process.open_tables((name, arrow_table(model, tables[name])) for name, model in TABLES.items()) as made:
        yield made


def test_a_check_that_follows_from_the_tables_passes(sample: Any) -> None:
    sample.add_check()
    assert sample.report() == sample.report(()), "no findings, and nothing is left out"


def test_without_checks_nothing_is_run(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "answers", None)
    assert sample.report(LAYERS) == sample.report(())


def test_order_and_letters_of_the_sql_do_not_matter(sample: Any) -> None:
    sample.add_check(query=query("'watch', NULL, 'no', NULL, 'supported'", YES))
    sample.add_item("watch", "no")
    assert sample.findings(LAYERS) == ()


def test_no_authority_is_an_empty_cell_and_another_authority_another_item(sample: Any) -> None:
    sample.add_check(query=query(YES, "'bahram-nemuneh', 'watch', 'unsure', NULL, 'supported'"))
    sample.add_item("bahram-nemuneh", "unsure", item_id="who-chaired-bahram-nemuneh-watch", authority_id="watch")
    assert sample.findings() == ()


@pytest.mark.slow
def test_a_query_reads_the_day_of_its_own_check_and_the_days_behind_dates(sample: Any) -> None:
    day = "(SELECT as_of_min FROM fact_checks WHERE check_id = 'who-chaired')"
    before = f"SELECT count(*) FROM events WHERE date_max < {day}"
    sample.add_check(query=f"{ROW} WHERE ({before}) = 1")
    assert sample.findings() == ()
    sample.edit("fact_checks", ",2019-12-16,", ",2019-11-30,")
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, "it returns no rows" in finding.message) == ("MST536", True)


#: Queries that cannot be run, and words that say why.
NOT_RUN = [
    ("SELEC 1", "Parser Error: syntax error"),
    ("SELECT * FROM nothing", "Table with name nothing does not exist"),
    ("SELECT * FROM facts", "Table with name facts does not exist"),
    ("SELECT * FROM evidence", "Table with name evidence does not exist"),
    ("SELECT * FROM claim_cells", "Table with name claim_cells does not exist"),
    (f"{ROW}; {ROW}", "it is not one SELECT"),
    ("DELETE FROM claims", "it is not one SELECT"),
    ("SET threads = 1", "it is not one SELECT"),
    ("COPY claims TO 'out.csv'", "it is not one SELECT"),
    (f"WITH gone AS (DELETE FROM claims RETURNING 1) {ROW}", ""),
    (f"{ROW} FROM '/etc/hostname'", "hostname does not exist"),
    (f"{ROW} FROM read_text('/etc/hostname')", "it uses read_text"),
    (f"{ROW} FROM read_csv('https://example.org/a.csv')", "it uses read_csv"),
    (f"{ROW} FROM arrow_scan(1::POINTER, 2::POINTER, 3::POINTER)", "it uses arrow_scan"),
    (f"{ROW} FROM query('SELECT 1')", "it uses query"),
    (f"{ROW} FROM duckdb_settings()", "it uses duckdb_settings"),
    (f"{ROW} FROM PG_settings", "it uses pg_settings"),
    (f"{ROW} FROM sqlite_master", "it uses sqlite_master"),
    (f"{ROW} FROM information_schema.tables", "it uses information_schema"),
    (f"{ROW} FROM (SHOW memory_limit)", "it uses show"),
    (f"{ROW} FROM (DESCRIBE)", "it uses describe"),
    (f"{ROW} WHERE getenv('HOME') IS NULL", "getenv"),
    (f"{ROW} WHERE random() < 2", "it uses random"),
    (f"{ROW} WHERE current_date > DATE '2020-01-01'", "it uses current_date"),
    (f'{ROW} WHERE "Now"() IS NOT NULL AND CURRENT_TIMESTAMP IS NOT NULL', "it uses current_timestamp, now, which"),
    (f"{ROW} FROM claims USING SAMPLE 1", "it uses sample"),
    (f"{ROW} WHERE CAST('x' AS INTEGER) = 1", "Conversion Error"),
    (f"{ROW} FROM fact_check_answers", "it reads fact_check_answers, the answers that it must find"),
    (f"{ROW} FROM main.FACT_CHECK_ANSWERS", "it reads fact_check_answers, the answers that it must find"),
    (f"{ROW} WHERE error('a very long word ' || repeat('x', 1000)) IS NULL", "it uses error"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("sql", "words"), NOT_RUN)
def test_a_query_that_cannot_be_run(sample: Any, sql: str, words: str) -> None:
    sample.add_check(query=sql)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line) == ("MST535", FILE, 1)
    assert (finding.row_id, finding.column) == ("who-chaired", 0)
    assert finding.message.startswith("the query of who-chaired cannot be run: ")
    assert words in finding.message
    assert len(finding.message) < 250
    assert "\n" not in finding.message


def test_a_time_is_that_of_no_machine(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    sample.add_check(query=f"{ROW} WHERE TIMESTAMPTZ '2020-01-01 00:00:00' = TIMESTAMPTZ '2020-01-01 00:00:00+00'")
    assert sample.findings(LAYERS) == ()


@pytest.mark.parametrize("sql", [f"{ROW} WHERE 'now() -- random()' <> 'today' /* current_date */", f"{ROW} -- now()"])
def test_words_in_texts_and_comments_ask_for_nothing(sample: Any, sql: str) -> None:
    sample.add_check(query=sql)
    assert sample.findings(LAYERS) == ()


#: Queries that return something else than answers, and words that say what.
NO_ANSWERS = [
    (
        "SELECT entity_id FROM participations",
        "it returns entity_id instead of entity_id, authority_id, answer, shown_by",
    ),
    (f"{ROW}, 1 AS more", "it returns entity_id, authority_id, answer, shown_by, verdict, more instead of"),
    ("SELECT * FROM fact_checks", "it returns check_id, claim_id"),
    (ROW.replace("'supported' AS ", "") + " FROM fact_checks", "None is not one of supported, contradicted"),
    (f"{ROW} WHERE false", "it returns no rows"),
    (query(YES, "'watch', NULL, 'no', NULL, 'partly'"), "it returns several verdicts: partly, supported"),
    (query("'bahram-nemuneh', NULL, 'maybe', NULL, 'supported'"), "'maybe' is not one of yes, no, unsure"),
    (query("'bahram-nemuneh', NULL, NULL, NULL, 'supported'"), "None is not one of yes, no, unsure"),
    (query("'bahram-nemuneh', NULL, 'yes', NULL, 'true'"), "'true' is not one of supported, contradicted"),
    (query("NULL, NULL, 'yes', NULL, 'supported'"), "None, None are not ids of entity and authority"),
    (
        query("'bahram-nemuneh', 1, 'yes', NULL, 'supported'"),
        "'bahram-nemuneh', 1 are not ids of entity and authority",
    ),
    (
        query("'bahram-nemuneh', '', 'yes', NULL, 'supported'"),
        "'bahram-nemuneh', '' are not ids of entity and authority",
    ),
    (query("['a'], NULL, {'a': 1}, NULL, 'supported'"), "['a'], None are not ids of entity and authority"),
    (query("'a', NULL, {'a': 1}, NULL, ['supported']"), "{'a': 1} is not one of yes, no, unsure"),
    (query("'a', NULL, 'yes', 'b', 'supported'"), "shown_by is 'b', not a list of ids"),
    (query("'a', NULL, 'yes', {'b': 1}, 'supported'"), "shown_by is {'b': 1}, not a list of ids"),
    (query("'a', NULL, 'yes', [NULL], 'supported'"), "None in shown_by is not an id"),
    (query("'a', NULL, 'yes', [1], 'supported'"), "1 in shown_by is not an id"),
    (query("'a', NULL, 'yes', ['b', ''], 'supported'"), "'' in shown_by is not an id"),
    (query("'a', NULL, 'yes', ['b c'], 'supported'"), "'b c' in shown_by is not an id"),
    (query(YES, YES), "it answers twice for bahram-nemuneh (no authority)"),
    (query(YES, "'bahram-nemuneh', NULL, 'no', NULL, 'supported'"), "it answers twice for bahram-nemuneh"),
    (f"{ROW} FROM range(200000)", "it returns more than 100,000 rows"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("sql", "words"), NO_ANSWERS)
def test_a_query_that_returns_something_else(sample: Any, sql: str, words: str) -> None:
    sample.add_check(query=sql)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line) == ("MST536", FILE, 1)
    assert finding.message.startswith("the query of who-chaired returns no valid answers: ")
    assert words in finding.message


def test_an_item_that_the_query_does_not_answer(sample: Any) -> None:
    sample.add_check()
    sample.add_item("watch", "unsure")
    (finding,) = sample.findings(LAYERS)
    where = (ITEMS, 3, column(sample, "fact_check_answers", "entity_id", 3))
    assert (finding.code, finding.file, finding.line, finding.column, finding.value) == ("MST537", *where, "watch")
    assert finding.message == "who-chaired answers unsure for watch (no authority), but its query answers nothing"


def test_an_item_with_another_answer(sample: Any) -> None:
    sample.add_check(query=query(f"'bahram-nemuneh', 'watch', 'no', ['{CHAIR}'], 'supported'"))
    sample.edit("fact_check_answers", ",bahram-nemuneh,,", ",bahram-nemuneh,watch,")
    (finding,) = sample.findings(LAYERS)
    where = (ITEMS, 2, column(sample, "fact_check_answers", "answer", 2))
    assert (finding.code, finding.file, finding.line, finding.column, finding.value) == ("MST537", *where, "yes")
    assert finding.message == "who-chaired answers yes for bahram-nemuneh and watch, but its query answers no"


def shown_by(*ids: str) -> str:
    """A query that answers as the check does, and shows it by these rows."""
    return query(YES.replace(f"['{CHAIR}']", f"{list(ids)}::VARCHAR[]"))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["watch"], f"missing: watch; too many: {CHAIR}"),
        ([CHAIR, "watch", "b", "a"], "missing: a b watch"),
        ([], f"too many: {CHAIR}"),
        ([f"r{number}" for number in range(12)] + [CHAIR], "missing: r0 r1 r10 r11 r2 r3 r4 r5 r6 r7 and 2 more"),
    ],
)
def test_an_answer_that_other_rows_show(sample: Any, rows: list[str], words: str) -> None:
    sample.add_check(query=shown_by(*rows))
    (finding,) = sample.findings(LAYERS)
    where = (ITEMS, 2, column(sample, "fact_check_answers", "shown_by", 2))
    assert (finding.code, finding.file, finding.line, finding.column, finding.value) == ("MST537", *where, CHAIR)
    who = "bahram-nemuneh (no authority)"
    assert finding.message == f"who-chaired and its query name different rows that show the answer for {who}; {words}"


def test_an_item_that_names_no_rows(sample: Any) -> None:
    sample.add_check()
    sample.edit("fact_check_answers", f",{CHAIR},", ",,")
    (finding,) = sample.findings()
    assert (finding.code, finding.column) == ("MST537", column(sample, "fact_check_answers", "shown_by", 2))
    assert finding.message.endswith(f"; missing: {CHAIR}")


@pytest.mark.parametrize("cell", ["NULL", "[]", "NULL::VARCHAR[]", "[]::INTEGER[]"])
def test_no_rows_are_null_or_an_empty_list(sample: Any, cell: str) -> None:
    sample.add_check(query=query(YES.replace(f"['{CHAIR}']", cell)))
    sample.edit("fact_check_answers", f",{CHAIR},", ",,")
    assert sample.findings() == ()


@pytest.mark.parametrize("rows", [[CHAIR, "bahram-nemuneh"], ["bahram-nemuneh", CHAIR, "bahram-nemuneh"]])
def test_order_and_repetition_of_rows_do_not_matter(sample: Any, rows: list[str]) -> None:
    sample.add_check(query=shown_by(*rows))
    sample.edit("fact_check_answers", f",{CHAIR},", f",bahram-nemuneh {CHAIR},")
    assert sample.findings() == ()


@pytest.mark.parametrize("name", ["nothing", "watch-2019"])  # no row, and a row of a table without facts
def test_a_row_that_shows_an_answer_is_a_row_of_the_record(sample: Any, name: str) -> None:
    sample.add_check(query=shown_by(CHAIR, name))
    sample.edit("fact_check_answers", f",{CHAIR},", f",{' '.join(sorted((CHAIR, name)))},")
    (finding,) = sample.findings()
    assert (finding.code, finding.file, finding.line) == ("MST303", ITEMS, 2)
    assert finding.message == f"shown_by names {name}, but no table to which it may refer has such a row"


def test_rows_are_named_in_order_and_once(sample: Any) -> None:
    sample.add_check(query=shown_by(CHAIR, "bahram-nemuneh"))
    sample.edit("fact_check_answers", f",{CHAIR},", f",{CHAIR} bahram-nemuneh,")
    (finding,) = (finding for finding in sample.findings() if finding.file == ITEMS)
    assert (finding.code, f"write 'bahram-nemuneh {CHAIR}'" in finding.message) == ("MST212", True)


def test_answers_that_have_no_item(sample: Any) -> None:
    more = ("'watch', NULL, 'no', NULL, 'supported'", "'watch', 'watch', 'unsure', NULL, 'supported'")
    sample.add_check(query=query(YES, *more))
    first, second = sample.findings(LAYERS)
    assert (first.code, first.file, first.line, first.column, first.value) == ("MST537", CHECKS, 2, 1, "watch")
    assert first.message == "who-chaired has no answer for watch (no authority), but its query answers no"
    assert second.message == "who-chaired has no answer for watch and watch, but its query answers unsure"


def test_every_difference_is_one_finding(sample: Any) -> None:
    sample.add_check(query=query("'bahram-nemuneh', NULL, 'no', NULL, 'partly'", "'a', NULL, 'no', NULL, 'partly'"))
    sample.add_item("watch")
    assert [finding.code for finding in sample.findings(LAYERS)] == [*["MST537"] * 4, "MST538"]


@pytest.mark.slow
def test_a_verdict_that_the_record_does_not_support_any_more(sample: Any) -> None:
    seen = "SELECT count(*) FROM participations WHERE part = 'chair'"
    verdict = f"CASE ({seen}) WHEN 1 THEN 'supported' ELSE 'contradicted' END"
    sample.add_check(query=ROW.replace("'supported'", verdict))
    assert sample.findings() == ()
    sample.edit("participations", ",chair,", ",speaker,")
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line, finding.value) == ("MST538", CHECKS, 2, "supported")
    assert sample.text("fact_checks").split("\n")[1][finding.column - 1 :].startswith("supported,")
    assert finding.message == "the verdict of who-chaired is supported, but that of its query is contradicted"


def test_one_check_that_fails_keeps_no_other_from_running(sample: Any) -> None:
    sample.add_check(query="SELECT 1 FROM nothing")
    sample.add("fact_checks", **{**next(sample.tables()["fact_checks"].records()), "check_id": "z"})
    sample.query("z", ROW)
    assert {finding.code for finding in sample.findings(LAYERS)} == {"MST535", "MST537"}


@pytest.mark.parametrize("name", ["participations", "PARTICIPATIONS", "main.participations"])
def test_a_query_that_reads_a_broken_table_is_not_run(sample: Any, name: str) -> None:
    sample.add_check(query=query("'x', NULL, 'no', NULL, 'partly'") + f" UNION ALL {ROW} FROM {name}")
    sample.edit("participations", ",chair,", ",chairr,")
    report = sample.report(LAYERS)
    assert (report.findings, report.not_run) == ((), ("query of who-chaired",))


def test_a_broken_table_that_no_query_reads_keeps_off_none(sample: Any) -> None:
    sample.add_check(query=query("'x', NULL, 'yes', NULL, 'supported'"))
    sample.edit("participations", ",chair,", ",chairr,")
    report = sample.report(LAYERS)
    assert [finding.code for finding in report.findings] == ["MST537", "MST537"]
    assert report.not_run == ()


@pytest.mark.parametrize(
    ("table", "old", "new"), [("fact_checks", ",supported,", ",maybe,"), ("fact_check_answers", ",yes,", ",y,")]
)
def test_broken_checks_are_not_run(sample: Any, table: str, old: str, new: str) -> None:
    sample.add_check()
    sample.edit(table, old, new)
    report = sample.report(LAYERS)
    assert (report.findings, report.not_run) == ((), ("queries of fact-checks",))


#: Queries that do not ask the record, and words that say so.
NOT_ASKING = [
    (f"SELECT * FROM (VALUES ({YES})) AS t({', '.join(query_process.COLUMNS)})", "it reads no table"),
    (f"{LITERALS} FROM range(1)", "it reads no table"),
    (f"WITH events AS (SELECT 1) {LITERALS} FROM events", "it reads no table"),
    (f"WITH unused AS (FROM events) {LITERALS}", "it reads no table"),
    (f"{LITERALS} FROM fact_checks", "it reads only fact_checks"),
]


@pytest.mark.parametrize(("sql", "words"), NOT_ASKING)
def test_a_query_that_does_not_ask_the_record(sql: str, words: str, sample: Any) -> None:
    sample.add_check(query=sql)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line) == ("MST539", FILE, 1)
    assert finding.message == f"the query of who-chaired reads no table of the record: {words}"


def test_a_query_sees_the_curated_tables_and_nothing_else(connection: duckdb.DuckDBPyConnection) -> None:
    names = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
    assert {name for (name,) in names} == set(TABLES)


def test_the_remedy_names_the_columns_of_a_query() -> None:
    assert f"{', '.join(query_process.COLUMNS[:-1])} and {query_process.COLUMNS[-1]}" in CODES["MST536"].remedy


def test_what_a_difference_is_called() -> None:
    assert CODES["MST537"].title == "answer, or what shows it, differs from the query"

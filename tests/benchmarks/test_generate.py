"""Generated packages: the shape of the dataset, nothing found but what is planted, the same bytes again."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.mutation.of_rules import MAKERS
from tests.shared import ROOT

from mostanad.files import open_package
from mostanad.models import TABLES
from mostanad.validation import validate
from mostanad.validation.findings import CODES

pytestmark = pytest.mark.slow
CLAIMS = 1200


@pytest.fixture(scope="module", autouse=True)
def benchmarks() -> Iterator[None]:
    """The modules of `benchmarks/`, as its scripts import them."""
    before = set(sys.modules)
    sys.path.insert(0, str(ROOT / "benchmarks"))
    yield
    sys.path.remove(str(ROOT / "benchmarks"))
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(ROOT / "benchmarks")):
            del sys.modules[name]


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "datasets" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def whole() -> int:
    """The claims of the dataset."""
    return len(open_package(ROOT).table("claims").rows)


@pytest.fixture(scope="module")
def small(benchmarks: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from generate import generate

    folder = tmp_path_factory.mktemp("small")
    assert generate(CLAIMS, folder) == len(rows(folder, "claims"))
    return folder


def test_a_package_is_clean_and_about_as_large_as_asked_for(small: Path) -> None:
    assert validate(small, trusted=True).findings == ()
    assert abs(len(rows(small, "claims")) - CLAIMS) < CLAIMS / 20


def test_the_same_size_and_seed_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    from generate import generate

    for seed, same in ((0, True), (1, False)):
        folder = tmp_path / str(seed)
        generate(CLAIMS, folder, seed=seed)
        files = [folder / "datasets" / f"{name}.csv" for name in TABLES]
        again = [file.read_bytes() == (small / "datasets" / file.name).read_bytes() for file in files]
        assert all(again) == same


def test_more_than_the_dataset_has_is_copies_of_it(tmp_path: Path) -> None:
    from generate import generate

    package = open_package(ROOT)
    claims = whole()
    made = generate(2 * claims, tmp_path)
    assert abs(made - 2 * claims) < claims / 20
    report = validate(tmp_path, trusted=True)
    assert report.findings == ()
    for table in ("officials", "names", "positions", "sanctions", "events", "statements", "passages"):
        assert abs(len(rows(tmp_path, table)) / len(package.table(table).rows) - 2) < 0.3, table
    scripts = Counter(row["script"] for row in rows(tmp_path, "names"))
    assert set(scripts) == {row["script"] for row in package.table("names").records()}
    assert len(rows(tmp_path, "programmes")) == len(package.table("programmes").rows)  # as in the world


def test_persons_are_invented(small: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in (small / "datasets").glob("*.csv"))
    assert "raisi" not in text.lower()
    assert "\ue000" <= max(text) <= "\ufaff" or max(text) < "\ue000"
    assert not any("\ue000" <= letter <= "\ue005" for letter in text)


def test_one_official_has_the_part_of_the_claims_that_is_asked_for(tmp_path: Path) -> None:
    from generate import generate

    count = generate(12_000, tmp_path, heavy=0.3)
    assert validate(tmp_path, trusted=True).findings == ()
    about = {row[TABLES[name].key()]: [*row.values()] for name in TABLES for row in rows(tmp_path, name)}
    officials = {row["official_id"] for row in rows(tmp_path, "officials")}
    found = Counter(cell for row in rows(tmp_path, "claims") for cell in set(about[row["target_id"]]) & officials)
    ((_, most),) = found.most_common(1)
    assert 0.29 < most / count < 0.4


@pytest.mark.parametrize("stage", ["text", "rows", "rules"])
def test_planted_errors_are_all_that_is_found(tmp_path: Path, stage: str) -> None:
    from check_defects import compare
    from generate import generate

    generate(whole(), tmp_path, defects=3, stage=stage)
    missing, beside, count = compare(tmp_path)
    assert (missing, beside) == (set(), set())
    assert count > 100


def test_errors_are_planted_for_every_rule_and_code_of_rows(tmp_path: Path) -> None:
    import json

    from generate import generate

    def planted(stage: str) -> list[dict[str, str]]:
        generate(whole(), tmp_path, defects=1, stage=stage)
        return list(json.loads((tmp_path / "defects.json").read_text("utf-8")))

    rules = {one["kind"].partition(":")[0] for one in planted("rules")}
    assert set(MAKERS) - rules == {"no_without_a_list"}  # there are no fact-checks in a generated package
    of_rows = {code for code, item in CODES.items() if item.layer == "rows" and "MST421" <= code <= "MST443"}
    assert of_rows <= {one["code"] for one in planted("rows")}


def test_the_edit_of_the_benchmark_is_sealed_again(tmp_path: Path) -> None:
    from generate import generate
    from one_edit import edit

    generate(whole(), tmp_path)
    seals = tmp_path / "datasets" / "seals.csv"
    before = seals.read_text("utf-8")
    key = edit(tmp_path, "hedge")
    assert [row["hedge"] for row in rows(tmp_path, "claims") if row["claim_id"] == key] == ["possible"]
    assert not validate(tmp_path, trusted=True).findings
    assert edit(tmp_path, "note")
    assert not validate(tmp_path, trusted=True).findings
    seals.write_text(before, "utf-8", newline="\n")
    assert [one.row_id for one in validate(tmp_path, trusted=True).findings] == [key]

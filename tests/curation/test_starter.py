"""``mostanad init``: a dataset of one's own is whole, clean and nobody else's."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mostanad import contract
from mostanad.cli.main import app
from mostanad.curation.fmt import fmt
from mostanad.curation.sealing import seal_again, seal_new
from mostanad.curation.sheet import enter
from mostanad.curation.sources import add_source
from mostanad.curation.starter import start
from mostanad.documents.folder import Documents
from mostanad.files import open_package, trees
from mostanad.loader import Release
from mostanad.models import TABLES
from mostanad.releases import build, descriptor, verify
from mostanad.releases.exports import writer
from mostanad.site.builder import build_site
from mostanad.validation import ALL_LAYERS, validate

#: What stands on our pages and in our files only.
OURS = (
    r"\bIran(ian)?\b|raisi|United States|not for human rights, this record|"
    r"mostanad (maintainers|2024|·)|>mostanad<|content=\"mostanad"
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("there") / "Lowland Record"
    start(root, "2026.1.0")
    return root


def test_it_is_clean_and_each_passage_stands_in_its_document(dataset: Path) -> None:
    report = validate(dataset, documents=dataset / "documents", layers=ALL_LAYERS)
    assert (report.findings, report.not_checked, report.not_run) == ((), (), ())
    rows = {
        name: len(open_package(dataset).table(name).rows) for name in ("officials", "events", "sanctions", "sources")
    }
    assert rows == {"officials": 2, "events": 1, "sanctions": 1, "sources": 1}


def test_the_same_bytes_each_time(dataset: Path, tmp_path: Path) -> None:
    again = tmp_path / dataset.name
    start(again, "2026.1.0")
    assert {path: trees.digest(again / path) for path in trees.files(again)} == {
        path: trees.digest(dataset / path) for path in trees.files(dataset)
    }


@pytest.mark.slow
def test_its_release_and_its_site_are_named_as_it_is_and_as_no_other(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of our own dataset no name is left, in any form: what others publish is theirs."""
    out = build(dataset, tmp_path / "releases")
    assert verify(out).errors == ()
    assert '"example": ' not in read(out / "datapackage.json")
    build_site(Release(out, "2024.3.0"), tmp_path / "site")
    release = Release(out, "2024.3.0")
    tables = {name: release._read(name) for name in release.tables()}
    for form in ("bibtex", "ftm-catalog"):
        writer(form)(tables, release.about, tmp_path / form)
    for path in [path for path in tmp_path.rglob("*") if path.suffix not in (".parquet", ".sqlite", ".png", ".js")]:
        text = path.read_text("utf-8") if path.is_file() else ""
        assert not re.search(OURS, text), path
    assert "Lowland Archive, Officials of Lowland, documented, version 2024.3.0." in release.about.citation
    monkeypatch.setenv("COLUMNS", "200")
    for typed, said in (
        ("search zzzz", "Searched: lowland-record."),
        ("coverage", "the release holds no version of any list"),
        ("show highland-union", "no further data; `mostanad why highland-union` prints the evidence"),
    ):
        assert said in CliRunner().invoke(app, [*typed.split(), "--release", str(out)]).output
    assert "@dataset{lowland-record-2024-3-0," in (tmp_path / "bibtex").read_text("utf-8")
    assert '"name": "lowland_record"' in (tmp_path / "ftm-catalog").read_text("utf-8")
    assert not (tmp_path / "site" / "preview.png").exists()
    assert "<title>lowland-record</title>" in (tmp_path / "site" / "index.html").read_text("utf-8")


ARABIC = """find,table,row,cells
[[علي كريم]],officials,ali-karim,name=علي كريم
,names,ali-karim-name-ali-karim,entity_id=ali-karim | name=علي كريم | language=ar | script=Arab | kind=primary
أُغلق الميناء يوم الأحد,events,port-closed,kind=session | title=إغلاق ميناء يحيى الكبير | date=2024-03-10
"""


@pytest.mark.slow
def test_a_dataset_in_arabic_keeps_its_letters_from_the_sheet_to_the_site(tmp_path: Path) -> None:
    root, text = tmp_path / "record", "أُغلق الميناء يوم الأحد. قال ذلك علي كريم."
    start(root, "2026.1.0", is_empty=True)
    change(root, {}, title="Officials of Shamia", description="Who held an office.", languages=["ar"])
    (root / "documents" / "sada-1.txt").write_text(text, "utf-8")
    parties = root / "datasets/parties.csv"
    parties.write_text(f"{read(parties)}sada,صدى الميناء اليومي,media,,,\n", "utf-8")
    about = {"source_id": "sada-1", "title": "الميناء الكبير", "kind": "news", "publisher_id": "sada", "language": "ar"}
    about |= {"published": "2024-03-11", "published_basis": "stated"}
    add_source(open_package(root), root / "documents" / "sada-1.txt", about)
    enter(open_package(root), "sada-1", ARABIC, Documents(root / "documents"))
    seal_new(open_package(root))
    assert fmt(open_package(root)) == []
    assert validate(root, documents=root / "documents").findings == ()
    build_site(Release(build(root, tmp_path), "2024.3.0"), tmp_path / "site")
    assert "<h1><bdi>علي كريم</bdi></h1>" in read(tmp_path / "site/officials/ali-karim.html")
    assert read(tmp_path / "site/officials.html").count("علي كريم") == 1
    change(root, {}, languages=["ar", "fa"])
    assert {finding.code for finding in validate(root).findings} == {"MST106"}


@pytest.mark.slow
def test_a_release_with_examples_as_all_had_them_once_is_sound(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as once:
        once.setattr(descriptor, "without_examples", lambda *_: False)
        out = build(dataset, tmp_path)
    assert '"example": ' in read(out / "datapackage.json")
    assert verify(out).errors == ()


def test_what_lies_there_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").write_text("mine", "utf-8")
    before = trees.files(tmp_path)
    for name in ("mine", "folder"):
        with pytest.raises(FileExistsError, match="something is already there"):
            start(tmp_path / name, "2026.1.0")
    assert trees.files(tmp_path) == before


def test_the_command_makes_it_and_says_what_comes_next(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["init", str(tmp_path / "new")])
    assert (done.exit_code, done.output.startswith(f"made {tmp_path / 'new'}; next: ")) == (0, True)
    assert '"mostanad[validate,site]==' in (tmp_path / "new/.github/workflows/data.yml").read_text("utf-8")


def test_an_empty_one_has_nothing_of_the_invented_country_and_says_what_it_needs(tmp_path: Path) -> None:
    root = tmp_path / "record"
    done = CliRunner().invoke(app, ["init", "--empty", str(root)])
    assert (done.exit_code, "write its title and description into" in done.output) == (0, True)
    assert not [path for path in trees.files(root) if "lowland" in read(root / path).casefold()]
    found = {(finding.code, finding.value) for finding in validate(root).findings}
    assert found == {("MST205", "title"), ("MST205", "description")}
    assert {finding.line for finding in validate(root).findings} == {4, 5}
    assert validate(root).not_checked == ()
    change(root, {}, title="Officials of Highland", description="Who held an office in Highland.")
    assert validate(root).findings == ()


def test_the_codebook_of_another_dataset_has_nothing_of_our_record(dataset: Path, tmp_path: Path) -> None:
    assert "src/mostanad" not in read(dataset / "docs/codebook.md")
    assert '"example": ' not in read(dataset / "datapackage.json")
    earlier = json.loads(read(dataset / "datapackage.json")) | contract.data_package({"name": "mostanad"})
    assert "example" in earlier["resources"][0]["schema"]["fields"][0]
    root = Path(shutil.copytree(dataset, tmp_path / "earlier"))
    (root / "datapackage.json").write_text(json.dumps(earlier | {"name": "lowland-record"}), "utf-8")
    assert validate(root).findings == ()  # as datasets were that were begun with examples
    ours = [column.example for column in TABLES["officials"].columns()[:2]]
    assert not [example for example in ours if example in read(dataset / "docs/codebook.md")]
    assert [example for example in ours if example in contract.codebook()] == ours


@pytest.mark.slow
def test_words_of_its_own_are_checked_released_and_told(dataset: Path, tmp_path: Path) -> None:
    """In every form; a word that a rule knows cannot be given another meaning."""
    root = Path(shutil.copytree(dataset, tmp_path / "own"))
    words = {"lock_in": "people were kept in a place"}
    answers = {"owner": "A", "contact": "mailto:a@b.example", "form": "in words", "time": "soon"}
    own = {"EventKind": words, "PartyKind": {"clan": "a family that rules"}}
    change(root, own, answers=answers, citation="The Record of Lowland")
    for table, old, new in (("events", ",detention,", ",lock_in,"), ("parties", ",ngo,", ",clan,")):
        path = root / "datasets" / f"{table}.csv"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert {finding.code for finding in validate(root).findings} == {"MST206", "MST522"}
    contract.write(root, contract.generated(root))
    package = open_package(root)
    claims = {row["target_id"]: row["claim_id"] for row in package.table("claims").records()}
    seal_again(package, claims["lowmouth-dockers-held-2024-03-07"])
    assert validate(root, documents=root / "documents", layers=ALL_LAYERS).findings == ()
    assert "| `lock_in` | people were kept in a place (a word of this dataset) |" in read(root / "docs/codebook.md")
    out = build(root, tmp_path / "releases")
    assert (verify(out).errors, "- `clan` (PartyKind): a family that rules\n" in read(out / "README.md")) == ((), True)
    release = Release(out, "2024.3.0")
    tables = {name: release._read(name) for name in release.tables()}
    writer("ftm")(tables, release.about, tmp_path / "ftm")
    build_site(release, tmp_path / "site")
    assert "write to a@b.example (in words)" in read(tmp_path / "site" / "about.html")
    assert "cite as: The Record of Lowland; licence" in read(tmp_path / "site" / "releases.html")
    change(root, {"EventKind": {"protest": "something else"}})
    (wrong,) = [finding for finding in validate(root).findings if finding.code == "MST205"]
    assert wrong.line == 0  # all is on one line
    indented = json.dumps(json.loads(read(root / "datapackage.json")), indent=2)
    (root / "datapackage.json").write_text(indented, "utf-8")
    (wrong,) = [finding for finding in validate(root).findings if finding.code == "MST205"]
    assert indented.splitlines()[wrong.line - 1] == '      "protest": "something else"'
    assert wrong.message.startswith("vocabularies/EventKind/protest: this word already exists")


def change(root: Path, words: dict[str, dict[str, str]], **head: object) -> None:
    descriptor = json.loads(read(root / "datapackage.json")) | head
    resources = descriptor.pop("resources")
    text = json.dumps({**descriptor, "vocabularies": words, "resources": resources})
    (root / "datapackage.json").write_text(text, "utf-8")


def read(path: Path) -> str:
    return path.read_text("utf-8")

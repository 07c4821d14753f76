"""The search of the site: the same rules in the browser as in Python, the same hits, small and harmless files."""

from __future__ import annotations

import importlib.util
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.site.in_node import STATIC, TABLES, in_node, needs_node, write

from mostanad.loader import Release
from mostanad.matching.spelling import Query, Spelling, surnames
from mostanad.site import search_files

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
#: What a cold query may load.
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def rows(real: Release) -> dict[str, list[dict[str, Any]]]:
    return {table: real.load(table, "records") for table in TABLES}


@pytest.fixture(scope="module")
def folder(rows: dict[str, list[dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("search"), rows)


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("site_search", ROOT / "benchmarks" / "site_search.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.modules.pop("site_search", None)


# What is found


def variants(name: str) -> Iterator[str]:
    """A spelling as somebody types it: as it is, with Arabic letters, with its words turned round."""
    yield name
    yield name.translate(str.maketrans("یک", "يك"))
    yield " ".join(name.split()[::-1])


@pytest.mark.slow
@needs_node
def test_every_spelling_finds_its_bearer_for_the_reason_that_python_gives(
    rows: dict[str, list[dict[str, Any]]], folder: Path
) -> None:
    entities = {row["official_id"]: (row["name"], "officials", True) for row in rows["officials"]}
    entities |= {row["party_id"]: (row["name"], "parties", row["kind"] == "person") for row in rows["parties"]}
    written = {(row["entity_id"], row["name"]) for row in rows["names"] if row["entity_id"] in entities}
    written |= {(key, label) for key, (label, *_) in entities.items()}
    called = surnames([label for label, _, is_person in entities.values() if is_person])
    spellings: dict[str, list[Spelling]] = {}
    for key, name in sorted(written):
        spelling = Spelling(key, name, *entities[key], called.get(entities[key][0], 0))
        spellings.setdefault(key, []).append(spelling)
    texts = sorted({text for _, name in written for text in variants(name)})
    hits = dict(zip(texts, in_node("found", [(text, 1000) for text in texts], folder), strict=True))
    reasons: list[str] = []
    for key, name in sorted(written):
        for text in variants(name):
            query = Query(text)
            matches = [(match, spelling.name) for spelling in spellings[key] if (match := query.match(spelling))]
            best = min(matches, key=lambda pair: (-pair[0][0], pair[1]), default=((0.0, "similar"), ""))
            (score, why), spelling = best
            if score >= 60 and why != "similar":
                reasons.append(why)
                assert [key, spelling, entities[key][0], score, why, f"people/{key}.html"] in hits[text], text
            else:  # many words: not each of their orders is tried, and a title at another place is no title
                assert text == " ".join(name.split()[::-1])
    assert {"exact", "same letters", "other order", "skeleton", "part"} == {*reasons}
    assert len(reasons) > 2.5 * len(written)


@needs_node
@pytest.mark.parametrize("seed", range(3))
def test_what_is_more_than_similar_is_found_as_by_python_in_the_same_order(
    real: Release, rows: dict[str, list[dict[str, Any]]], folder: Path, seed: int
) -> None:
    choose = random.Random(seed)
    names = [choose.choice(rows["names"])["name"] for _ in range(25)]
    words = [choose.sample(name.split(), 2) if " " in name else [name] for name in names]
    texts = [choose.choice((name, two[0], " ".join(two), "".join(two))) for name, two in zip(names, words, strict=True)]
    hits = in_node("found", [(text, 10) for text in texts], folder)
    for text, found in zip(texts, hits, strict=True):
        wanted = [list(hit[:3]) + list(hit[4:]) for hit in real.search(text) if hit.why != "similar"]
        assert [hit[:5] for hit in found if hit[4] != "similar"][: len(wanted)] == wanted, text
        assert len(found) <= 10
        assert all(hit[3] >= 60 for hit in found)


@needs_node
def test_slips_are_found_and_have_the_score_of_python(real: Release, folder: Path) -> None:
    label = "Ali Shamkhani"
    texts = ["Ali Shamkani", "Shamkhami Ali", "Xhamkhani", "Hamkhani"]
    for text, found in zip(texts, in_node("found", [(text, 10) for text in texts], folder), strict=True):
        known = {hit.entity_id: [hit.score, hit.why] for hit in real.search(text)}
        assert [hit[3:5] for hit in found if hit[2] == label] == [known["ali-shamkhani"]], text
    assert in_node("found", [("zzzz qwqw", 10), ("", 10), ("—", 10), ("🚢", 10)], folder) == [[], [], [], []]


def people(*names: str) -> dict[str, list[dict[str, Any]]]:
    """Rows of one person with these names."""
    named = [{"entity_id": "the-one", "name": name} for name in names[1:]]
    return {"officials": [{"official_id": "the-one", "name": names[0]}], "names": named}


@needs_node
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Dr Abbas Hosseini", "DrAbbasHosseini"),  # its sh is not a letter
        ("Abbas Hosseini", "Hosseini Abbas"),
        ("Mahmoud Ahmadi-Nejad", "Ahmadinejad"),
        ("Mahmoud Ahmadinejad", "Ahmadi Nejad"),
        ("Mahmoud Rezazadeh", "Reza Zadeh"),
        ("Nur al-Din Hashemi", "Hashemi Din Nur Al"),
        ("Aya", "aya"),
        ("北京", "北京"),
    ],
)
def test_a_name_is_found_however_its_words_are_joined(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path, people(name))
    (found,) = in_node("found", [(text, 10)], tmp_path)
    match = Query(text).match(Spelling("the-one", name, name, "officials", True, surnames([name])[name]))
    assert match is not None
    assert [hit[3:5] for hit in found] == [list(match)]


@needs_node
def test_the_ids_and_addresses_are_those_that_were_given(tmp_path: Path) -> None:
    rows = {
        "officials": [{"official_id": "a-b", "name": "A B"}, {"official_id": "other", "name": "A C"}],
        "parties": [{"party_id": "home", "name": "A D", "kind": "ngo"}],
        "names": [{"entity_id": "nobody", "name": "A Nobody"}],
    }
    addresses = {"a-b": "people/a-b/a-b.html", "other": "o", "home": ""}
    (tmp_path / "search").mkdir()
    for path, text in search_files.files(rows["officials"], rows["parties"], rows["names"], addresses.__getitem__):
        (tmp_path / path).write_text(text, encoding="utf-8")
    (found,) = in_node("found", [("A", 10)], tmp_path)
    assert {hit[0]: hit[5] for hit in found} == addresses


@needs_node
def test_of_a_word_that_many_bear_each_form_is_found(tmp_path: Path) -> None:
    given = ["".join(letters) for letters in product("aeiou", "bdgklmnprstz", "ai")]
    label = {f"many-{name}": f"Mahmoud {name}" for name in given}
    label |= {"one": "Mohammad Nobody", "far": "Mahmoud Longname Oflongname"}
    write(tmp_path, {"officials": [{"official_id": key, "name": name} for key, name in label.items()]})
    assert ',["mhmd",1,' in "".join(path.read_text("utf-8") for path in (tmp_path / "search").iterdir())
    as_written, otherwise = in_node("found", [("Mohammad", 10), ("Mohammed", 10)], tmp_path)
    assert "one" in {hit[0] for hit in as_written}
    assert "one" in {hit[0] for hit in otherwise}


@needs_node
def test_of_a_word_alone_those_who_bear_this_form_are_found(tmp_path: Path) -> None:
    label = {
        f"{''.join(vowels)}-{at}": f"M{vowels[0]}h{vowels[1]}m{vowels[2]}d {'Nob' if at else 'Bab'}ody"
        for vowels in product("aeiu", repeat=3)
        for at in range(3)
    }
    label |= {f"wanted-{at}": f"Mohammad {at}" for at in range(8)}
    write(tmp_path, {"officials": [{"official_id": key, "name": name} for key, name in label.items()]})
    (found,) = in_node("found", [("Mohammad", 10)], tmp_path)
    assert {f"wanted-{at}" for at in range(8)} <= {hit[0] for hit in found}


@needs_node
def test_parts_of_parts_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_files, "MOST", 300)
    monkeypatch.setattr(search_files, "MEAN", 3000)
    names = [f"{given} {family}" for given in ("Ali", "Hassan", "Javad", "Reza") for family in ("Karimi", "Rostami")]
    names += ["Farrokh Nemuneh", "Golnaz Bahar", "Hormoz Tavana", "Iradj Kohan", "Laleh Rastgu", "Mahin Namdar"]
    write(tmp_path, {"officials": [{"official_id": f"o-{name}", "name": name} for name in names]})
    assert [path for path in (tmp_path / "search").iterdir() if path.stem.count("-") == 2]
    for name, found in zip(names, in_node("found", [(name, 10) for name in names], tmp_path), strict=True):
        assert found[0][1:5:3] == [name, "exact"]


@needs_node
@pytest.mark.parametrize("many", [2, 3])
def test_who_bears_only_frequent_words_is_found_by_two_or_three_of_them(tmp_path: Path, many: int) -> None:
    words = ("Mohammad", "Hosseini", "Karimi")[:many]
    others = ["".join(letters) for letters in product("aeiou", "bdgklmnprstz", "aiu")]
    label = {
        f"{at}-{other}": f" {other} ".join((*some, "")).strip()
        for at, some in enumerate(combinations(words, many - 1))
        for other in others
    }
    label["one"] = " Namesake ".join(words)
    write(tmp_path, {"officials": [{"official_id": key, "name": name} for key, name in label.items()]})
    (found,) = in_node("found", [(" ".join(words), 1000)], tmp_path)
    assert [hit[0] for hit in found] == ["one"]


def test_two_words_stand_together_too(tmp_path: Path) -> None:
    write(tmp_path, people("Mahmoud Ahmadi-Nejad"))
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "search").iterdir())
    assert [
        key for key in ("mhmd", "hmd", "njd", "mhmdhmd", "hmdnjd", "=dddhhjmmmn") if f'["{key}",0,' not in text
    ] == []


def test_a_large_file_is_in_parts(tmp_path: Path) -> None:
    officials = [{"official_id": f"o-{at}", "name": f"{chr(97 + at % 26) * 3}b {at} long name"} for at in range(400)]
    write(tmp_path, {"officials": officials})
    files = {path.stem: path.stat().st_size for path in (tmp_path / "search").iterdir()}
    assert [name for name in files if "-" in name and name[0].isdigit()]
    assert max(size for name, size in files.items() if name[0].isdigit()) < search_files.MOST * 1.1


# What lies on disk

HOSTILE = (
    "</script><script>alert(1)</script>", '"]);globalThis.evil=1;//', '\\"]);globalThis.evil=1;//', "a\nb evil",
    "a\u2028evil\u2029b", "\u202eevil\u202c", "\u2066evil", "<!--evil", "${globalThis.evil=1}", "__proto__",
    "constructor", "evil\x7f\x00", "e\U000e0001vil", "`evil`", "*/ evil /*",
)  # fmt: skip


@needs_node
def test_hostile_names_stay_names(tmp_path: Path) -> None:
    write(tmp_path, people(*HOSTILE))
    assert in_node("globals", None, tmp_path) == 0
    for name, found in zip(HOSTILE, in_node("found", [(name, 10) for name in HOSTILE], tmp_path), strict=True):
        assert [hit[:2] + hit[4:5] for hit in found] == [["the-one", name, "exact"]]


def test_no_file_holds_markup_or_what_is_not_seen(tmp_path: Path) -> None:
    write(tmp_path, people(*HOSTILE))
    files = {path.stem: path.read_text("utf-8") for path in (tmp_path / "search").iterdir()}
    assert files.keys() == {"rules", "index", "words-0", *map(str, range(len(files) - 3))}
    for name, text in files.items():
        assert text.startswith(f'mostanadShard("{name}",')
        assert text.endswith(");\n")
        assert [sign for sign in text[:-1] if sign in "<>&" or not sign.isprintable()] == []


def test_what_has_no_letters_is_no_name(tmp_path: Path) -> None:
    write(tmp_path, people("—", "🚢"))
    assert (tmp_path / "search" / "0.js").read_text("utf-8") == 'mostanadShard("0",[[],[],[]]);\n'


def test_the_same_rows_make_the_same_files_in_any_order(rows: dict[str, list[dict[str, Any]]]) -> None:
    officials, parties, names = (rows[table] for table in TABLES)
    once = list(search_files.files(officials, parties, names, str))
    assert list(search_files.files(officials[::-1], parties[::-1], names[::-1], str)) == once


@pytest.mark.slow
@needs_node
def test_no_query_loads_more_than_100_kb_among_10000_officials(bench: ModuleType, tmp_path: Path) -> None:
    officials, names = bench.generate(10_000)
    bench.write(officials, names, tmp_path)
    sizes = {path.stem: path.stat().st_size for path in (tmp_path / "search").iterdir()}
    largest = max(size for name, size in sizes.items() if name[0].isdigit() or name.startswith("words"))
    (most,) = re.findall(r"MOST_WITH_SLIPS = (\d+)", (STATIC / "search.js").read_text("utf-8"))
    assert sizes["rules"] + sizes["index"] + int(most) * largest < MOST_BYTES
    assert len(sizes) < 4000
    texts = bench.sample(names, 100)
    found = bench.ask(texts, tmp_path)
    assert len(texts) - 5 <= sum(bool(cost["hits"]) for cost in found)
    assert max(cost["bytes"] for cost in found) < MOST_BYTES
    for text, cost in zip(texts[::5], found[::5], strict=True):  # whole names
        assert (cost["hits"][0]["score"], cost["hits"][0]["why"]) == (100, "exact"), text


@needs_node
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing")
def test_a_page_in_a_folder_finds_and_links_without_a_server(tmp_path: Path) -> None:
    write(tmp_path, people("Ali <b>Shamkhani", "علی شمخانی"))
    for script in ("names.js", "search.js"):
        shutil.copy(STATIC / script, tmp_path)
    (tmp_path / "page").mkdir()
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
    scripts = "".join(f'<script src="../{name}" defer></script>' for name in ("names.js", "search.js"))
    (tmp_path / "page" / "search.html").write_text(
        f'<!doctype html><html lang="en" data-root="../"><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">{scripts}'
        '<input id="q"><p id="search-status"></p><p id="nothing" hidden></p><ol id="hits"></ol>'
        '<nav id="elsewhere" hidden><bdi id="sought"></bdi></nav>',
        encoding="utf-8",
    )  # fmt: skip
    address = (
        tmp_path / "page" / "search.html"
    ).as_uri() + "?q=%D8%B9%D9%84%D9%8A+%D8%B4%D9%85%D8%AE%D8%A7%D9%86%D9%8A"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    run = subprocess.run(
        [*command, "--dump-dom", "--virtual-time-budget=5000", address],
        capture_output=True, check=True, timeout=60, encoding="utf-8",
    )  # fmt: skip
    assert '<p id="search-status">1 found.</p>' in run.stdout
    assert 'href="../people/the-one.html">Ali &lt;b&gt;Shamkhani</a>' in run.stdout
    assert '<span class="hit-name" lang="fa" dir="rtl">علی شمخانی</span>' in run.stdout
    assert '<span class="hit-why">the same letters</span>' in run.stdout

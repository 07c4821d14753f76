"""From a value on a page to the hash of the document that says so, and what stands at the address of what is gone."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pyarrow.compute as pc
import pytest
from tests.loader.versions import FIRST, SECOND, THIRD, versions_in
from tests.site.reading import Element, led_to, place, read, read_file

from mostanad.matching.folding import is_persian
from mostanad.models.language import speaking
from mostanad.models.words import heading
from mostanad.site import dossiers
from mostanad.site.builder import build_site
from mostanad.site.contents import Record
from mostanad.site.page import Page
from mostanad.site.show import Shown


def shown_evidence(page: Element, field: str) -> Counter[tuple[str, ...]]:
    """Of each line of evidence on a cell: who, stance, value, document, selector, hashes of passage and document."""
    found: Counter[tuple[str, ...]] = Counter()
    for exhibit in page.all("section", class_="exhibit"):
        source = led_to(exhibit)[0].attributes["href"].removeprefix("../sources/").removesuffix(".html")
        selector = exhibit.all("p", class_="hint")[0].all("code")[0].text
        hashes = [code.text for code in exhibit.all("details")[0].all("code")]
        for claim in exhibit.all("div", class_="claim"):
            stance = claim.attributes["class"].split()[1].replace("_", " ")
            terms = zip(claim.all("dt"), claim.all("dd"), strict=True)
            for value in (said for name, said in terms if name.text.partition(" (")[0] == heading(field)):
                words = [one.attributes["value"] for one in value.all("data")]
                (told, *_) = words or [one.text for one in value.all("code") or value.all("bdi")]
                found[led_to(claim)[0].text, stance, told, source, selector, *hashes] += 1
    return found


def evidence_of(record: Record, fact_id: str) -> Counter[tuple[str, ...]]:
    """The same of the table of evidence."""
    table = record.release.load("evidence", "arrow")
    return Counter(
        (
            Shown(record, "").the(row["asserted_by"]).striptags(),
            row["stance"].replace("_", " "),
            " ".join(str(row["value"]).split()),
            row["source_id"],
            row["selector"],
            row["passage_sha256"],
            row["source_sha256"] or "not held",
        )
        for row in table.filter(pc.equal(table["fact_id"], fact_id)).to_pylist()
    )


@pytest.mark.slow
def test_fifty_facts_lead_from_their_mark_to_the_hashes(real_record: Record, real_site: Path) -> None:
    chance = random.Random(2026)
    pages = sorted(path for folder in ("officials", "events") for path in (real_site / folder).glob("*.html"))
    events = {row["event_id"] for row in real_record.tables["events"]}
    pages = [path for path in pages if path.stem in events | real_record.dossiers]  # others are of ids that are gone
    facts = {row["fact_id"]: row for row in real_record.release.load("facts", "records")}
    followed = 0
    for path in chance.sample(pages, 28):  # a page may have one mark alone
        where = path.relative_to(real_site).as_posix()
        marks = [one for one in read_file(path).all("a", class_="mark") if "href" in one.attributes]
        for mark in chance.sample(marks, min(2, len(marks))):
            target, field = place(where, mark.attributes["href"])
            shown = read_file(real_site / target)
            fact_id = f"{Path(target).stem}/{field}"
            assert len(shown.by_id(field).all("a", class_="mark")) == 1
            assert shown_evidence(shown, field) == evidence_of(real_record, fact_id), fact_id
            fact = facts[fact_id]
            assert fact["support"] in mark.attributes["class"].split()
            assert ("≠" in mark.text) == fact["disputed"]
            followed += 1
    assert followed >= 50


def test_every_fact_and_all_its_evidence_stand_on_the_page_of_its_row(record: Record, site: Path) -> None:
    for row_id in record.rows:
        page = read_file(site / "rows" / f"{row_id}.html")
        for field in record.facts.get(row_id, {}).keys() | record.evidence.of(row_id).keys():
            assert shown_evidence(page, field) == evidence_of(record, f"{row_id}/{field}"), (row_id, field)


def test_a_value_leads_to_each_passage_that_speaks_of_it(record: Record, site: Path) -> None:
    page = read_file(site / "rows/square-2020.html")
    for field, items in record.evidence.of("square-2020").items():
        links = [one.attributes["href"] for one in led_to(page.by_id(field)) if "#passage-" in one.attributes["href"]]
        sources = {page.by_id(link.removeprefix("#")).all("h3")[0].text.partition(". ")[2] for link in links}
        assert sources == {record.label(item["source_id"]) for item in items}, field


def test_a_place_in_a_document_stands_in_words_before_its_exact_locator(record: Record, site: Path) -> None:
    (item, *_) = record.evidence.of("square-2020")["date"]
    start, end = map(int, item["selector"].removeprefix("char=").split(","))
    said = f"characters {start + 1:,} to {end:,} of the text ({item['selector']})"
    page = read_file(site / "rows/square-2020.html")
    assert f"there, {said}" in page.text
    assert said in page.by_id("cite-date").text
    for exhibit in page.all("section", class_="exhibit"):
        assert exhibit.all("p", class_="hint")[0].all("small")[0].all("code")


@pytest.mark.slow
def test_the_address_of_the_copy_that_is_held_stands_beside_the_passage(real_record: Record, real_site: Path) -> None:
    page = read_file(real_site / "rows" / "eu-359-2011-abolghassem-salavati.html")
    address = real_record.sources["eu-359-2011-2026-07-24"]["archive_url"]
    assert address in {one.attributes.get("href") for one in page.by_id("passage-1").all("a")}


def test_a_citation_names_the_release_the_fact_each_document_once_and_the_address(record: Record, site: Path) -> None:
    page = read_file(site / "rows/square-2020.html")
    (button,) = [one for one in page.all("button") if one.attributes["data-copy"].startswith("cite-date ")]
    note, documents = (page.by_id(name).text for name in button.attributes["data-copy"].split())
    text = f"{note} {documents}"
    assert f" (mostanad {record.release.version}, square-2020/date)." in note
    assert documents.startswith(f"mostanad, version {record.release.version}, square-2020. ")
    sources = {row["source_id"] for row in record.evidence.of("square-2020")["date"]}
    assert len(sources) == 3
    for source in record.sources:
        assert text.count(record.sources[source]["title"]) == 2 * (source in sources), source  # footnote and list
    assert note.endswith("https://example.org/norland/rows/square-2020.html#date")


def test_the_kind_of_an_event_is_our_word_and_nobody_is_quoted_with_it(record: Record, site: Path) -> None:
    page = read_file(site / "rows/square-2020.html")
    assert "Our word for what the passage says" in page.by_id("kind").text
    assert not page.by_id("kind").all("a", class_="mark")
    assert "Kind (our word for it)" in {term.text for term in page.all("dt")}
    assert {one.attributes["id"] for one in page.all("pre", class_="cite")} >= {"cite-title", "cite-date"}
    assert "cite-kind" not in {one.attributes["id"] for one in page.all("pre", class_="cite")}
    assert "mostanad prove square-2020/title" in page.text


def test_documents_behind_several_values_are_cited_once(record: Record, site: Path) -> None:
    page = read_file(site / "rows/omid-faraz-warden.html")
    lists = [one.text for one in page.all("pre", class_="cite") if one.attributes["id"].startswith("cite-documents-")]
    behind = [{item["source_id"] for item in items} for items in record.evidence.of("omid-faraz-warden").values()]
    assert len(lists) == len({frozenset(one) for one in behind}) < len(behind)


def test_what_names_a_row_is_listed_up_to_a_limit(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    naming = record.referring["omid-faraz"]
    whole = dossiers._evidence(record, "omid-faraz")
    assert (whole["naming"], whole["more"]) == (naming, 0)
    monkeypatch.setattr(dossiers, "_LISTED", 2)
    cut = dossiers._evidence(record, "omid-faraz")
    assert (cut["naming"], cut["more"]) == (naming[:2], len(naming) - 2)


@pytest.mark.slow
def test_the_address_of_what_is_gone_says_what_became_of_it(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    release = versions_in(tmp_path_factory)[THIRD]
    build_site(release, tmp_path / "site")
    withdrawn = read_file(tmp_path / "site/rows/navid-kohan-member.html").by_id("main")
    assert "he <never> was" in withdrawn.text
    assert withdrawn.all("never") == []
    merged = read_file(tmp_path / "site/rows/omid-faraz-name-fa.html").by_id("main")
    assert [one.attributes["href"] for one in led_to(merged)] == ["../rows/omid-faraz-name-persian.html"]
    assert (tmp_path / "site/rows/omid-faraz-name-persian.html").is_file()
    # In words, and not by the ids alone.
    assert "What stood at this address now stands in another entry: Omid Faraz: spelling" in merged.text
    assert merged.all("h1")[0].text.startswith("Omid Faraz: spelling")
    assert "The entry at this address was withdrawn." in withdrawn.text
    private = read_file(tmp_path / "site/rows/omid-faraz.html")
    with pytest.raises(KeyError):
        private.by_id("born")


@pytest.mark.slow
def test_no_address_of_an_earlier_release_leads_nowhere(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    paths = {}
    for version in (FIRST, SECOND, THIRD):
        build_site(versions_in(tmp_path_factory)[version], tmp_path / version)
        paths[version] = {
            path.relative_to(tmp_path / version).as_posix() for path in tmp_path.glob(f"{version}/**/*.html")
        }
    assert paths[FIRST] | paths[SECOND] <= paths[THIRD]


def test_a_coding_says_that_no_source_claims_it(record: Record) -> None:
    made = {page.path: page for page in dossiers.pages(record)}
    page: Page = made["rows/omid-faraz-name-fa.html"]
    assert "Our classification, not a claim of a source" in read(page.html(record, "")).by_id("kind").text
    assert "Our classification" not in read(page.html(record, "")).by_id("name").text


def test_a_copy_stands_behind_the_document_of_those_whose_word_it_is() -> None:
    """An extract that somebody keeps of a list is no first witness, whatever its id."""

    def item(source_id: str, published_by: str) -> dict[str, str]:
        return {"source_id": source_id, "published_by": published_by, "origin": "utopia", "selector": "record=1",
                "claim_id": source_id}  # fmt: skip

    copy, later, own = item("a-copy", "a-keeper"), item("the-later-list", "utopia"), item("the-list", "utopia")
    order = [first["source_id"] for first, _ in dossiers._passages({"listed": [copy, own, later]})]
    assert order == ["the-later-list", "the-list", "a-copy"]


def _real(record: Record, key: str) -> Element:
    (page,) = (page for page in dossiers.pages(record) if page.path == f"rows/{key}.html")
    return read(page.html(record, "")).by_id("main")


def test_a_part_in_an_event_is_told_in_words_of_readers(real_record: Record) -> None:
    page = _real(real_record, "killings-mahshahr-2019-11-hassan-shahvarpour-najafabadi-accused")
    (heading,) = page.all("h1")
    assert heading.text.startswith("Hassan Shahvarpour Najafabadi: said to have had a part in Alleged killing of ")
    names = [one.text for one in page.all("dl", class_="facts")[0].all("dt")]
    assert names == ["Event", "Who", "Part", "Grade of responsibility", "How far it is established"]
    assert "The event itself is only alleged: an accusation, not a finding." in page.text
    # The entry leads; characters, which nobody counts, are small print.
    for where in (exhibit.all("p", class_="hint")[0] for exhibit in page.all("section", class_="exhibit")):
        assert "entry 94 of the persons (Hassan Shahvarpour Najafabadi)" in where.text
        assert where.all("small")[0].text.startswith("characters 59,")
    assert "Copy kept by a third party, which we did not compare with the original: https://github.com/" in page.text


def test_the_later_of_two_versions_of_a_list_says_only_that_a_listing_had_begun(real_record: Record) -> None:
    page = _real(real_record, "us-caatsa-iran-fashafouyeh-prison")
    claims = [one.text for one in page.all("div", class_="claim") if "25 April 2021 or earlier" in one.text]
    assert len(claims) == 1
    assert claims[0].startswith("Said less exactly by the Office of Foreign Assets Control")
    fact = real_record.facts["us-caatsa-iran-fashafouyeh-prison"]
    assert (fact["listed"].support, fact["target_id"].support) == ("single", "official")


def test_of_a_listing_the_entry_stands_before_those_that_only_mention_it(real_record: Record) -> None:
    first, second, third, *rest = _real(real_record, "eu-359-2011-iranian-cyber-police").all(
        "section", class_="exhibit"
    )
    assert "entry 1 of the entities (Iranian Cyber Police)" in first.text
    assert "entry 1 (record=1)" in second.text
    british = [one for one in rest if "(uk-conlist-2018-04-13)" in one.text or "United Kingdom" in one.text]
    assert all("of the persons (" in one.text for one in (third, *rest) if one not in british)
    assert len(british) == 1  # its list marks the listing


def test_what_the_project_concluded_is_said_so(real_record: Record) -> None:
    said = _real(real_record, "eu-359-2011-ahmad-zargar").text
    assert "Worked out by this project, mostanad, from the documents that it holds" in said
    assert "nferred from mostanad" not in said
    assert "It does not have this entry: the two versions do not differ here, and the later one lacks it." in said
    # A list that lacks an entry says nothing less exactly.
    assert "less exactly" not in said
    assert "Inferred from the words of the European Union" in said


def test_a_passage_is_quoted_with_the_name_that_it_prints_and_not_with_ours(real_record: Record) -> None:
    said = partial(dossiers._evidence, real_record, "hedayat-farzadi")
    page = read(Page("rows/hedayat-farzadi.html", "row", "Hedayat Farzadi", said).html(real_record, ""))
    names = {}
    for exhibit in page.all("section", class_="exhibit"):
        terms = zip(exhibit.all("dt"), exhibit.all("dd"), strict=True)
        names |= {led_to(exhibit)[0].text.split()[0]: value.text for term, value in terms if term.text == "Name"}
    assert names["Annex"] == "Hedayatollah Farzadi"
    assert "Hedayatollah Farzadi" in names["Consolidated"]
    assert "Hedayat Farzadi" in names["Specially"]
    assert "Hedayat Farzadi" not in names["Annex"] + names["Consolidated"]


def test_an_address_that_is_gone_says_so_in_persian(real_record: Record) -> None:
    (row, *_) = real_record.tables["redirects"]
    with speaking(real_record.languages[1]):
        pages = (one for one in dossiers._gone(real_record) if one.path == f"rows/{row['old_id']}.html")
        text = read(next(pages).html(real_record, "")).by_id("main").text
    assert "شناسهٔ" in text
    assert "merged into" not in text


def test_what_has_a_name_in_persian_has_it_at_the_head_of_the_page_of_its_row(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        heads = {key: real_record.title(key) for key in ("evin-prison", "ali-khamenei", "fire-evin-2022-10")}
        assert heads == {key: real_record.label(key) for key in heads}
    assert all(map(is_persian, heads.values())), heads


@pytest.mark.parametrize("path", ["officials/omid-faraz.html", "events/square-2020.html"])
def test_a_page_says_how_it_is_cited_with_the_release_its_address_and_where_each_value_is(
    site: Path, path: str
) -> None:
    page = read_file(site / path)
    page.by_id("cite")
    (cited,) = page.all("pre", class_="cite")
    assert "2026.11.0" in cited.text
    assert cited.text.endswith(f"https://example.org/norland/{path}")
    assert any(one.attributes["href"] == f"../rows/{Path(path).name}" for one in page.all("a"))


def test_the_address_of_a_fact_is_printed_with_its_citation_and_no_link_without_one(record: Record) -> None:
    (page,) = (one for one in dossiers.pages(record) if one.path == "rows/square-2020.html")
    address = "https://example.org/norland/"
    assert read(page.html(record, address)).by_id("cite-title").text.endswith(f"{address}rows/square-2020.html#title")
    style = (Path(dossiers.__file__).parent / "static/style.css").read_text("utf-8")
    _, printed = style.rsplit("@media print {\n  :root", 1)
    assert ".cite + p" in printed.partition("{ display: none; }")[0]


def test_a_mark_on_the_page_of_its_row_leads_to_the_place_there(record: Record) -> None:
    (page,) = (one for one in dossiers.pages(record) if one.path == "rows/square-2020.html")
    marks = read(page.html(record, "")).by_id("title").all("a", class_="mark")
    assert [one.attributes["href"] for one in marks] == ["#title"]


def test_a_picture_is_printed_on_one_page() -> None:
    """A page of A4 with margins is 277 mm high; the browser breaks what is higher."""
    style = (Path(dossiers.__file__).parent / "static/style.css").read_text("utf-8")
    _, printed = style.rsplit("@media print {\n  :root", 1)
    (high,) = re.findall(r"^  \.picture svg \{ max-height: (\d+)mm; \}$", printed, re.MULTILINE)
    assert int(high) < 250
    assert re.search(r"[ ,]svg, [^}]*break-inside: avoid", printed)

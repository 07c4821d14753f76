"""Corrections: the page of all of them, and what stands on the pages that they are about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tests.site.reading import led_to, read

from mostanad.site import about, dossiers
from mostanad.site.contents import Record


def _corrected(record: Record) -> Record:
    """The same record with changes of every kind."""
    change = dict.fromkeys(("change_id", "change", "version", "before", "value", "reason", "known_to", "fact_id"))
    worded = {"change": "correction", "version": "2026.10.1", "before": "Killings by Faraz",
              "fact_id": "square-2020/title", "reason": "it told as done what is only alleged of them"}  # fmt: skip
    spelled = {"change": "correction", "version": "2026.9.3", "before": "1950", "fact_id": "omid-faraz/born"}
    gone = {"change": "merge", "version": "2026.9.3", "fact_id": "omid-faraz-guard/title", "reason": "one post"}
    post = {"title": "Warden of all squares", "holder_id": "navid-kohan"}
    withdrawn = [{"change": "retraction", "version": "2026.9.2", "before": cell, "fact_id": f"kohan-warden/{name}"}
                 for name, cell in post.items()]  # fmt: skip
    merged = {**gone, "version": "2026.9.2", "fact_id": "faraz-the-warden/title"}
    as_well = {**merged, "fact_id": "faraz-the-warden/started"}  # of a row that was merged one line stands
    renamed = {"change": "correction", "version": "2026.10.2", "fact_id": "navid-kohan/born", "before": "old-id",
               "value": "new-id"}  # fmt: skip
    redirect = dict.fromkeys(("date", "reason"))
    redirects = [{**redirect, "old_id": "faraz-the-warden", "new_id": "omid-faraz-warden"},
                 {**redirect, "old_id": "old-id", "new_id": "new-id"}]  # fmt: skip
    changes = [change | one for one in (worded, spelled, gone, *withdrawn, as_well, merged, renamed)]
    return replace(record, tables={**record.tables, "changes": changes, "redirects": redirects})


def test_an_accusation_that_was_worded_as_a_fact_is_not_printed_again(record: Record) -> None:
    corrected = _corrected(record)
    (page,) = (page for page in about.pages(corrected) if page.path == "corrections.html")
    found = read(page.html(corrected, ""))
    rows = [row for row in found.all("tr")[1:] if row.all("td")]
    lines = [[cell.text for cell in (row.all("th") + row.all("td"))] for row in rows]
    assert lines == [
        # By whom they are about, so that they stand together; of one the newest first.
        ["Navid Kohan", "Navid Kohan, born", "correction: before, old-id", "2026.10.2", ""],
        # Whose it was, not in its own words, for these may be what was wrong.
        ["Navid Kohan", "One of the posts of Navid Kohan, title", "retraction: before, Warden of all squares",
         "2026.9.2", ""],
        ["Navid Kohan", "One of the posts of Navid Kohan, holder", "retraction: before, Navid Kohan", "2026.9.2", ""],
        ["Omid Faraz", "Protest on Lantern Square, title", "correction: new wording", "2026.10.1",
         "an allegation was worded as a fact"],
        ["Omid Faraz", "Omid Faraz, born", "correction: before, 1950", "2026.9.3", ""],
        ["Omid Faraz", "Omid Faraz: Warden", "merge", "2026.9.2", "one post"],
        ["Omid faraz guard", "Omid faraz guard", "merge", "2026.9.3", "one post"],
    ]  # fmt: skip
    assert [row.text for row in found.all("tr", class_="section")] == ["N", "O"]
    assert [one.attributes["href"] for one in led_to(found.all("nav", class_="bar")[0])] == [
        "corrections.html#at-N", "corrections.html#at-O"]  # fmt: skip
    assert "Killings" not in found.text


def test_corrections_are_found_by_whom_they_are_about_what_became_of_them_and_version(record: Record) -> None:
    corrected = _corrected(record)
    (page,) = (page for page in about.pages(corrected) if page.path == "corrections.html")
    found = read(page.html(corrected, ""))
    rows = [row for row in found.all("tr")[1:] if row.all("td")]
    lines = [[cell.text for cell in (row.all("th") + row.all("td"))] for row in rows]
    # Those of one name are found in all pages of the list.
    assert found.by_id("filters").attributes["data-rows"] == "parts/corrections.js"
    assert found.all("table")[0].attributes["id"] == "list"
    assert page.of == "corrections.html"
    assert len(page.asked()) == len(lines)
    # And by what became of them, and in which version.
    assert [asked.groups["own"][0] for asked in page.asked()][2:4] == [
        [["retraction"], "2026.9.2"], [["correction", "worded"], "2026.10.1"]]  # fmt: skip
    kinds, versions, _ = found.by_id("filters").all("select")
    found_by = " ".join(one.attributes["value"] for one in kinds.all("option"))
    assert found_by.split() == ["worded", "correction", "merge", "retraction"]
    assert [one.text for one in versions.all("option")] == ["any", "2026.10.2", "2026.10.1", "2026.9.3", "2026.9.2"]
    people = [asked.groups["about"][0][0] for asked in page.asked()]
    on = {line[1] for line, of_one in zip(lines, people, strict=True) if of_one == "omid-faraz"}
    assert on == {"Protest on Lantern Square, title", "Omid Faraz, born", "Omid Faraz: Warden"}
    assert "navid-kohan" not in corrected.corrected  # the page says what it said
    # Of what others say about the event nothing stands on the page.
    number = {**corrected.tables["changes"][0], "fact_id": "square-2020-killed-blue-front-300/value"}
    more = replace(corrected, tables={**corrected.tables, "changes": [*corrected.tables["changes"], number]})
    assert number in more.corrected["square-2020"]
    assert number not in more.corrected["omid-faraz"]
    reason = {"row_id": "square-2020-killed-blue-front-300", "sanction_id": "freedonia-p1-omid-faraz"}
    told = replace(more, tables={**more.tables, "reasons": [reason]})
    assert number in told.corrected["omid-faraz"]
    # Who had a part in the event is told too: the title was about them.
    assert corrected.corrected["omid-faraz"][0]["version"] == "2026.10.1"
    for one in dossiers.pages(corrected):
        if one.path == "officials/omid-faraz.html":
            (these,) = [part for part in read(one.html(corrected, "")).all("details") if "corrected" in part.text]
            assert these.text.startswith("Facts on this page were corrected, last in 2026.10.1")
            assert these.all("a")[0].attributes["href"] == "../rows/square-2020.html#title"
            assert these.all("a")[-1].attributes["href"] == "../corrections.html?about=omid-faraz"


def test_who_has_corrections_on_their_page_finds_all_of_them(real_record: Record) -> None:
    """Whatever the rows call them: by the rows that are about them, and not by their name."""
    pages = [page for page in about.pages(real_record) if page.of == "corrections.html"]
    lines = [(row, asked) for page in pages for row, asked in zip(page.said()["lines"], page.asked(), strict=True)]
    found = defaultdict[str, set[tuple[str, str]]](set)
    for (who, row), asked in lines:
        assert asked.groups["about"] == [[who]]
        found[who].add((row["fact_id"], row["version"]))
    parties = real_record.tables["parties"]
    people = real_record.dossiers | {row["party_id"] for row in parties if row["kind"] == "person"}
    for key in people & real_record.corrected.keys():
        changes = [one for one in real_record.corrected[key] if one["change"] != "merge"]
        assert {(one["fact_id"], one["version"]) for one in changes} <= found[key], key
        merged = {one["fact_id"].partition("/")[0] for one in real_record.corrected[key] if one["change"] == "merge"}
        assert merged <= {fact_id.partition("/")[0] for fact_id, _ in found[key]}, key
    assert all(len(found[key]) > 1 for key in ("morteza-barati", "seyed-mohammad-bagher-moussavi"))

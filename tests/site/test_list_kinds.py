"""Lists filtered by the kind of post, its province and the kind of event; and several names side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.site.browsing import found, needs_browser, visiting

from mostanad.models.vocabularies import EventKind
from mostanad.site import provinces
from mostanad.site.contents import Record
from mostanad.site.filters import parts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_browser, pytest.mark.slow]


def _now(record: Record, key: str, authority: str) -> bool:
    rows = record.told.standing(record.naming(key, "sanctions", "target_id"))
    return any(row["authority_id"] == authority for row in rows)


def test_one_post_must_be_of_the_kind_and_in_the_province(chromium: Browser, base: str, real_record: Record) -> None:
    posts = real_record.tables["positions"]
    officials = {row["official_id"] for row in real_record.tables["officials"]}
    fitting = {one["position_id"]: one["holder_id"] for one in posts
               if provinces.kind(real_record, one) == provinces.PROSECUTORS
               and "Kermanshah" in provinces.where(real_record, one)}  # fmt: skip
    query = f"?post={provinces.PROSECUTORS}&province=Kermanshah"
    with visiting(chromium, base) as visit:
        people = found(visit.open(f"officials.html{query}"))
        assert people == set(fitting.values()) & officials != set()
        listed = {one for one in people if _now(real_record, one, "european-union")}
        assert found(visit.open(f"officials.html{query}&authority=european-union&state=now")) == listed != set()
        page = visit.open(f"posts.html{query}")
        page.locator("#shown", has_text=f"{len(fitting)} of {len(posts)} shown.").wait_for()


def test_a_list_finds_those_with_a_part_in_events_of_a_kind(chromium: Browser, base: str, real_record: Record) -> None:
    kind = EventKind.CENSORSHIP
    for path, table in (("officials", "officials"), ("bodies", "parties")):
        keys = {next(iter(row.values())) for row in real_record.tables[table]}
        having = {
            key
            for key in keys
            if any(real_record.rows[one["event_id"]][1]["kind"] == kind for one in parts(real_record, key))
        }
        with visiting(chromium, base) as visit:
            assert found(visit.open(f"{path}.html?deed={kind}")) == having != set()


def test_words_of_an_event_find_who_is_said_to_have_had_a_part(
    chromium: Browser, base: str, real_record: Record
) -> None:
    having = {
        row["official_id"] for row in real_record.tables["officials"]
        if any("forced confession" in real_record.rows[one["event_id"]][1]["title"].casefold()
               for one in parts(real_record, row["official_id"]))
    }  # fmt: skip
    with visiting(chromium, base) as visit:
        assert found(visit.open("officials.html?had=forced+confession")) == having != set()
        page = visit.open("fa/officials.html?had=اعتراف")  # the titles that the page shows
        page.locator("#save:visible").wait_for()
        rows = page.locator("#list > tbody > tr:not(.section)")
        assert len(having) <= rows.locator("visible=true").count() < rows.count()
        page = visit.open("search.html?q=forced confession")
        page.click("#elsewhere a[data-name=had]")
        assert visit.path == "sanctions.html?had=forced+confession"


def test_whom_nobody_lists_now_can_be_asked_for(chromium: Browser, base: str, real_record: Record) -> None:
    keys = {row["official_id"] for row in real_record.tables["officials"]}
    listed = {row["target_id"] for row in real_record.told.standing(real_record.tables["sanctions"])}
    with visiting(chromium, base) as visit:
        assert found(visit.open("officials.html?listed=no")) == keys - listed != set()
        assert found(visit.open("bodies.html?listed=now&kind=prison"))


def test_a_kind_of_post_says_what_it_counts(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open("officials.html?post=Prosecutors")
        page.locator("#shown", has_text="one person can have posts of several kinds").wait_for()


def test_a_semicolon_shows_several_side_by_side(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        first, second = (found(visit.open(f"officials.html?q={name}")) for name in ("Salavati", "Hassan Karami"))
        assert first != second
        both = {f"officials.html?q={text}" for text in ("Salavati; Hassan Karami", "صلواتی؛ Hassan Karami;")}
        for path in both:
            assert found(visit.open(path)) == first | second


def test_a_word_is_found_in_each_of_its_forms(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        some = [found(visit.open(f"statements.html?q={word}")) for word in ("execution", "executions", "executed")]
        assert some[0] == some[1] == some[2] >= {"hossein-jalali", "mohammad-taghi-naghdali"}
        page = visit.open("statements.html?q=execution")
        page.locator("#shown", has_text="Other words for the same are not looked for").wait_for()


def test_the_search_leads_to_events_of_a_kind_and_a_time(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        for address in ("search.html?q=execution December 2022", "fa/search.html?q=اعدام آذر ۱۴۰۱"):
            visit.open(address).locator("#dated a").first.click()
            page = visit.page
            page.wait_for_url(re.compile("kind=execution&from="))
            page.locator("#shown", has_text=re.compile("perhaps|شاید")).wait_for()
            assert not page.locator("#shown strong").count()  # each day was understood
        assert visit.open("search.html?q=Evin 2022").locator("#dated").is_hidden()


def test_a_post_of_which_documents_differ_is_no_certain_one(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        for day in ("2010-06-01", "2016-06-01"):
            page = visit.open(f"posts.html?body=mashhad-revolutionary-court&on={day}&q=Soltani")
            said = page.locator("#list small.perhaps", has_text="documents differ on when it was held")
            said.first.wait_for()


def _prosecuting_or_judging(record: Record) -> set[str]:
    kinds = {provinces.PROSECUTORS, provinces.JUDGES}
    posts = (one for one in record.tables["positions"] if provinces.kind(record, one) in kinds)
    return {one["holder_id"] for one in posts} & {one["official_id"] for one in record.tables["officials"]}


def test_of_several_kinds_of_post_one_is_enough(chromium: Browser, base: str, real_record: Record) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open(f"officials.html?post={provinces.PROSECUTORS}&post={provinces.JUDGES}")
        assert found(page) == _prosecuting_or_judging(real_record)
        assert page.locator("[name=post]:checked").count() == 2


@pytest.mark.parametrize("ground", ["&for=rights", ""])
def test_a_list_says_how_many_each_authority_lists(
    chromium: Browser, base: str, real_record: Record, ground: str
) -> None:
    who, is_any = _prosecuting_or_judging(real_record), not ground
    rows = (row for row in real_record.tables["sanctions"] if row["target_id"] in who)
    rights = [row for row in rows if is_any or row["human_rights"]]
    said = []
    for by in sorted({row["authority_id"] for row in rights}, key=real_record.label):
        own = [row for row in rights if row["authority_id"] == by]
        now = {row["target_id"] for row in own if not row["delisted"]}
        over = len({row["target_id"] for row in own} - now)
        beside = f" ({over} more only by a listing that ended)" if over else ""
        said.append(f"\u2066{real_record.label(by)}\u2069 {len(now)}{beside}")
    with visiting(chromium, base) as visit:
        page = visit.open(f"officials.html?post={provinces.PROSECUTORS}&post={provinces.JUDGES}{ground}")
        page.locator("#shown", has_text="By authority").wait_for()
        assert f"By authority: {', '.join(said)}." in page.inner_text("#shown")
        assert len(said) > 3
        assert any("ended" in one for one in said)


def test_on_a_day_the_counts_are_those_of_each_authority_alone(chromium: Browser, base: str) -> None:
    query = "sanctions.html?on=2026-03-25&for=rights"
    with visiting(chromium, base) as visit:
        page = visit.open(query)
        page.locator("#shown", has_text="By authority").wait_for()
        said = page.inner_text("#shown")
        for by, called in (("european-union", "European Union"), ("united-states", "United States")):
            page = visit.open(f"{query}&authority={by}")
            page.locator("#shown", has_text="for certain").wait_for()
            own = page.inner_text("#shown")
            sure, perhaps = re.search(r"^(\d+) of \d+ for certain, and perhaps (\d+) more", own).groups()  # type: ignore[union-attr]
            silent = re.search(r"For (\d+) more we cannot tell", own)[1]  # type: ignore[index]
            beside = f"perhaps {perhaps} more; for {silent} more we cannot tell"
            assert f"\u2066{called}\u2069 {sure} ({beside})" in said


def test_who_is_listed_is_found_by_the_words_of_a_post_too(chromium: Browser, base: str, real_record: Record) -> None:
    having = {
        one["holder_id"] for one in real_record.tables["positions"] if "interior" in (one["title"] or "").casefold()
    } & {row["target_id"] for row in real_record.tables["sanctions"]}
    with visiting(chromium, base) as visit:
        assert found(visit.open("sanctions.html?q=interior")) >= having != set()
        page = visit.open("fa/sanctions.html?q=وزیر کشور")
        page.locator("#save:visible").wait_for()
        assert page.locator("#list > tbody > tr:not(.section):visible").count() > 1

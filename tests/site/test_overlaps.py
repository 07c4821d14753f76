"""Who is listed by which authorities and no others, by name."""

from __future__ import annotations

from tests.site.reading import read

from mostanad.site import catalogues
from mostanad.site.contents import Record


def test_each_bar_of_the_overlaps_leads_to_the_names(real_record: Record) -> None:
    """Also without JavaScript: to a heading with those whom exactly these authorities list."""
    (page,) = (page for page in catalogues.pages(real_record) if page.path == "overlaps.html")
    bars = read(page.html(real_record, "")).by_id("overlaps").all("svg")[0].all("a")
    places = catalogues.combinations(real_record)
    assert [bar.attributes["href"] for bar in bars] == [*places.values()][: len(bars)]
    assert len(bars) > 5


def test_all_who_are_listed_now_stand_once_below_those_who_list_them(real_record: Record) -> None:
    now = real_record.told.standing(real_record.tables["sanctions"])
    by = {row["target_id"]: {one["authority_id"] for one in now if one["target_id"] == row["target_id"]} for row in now}
    pages = [page for page in catalogues.pages(real_record) if page.template == "overlaps"]
    found = [(target, {*key.split()}) for page in pages for key, some in page.said()["by_section"] for target in some]
    assert dict(found) == by
    assert len(found) == len(by)
    places = catalogues.combinations(real_record)
    paths = {page.path: page.html(real_record, "") for page in pages}
    assert all(f'id="{at}"' in paths[path] for path, _, at in (place.partition("#") for place in places.values()))


def test_whom_an_old_list_was_the_last_to_show_is_not_counted_and_that_is_said_beside_the_name(
    real_record: Record,
) -> None:
    """Else one page would have the prison of Zahedan as listed by the European Union alone, and another would not."""
    pages = [page for page in catalogues.pages(real_record) if page.template == "overlaps"]
    lines = [line for page in pages for line in read(page.html(real_record, "")).all("li")]
    said = {line.all("a")[0].text: line.text for line in lines if line.all("a")}
    assert "last seen" in said["Zahedan Prison"]
    assert "United States" in said["Zahedan Prison"]
    assert "last seen" not in said["Ahmad-Reza Radan"]


def test_a_post_beside_who_is_listed_now_has_its_days(real_record: Record) -> None:
    """As on the page of that person: without them it would be read as a post of today, also of the dead."""
    page = next(page for page in catalogues.pages(real_record) if page.template == "overlaps")
    hints = read(page.html(real_record, "")).all("span", class_="hint")
    assert next(one.text for one in hints if "died" in one.text).endswith("died 3 September 2021")
    hints = [one for one in hints if "died" not in one.text]
    times = [one.text for hint in hints for one in hint.all("span", class_="times")]
    assert len(times) == len(hints) > 10
    assert all(times)

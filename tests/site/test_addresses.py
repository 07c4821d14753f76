"""Where things stand on the site."""

from __future__ import annotations

from mostanad.site.builder import all_pages
from mostanad.site.contents import Record, of_evidence


def test_people_with_a_post_events_and_documents_have_pages_of_their_own(record: Record) -> None:
    assert record.address("omid-faraz") == "officials/omid-faraz.html"
    assert record.address("square-2020") == "events/square-2020.html"
    assert record.address("wire-story") == "sources/wire-story.html"
    assert record.address("blue-front") == "parties/blue-front.html"
    assert record.address("freedonia-p1") == "programmes/freedonia-p1.html"
    assert record.address("freedonia-p1-omid-faraz") == "rows/freedonia-p1-omid-faraz.html"


def test_the_evidence_of_a_cell_has_an_address(record: Record) -> None:
    assert of_evidence("square-2020") == "rows/square-2020.html"
    assert of_evidence("square-2020", "date") == "rows/square-2020.html#date"


def test_no_two_pages_have_one_address_not_even_where_case_is_not_told(real_record: Record) -> None:
    paths = [page.path for page in all_pages(real_record)]
    assert len({path.casefold() for path in paths}) == len(paths)

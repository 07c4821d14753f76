"""Words of pages that a reader could take for more, or for less, than documents say."""

from __future__ import annotations

from dataclasses import replace

from tests.site.reading import read

from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record


def test_where_the_authority_names_human_rights_it_is_not_only_our_classification(record: Record) -> None:
    listings = [{**row, "human_rights": True} for row in record.tables["sanctions"]]
    programmes = [{**row, "title": "Serious Human Rights Abuses"} for row in record.tables["programmes"]]
    held = replace(record, tables={**record.tables, "sanctions": listings, "programmes": programmes})
    (page,) = [one for one in dossiers.pages(held) if one.path == "officials/omid-faraz.html"]
    under = read(page.html(held, "")).by_id("listings").all("li")[0].text
    assert "names human rights in the title of the programme: “Serious Human Rights Abuses”." in under
    assert "our classification" not in under


def test_a_police_force_is_not_called_an_armed_force(real_record: Record) -> None:
    kinds = {"irans-morality-police": "is a police force", "irgc-navy": "is an armed force"}
    said = {}
    for page in bodies.pages(real_record):
        key = page.path.rpartition("/")[2].removesuffix(".html")
        if key in kinds and page.path.startswith("parties/"):
            said[key] = read(page.html(real_record, "")).all("p", class_="finding")[0].text
    assert said.keys() == kinds.keys()
    assert all(kind in said[key] for key, kind in kinds.items())


def test_a_party_page_counts_the_facts_of_its_documents_as_the_list_of_them_does(real_record: Record) -> None:
    """Of one document one number; and of an author who published nothing the documents count too."""
    one = {who: rows[0]["source_id"] for who, rows in real_record.publishing.items() if len(rows) == 1}
    assert {"ifmat", "iran-news-update"} <= one.keys()
    for who, source_id in one.items():
        assert real_record.resting[who]["publishes"] == real_record.facts_in(source_id), who
    assert real_record.resting["bob-blackman"]["publishes"] > 600

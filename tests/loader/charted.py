"""An invented release of listings, events and bodies, and what is drawn of it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

from tests.descriptor import OWN
from tests.loader.conftest import write_tables
from tests.site.reading import Element, read

from mostanad.loader import Release
from mostanad.loader.charts import Picture

Rows = dict[str, list[dict[str, str]]]


def listing(key: str, target: str, by: str, listed: str, **cells: str) -> dict[str, str]:
    rights = {"human_rights": "true"} if by == "council" else {}
    return {"sanction_id": key, "target_id": target, "authority_id": by, "listed": listed, **rights, **cells}


def tie(below: str, above: str, relation: str = "part_of", **cells: str) -> dict[str, str]:
    key = {"affiliation_id": f"{below}-{relation}-{above}"}
    return key | {"from_id": below, "to_id": above, "relation": relation, **cells}


def post(holder: str, body: str) -> dict[str, str]:
    return {"position_id": f"{holder}-{body}", "holder_id": holder, "title": "Head", "body_id": body}


BODIES = ("harbour", "court", "prison", "ring", "chain")
#: Three listings of one day, one of that day but not for human rights, one day among many, one before a day, no day;
#: two that ended.
ROWS: Rows = {
    "officials": [{"official_id": name, "name": name.capitalize()} for name in ("judge", "chief", "clerk", "guard")],
    "parties": [{"party_id": name, "name": name.capitalize(), "kind": "state_body"} for name in BODIES]
    + [{"party_id": name, "name": name.capitalize(), "kind": "state_body"} for name in ("council", "treasury")],
    "programmes": [
        {"programme_id": "hr", "authority_id": "council", "code": "HR", "name": "Human rights", "kind": "designation"}
    ],
    "sanctions": [
        *(listing(f"c-{who}", who, "council", "2020-03-01", programme_id="hr") for who in ("judge", "chief", "clerk")),
        listing("c-court", "court", "council", "2020-03-01", human_rights="false"),
        listing("c-prison", "prison", "council", "2013-05-05", delisted="[2016-01-01..2018-12-31]"),
        listing("t-judge", "judge", "treasury", "[2014-01-01..2016-12-31]"),
        listing("t-court", "court", "treasury", "[..2015-06-30]"),
        listing("t-chief", "chief", "treasury", ""),
        listing("t-ended", "guard", "treasury", "2012-02-02", delisted="2014-02-02"),
    ],
    "events": [
        {"event_id": "strike", "kind": "protest", "title": "Strike", "date": "2012"},
        {"event_id": "uprising", "kind": "uprising", "title": "Uprising", "date": "2019-11-15/.."},
        {"event_id": "raid", "kind": "repression", "title": "Raid", "date": "2019-11-20", "part_of": "uprising"},
        {"event_id": "old", "kind": "killing", "title": "Too early", "date": "1988"},
        {"event_id": "undated", "kind": "killing", "title": "No day"},
    ],
    "participations": [
        {"participation_id": f"{who}-{event}", "event_id": event, "entity_id": who, "part": "accused"}
        for event, people in {
            "strike": ["judge"],
            "raid": ["judge", "chief", "court"],
            "old": ["judge", "chief", "clerk"],
            "undated": ["judge", "chief", "clerk"],
        }.items()
        for who in people
    ],
    "positions": [post("judge", "court"), post("chief", "court"), post("clerk", "prison"), post("guard", "prison")],
    "affiliations": [
        tie("court", "harbour"),
        tie("prison", "court"),
        tie("prison", "harbour", "subordinate_to"),
        tie("ring", "chain"),
        tie("chain", "ring"),
        tie("harbour", "ring", ended="2011"),
        tie("court", "chain", "member_of"),
    ],
    "sources": [
        {"source_id": "list", "title": "The list", "published": "2021-06-30", "kind": "sanctions_list"},
        {"source_id": "late", "title": "Later", "published": "2023-12-31"},
    ],
    "passages": [{"passage_id": "list.r-1", "source_id": "list", "selector": "record=1"}],
    "claims": [
        {"claim_id": "list.r-1.c-judge", "passage_id": "list.r-1", "target_id": "c-judge", "fields": "entry"},
    ],
    **{name: [] for name in ("names", "statements", "estimates", "groups", "facts", "evidence")},
}


def charted(path: Path, **changed: list[dict[str, str]]) -> Release:
    """The release, with other rows of some tables."""
    (path / "parquet").mkdir(parents=True)
    (path / "datapackage.json").write_text(json.dumps(OWN.head), "utf-8")
    write_tables(path, ROWS | changed)
    return Release(path, "2026.11.0")


def strips(picture: Picture) -> dict[str, Element]:
    return {one.all("text", class_="group")[0].text: one for one in read(str(picture)).all("g", class_="strip")}


def dots(strip: Element, look: str) -> list[float]:
    """Where the dots of a strip are, ``filled`` or ``hollow``, each once."""
    found = list[float]()
    for path in strip.all("path", class_="dots"):
        classes = path.attributes["class"].split()
        if ("other" in classes) == (look == "hollow") and "hole" not in classes:
            pitch = float(path.attributes["stroke-dasharray"].split()[1])
            for x, length in re.findall(r"M([\d.]+) [\d.]+v-([\d.]+)", path.attributes["d"]):
                found += [float(x)] * (int(float(length) / pitch + 0.02) + 1)
    return found


def place_of(picture: Picture, day: dt.date) -> float:
    """Where a day lies, by the years of the axis."""
    page = read(str(picture))
    years = {int(one.text): float(one.attributes["x"]) for one in page.all("text", class_="mid") if one.text.isdigit()}
    (first, left), (last, right) = min(years.items()), max(years.items())
    begin = dt.date(first, 1, 1)
    return left + (right - left) * (day - begin).days / (dt.date(last, 1, 1) - begin).days

"""An invented release of which pictures are drawn, and where a row of a frame is in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.descriptor import OWN
from tests.loader.conftest import write_tables
from tests.site.reading import Element, read

from mostanad.loader import Release
from mostanad.loader.charts import Picture
from mostanad.models.vocabularies import Comparator

LONG = "Deputy of the Deputy for Cultural, Social and All Other Affairs of the Organisation of Very Long Titles " * 3
_LISTED = {"target_id": "judge", "authority_id": "council", "programme_id": "hr"}
_POST = {"holder_id": "judge", "title": "Judge"}
_OF = {"about_id": "strike", "population": "people at the strike"}
ROWS: dict[str, list[dict[str, str]]] = {
    "officials": [
        {"official_id": "judge", "name": "Bahram $x_2$ Nikpour", "born": "1921~"},
        {"official_id": "clerk", "name": "The Clerk"},
        {"official_id": "chief", "name": LONG.strip(), "born": "1951"},
    ],
    "parties": [
        {"party_id": "council", "name": "Council", "kind": "state_body"},
        {"party_id": "union", "name": "Dockers’ Union", "kind": "ngo"},
        {"party_id": "court", "name": "Harbour Court", "kind": "court"},
    ],
    "names": [
        {"entity_id": "judge", "name": "بهرام نیک‌پور", "language": "fa", "script": "Arab", "kind": "primary"},
        {"entity_id": "judge", "name": "Bahrām", "script": "Latn", "kind": "alias"},
    ],
    "programmes": [
        {"programme_id": "hr", "authority_id": "council", "name": "HR", "code": "HR", "kind": "designation"}
    ],
    "sanctions": [
        {"sanction_id": "ended", "listed": "2011-04-12", "delisted": "2015-06-01", **_LISTED},
        {"sanction_id": "still", "listed": "[..2012-03-01]", **_LISTED},
        {"sanction_id": "undated", **_LISTED},
    ],
    "positions": [
        {"position_id": "whole", "started": "2010", "ended": "2014", **_POST},
        {"position_id": "begun", "started": "2013-05-02", **_POST, "body_id": "court"},
        {"position_id": "over", "ended": "[..2016-01-01]", **_POST, "title": LONG.strip()},
    ],
    "affiliations": [
        {"affiliation_id": "tie", "from_id": "judge", "to_id": "court", "relation": "member_of"},
        {"affiliation_id": "to", "from_id": "union", "to_id": "judge", "relation": "led_by", "started": "2012-02"},
    ],
    "events": [
        {"event_id": "strike", "kind": "protest", "title": "Strike", "date": "2013/2014"},
        {"event_id": "arrests", "kind": "detention", "title": "Arrests", "date": "2014-11/.."},
        {"event_id": "beating", "kind": "torture", "title": LONG.strip(), "date": "[2012-01..2013-12]"},
    ],
    "participations": [
        {"participation_id": "p1", "event_id": "strike", "entity_id": "judge", "part": "target"},
        {"participation_id": "p2", "event_id": "arrests", "entity_id": "judge", "part": "accused"},
        {
            **{"participation_id": "p3", "event_id": "beating", "entity_id": "judge", "part": "accused"},
            **{"standing": "on_trial", "standing_date": "2015"},
        },
    ],
    "statements": [
        {"statement_id": "s1", "speaker_id": "judge", "about_id": "judge", "kind": "denies", "gist": LONG.strip()},
        {"statement_id": "s2", "speaker_id": "union", "addressee_id": "judge", "kind": "demands", "made": "2014-02"},
    ],
    "estimates": [
        *(
            {"estimate_id": f"e-{word}", "measure": "killed", "comparator": word, "value": str(200 + 50 * n), **_OF}
            | {"counted_by": ("union", "court", "council")[n % 3]}
            | ({"value_to": "900"} if word == "between" else {})
            | ({"value": "", "subset_of": "e-about"} if word == "unquantified" else {})
            for n, word in enumerate(Comparator)
        ),
        {"estimate_id": "few", "measure": "arrested", "comparator": "exactly", "value": "4", **_OF, "as_of": "2014"},
        {"estimate_id": "many", "measure": "arrested", "comparator": "more_than", "value": "7000", **_OF}
        | {"population": LONG.strip()},
        {"estimate_id": "part", "measure": "share", "comparator": "exactly", "value": "12.5", **_OF},
        {"estimate_id": "none", "measure": "injured", "comparator": "unquantified", **_OF},
        {"estimate_id": "some", "measure": "injured", "comparator": "unquantified", **_OF, "subset_of": "none"},
    ],
    "sources": [{"source_id": "list", "title": "The list", "published": "2016-05-04", "kind": "sanctions_list"}],
    "groups": [{"group_id": "dockers", "description": "dockers"}],
    "passages": [{"passage_id": "list.r-1", "source_id": "list", "selector": "record=1"}],
    "claims": [
        {"claim_id": f"list.r-1.{key}", "passage_id": "list.r-1", "target_id": key, "fields": "entry"}
        for key in ("ended", "still")
    ],
}
#: On what some of the facts rest; all others are single.
RESTS_ON = {"ended/listed": "official", "whole/started": "corroborated", "begun/started": "one_camp"}
RESTS_ON |= {"judge/born": "unplaced"}
DISPUTED = {"judge/born": "1922", "few/value": "5"}


def facts() -> Iterator[dict[str, str]]:
    """A fact of every cell that is filled, but of one."""
    counts = dict.fromkeys(("claims", "sources", "origins", "camps"), "1")
    keys = {
        name: next(key for key in rows[0])
        for name, rows in ROWS.items()
        if rows and name not in ("names", "sources", "passages", "claims")
    }
    for table, key in keys.items():
        for row in ROWS[table]:
            for field, value in row.items():
                fact_id = f"{row[key]}/{field}"
                if value and field != key and fact_id != "s2/made":
                    yield {
                        **{"fact_id": fact_id, "table_name": table, "row_id": row[key], "field": field, "value": value},
                        **{"modalities": "fact", "support": RESTS_ON.get(fact_id, "single"), "asserted_by": "union"},
                        **{"disputed": "true" if fact_id in DISPUTED else "false", "origin_ids": "union"},
                        **{"source_ids": "list"},
                        **counts,
                    }


#: The day on which the arrests went on.
_WENT_ON = "2016-05-04"


def evidence(as_of: str = _WENT_ON) -> Iterator[dict[str, str]]:
    """The list shows the listings, and that the arrests went on then; two cells are disputed."""
    said = {"source_id": "list", "source_sha256": "a" * 64, "passage_sha256": "b" * 64, "published_by": "council"}
    said |= {
        "modality": "fact",
        "hedge": "none",
        "asserted_by": "council",
        "origin": "council",
        "passage_id": "list.c1",
    }
    for fact_id in ("still/listed", "ended/listed", "arrests/date"):
        day = {"as_of": as_of} if fact_id == "arrests/date" else {}
        yield said | {"fact_id": fact_id, "value": "x", "stance": "asserts", "evidence_id": f"a/{fact_id}", **day}
    for fact_id, value in DISPUTED.items():
        yield said | {"fact_id": fact_id, "value": value, "stance": "disputes", "evidence_id": f"d/{fact_id}"}


def pictured(path: Path, as_of: str = _WENT_ON) -> Release:
    """One person with a row of every kind, and numbers with every comparator; ``as_of``: when the arrests went on."""
    (path / "parquet").mkdir()
    (path / "datapackage.json").write_text(json.dumps(OWN.head), "utf-8")
    write_tables(path, ROWS | {"facts": list(facts()), "evidence": list(evidence(as_of))})
    return Release(path, "2026.11.0")


def lanes(picture: Picture) -> dict[int, Element]:
    """What is drawn of each row of the frame, by its number; each must be in one lane only."""
    found: dict[int, Element] = {}
    for lane in read(str(picture)).all("g", class_="lane"):
        for number in map(int, lane.attributes["data-rows"].split()):
            assert number not in found
            found[number] = lane
    return found


def lines(lane: Element) -> str:
    """The words that stand beside a lane, its title left out."""
    return " ".join(text.text for text in lane.all("text"))

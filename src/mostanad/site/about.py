"""The site-wide pages: start, releases, corrections, about, search and 404."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from mostanad.loader.ids import Gone
from mostanad.loader.listings import plot_listings
from mostanad.loader.overlaps import plot_bodies, plot_overlaps
from mostanad.loader.reasons import accuses
from mostanad.models.cells import version_order
from mostanad.models.language import say
from mostanad.models.vocabularies import PartyKind
from mostanad.models.words import when
from mostanad.site import catalogues, fact_checks
from mostanad.site.catalogues import letter
from mostanad.site.contents import ENDED, Record
from mostanad.site.dossiers import formerly
from mostanad.site.evidence import Row
from mostanad.site.filters import Asked
from mostanad.site.page import MISSING, Page, listing
from mostanad.site.persian import ORDER
from mostanad.site.show import PRESS

#: How many listings and fact-checks the start page shows.
_NEWEST = 5
#: How many bodies the chart on the start page shows.
_BODIES = 6
#: How many events and kinds of events the search page suggests.
_WAVES, _KINDS = 7, 16
#: The tables that most people look for.
_MAIN = ("officials", "parties", "names", "positions", "affiliations", "sanctions", "programmes", "events",
         "participations", "estimates", "statements", "fact_checks", "sources")  # fmt: skip
#: The folder of the site with the files of the release.
DOWNLOADS = "downloads"


def pages(record: Record) -> Iterator[Page]:
    yield Page("index.html", "start", record.about.name, partial(_start, record))
    ends = [row for row in record.tables["changes"] if row["change"] in ENDED]
    ends.sort(key=lambda row: version_order(row["version"]), reverse=True)
    ends = [*{_line(row): row for row in ends}.values()]
    yield Page("releases.html", "releases", say("Data"), partial(_releases, record, len(ends)))
    corrected = say("Corrected, withdrawn, merged, removed")
    names, parties = formerly(record, Gone(record.held)), record.tables["parties"]
    people = {row["party_id"] for row in parties if row["kind"] == PartyKind.PERSON} | record.dossiers
    people &= record.corrected.keys()
    lines = [(who, row) for who in people for row in {_line(row): row for row in record.corrected[who]}.values()]
    known = {_line(row) for _, row in lines}
    lines += [(names(row["fact_id"].split("/")[0])[1], row) for row in ends if _line(row) not in known]
    called = {who: record.label(who) if who in record.rows else names(who)[0] for who, _ in lines}
    lines.sort(key=lambda line: (called[line[0]].casefold().translate(ORDER), line[0]))  # stable: newest first
    versions = {row["version"]: -number for number, row in enumerate(ends)}
    own = {"is_worded": is_worded, "versions": [(one, one) for one in versions], "formerly": names, "called": called,
           "kinds": {row["change"] for row in ends}, "count": len(ends)}  # fmt: skip

    def asked(line: tuple[str, Row]) -> Asked:
        who, change = line
        kinds = [change["change"], *(["worded"] if is_worded(change) else [])]
        return Asked({"about": [[who]], "own": [[kinds, change["version"]]]}, {"last": versions[change["version"]]})

    yield from listing("corrections.html", "corrections", corrected, lines, lambda line: letter(called[line[0]]),
                       lambda line: line, lambda _: own, lambda line: 2, asked)  # fmt: skip
    yield Page("about.html", "about", say("About"), partial(_about, record))
    yield Page("search.html", "search", say("Search"), partial(_search, record))
    yield Page(MISSING, "missing", say("There is no such page"))


def is_worded(change: Row) -> bool:
    """Whether a cell was corrected because it worded an allegation as a fact."""
    return "only alleged" in (change["reason"] or "")


def _line(change: Row) -> tuple[str, str]:
    """The key by which changes share a line of the corrections page: a merged row has one line for all its cells."""
    row_id, _, _ = change["fact_id"].partition("/")
    return (row_id, "") if change["change"] == "merge" else (change["fact_id"], change["version"])


def _start(record: Record) -> dict[str, Any]:
    about, told, address = record.about, record.told, record.address
    return {
        **_counts(record, "officials", "events", "statements", "sources", "fact_checks"),
        "listings": len(told.once(record.tables["sanctions"])),
        "listed": _listed(record),
        "charts": {
            "listings": plot_listings(told, address),
            "overlaps": plot_overlaps(told),
            "bodies": plot_bodies(told, address, most=_BODIES),
        },
        "checks": fact_checks.checks(record)[:_NEWEST],
        "claimed": partial(fact_checks.claimed, record),
        "newest": _newest(record),
        "data": {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": about.title,
            "description": about.description,
            "version": record.release.version,
            "license": about.licence_url,
            **({"spatialCoverage": about.text("country")} if about.text("country") else {}),
            "creator": {"@type": "Organization", "name": about.author},
        },
    }


def _newest(record: Record) -> list[Row]:
    """The newest listings: ``_NEWEST`` of them, or up to twice as many if they have the same day."""
    in_order = catalogues.newest(record, record.tables["sanctions"])[: 2 * _NEWEST]
    return [row for n, row in enumerate(in_order) if n < _NEWEST or row["listed_min"] == in_order[0]["listed_min"]]


def _listed(record: Record) -> dict[str, Any]:
    """Who is listed now, how many for human rights, by how many authorities; and the dates of the last lists held."""
    rows = record.told.standing(record.tables["sanctions"])
    days = sorted(ends[-1] for ends in record.lists.values())
    return {
        "whom": {row["target_id"] for row in rows},
        "gaps": sorted(who for who, of in record.told.named.items() if of.leaves_open),
        "rights": len({row["target_id"] for row in rows if row["human_rights"]}),
        "authorities": len({row["authority_id"] for row in rows}),
        "since": when(str(days[0])) if days else "",
        "until": when(str(days[-1])) if days else "",
    }


def _about(record: Record) -> dict[str, Any]:
    """The documents of parties and of the press, those with most facts first; and by table, largest first, how many
    facts have each support, rest on one document alone, or are disputed."""
    texts = [row for row in record.tables["sources"] if row["kind"] in PRESS and row["sha256"]]
    found = [(row, record.facts_in(row["source_id"])) for row in texts]
    counted = defaultdict[str, Counter[str]](Counter)
    for key, facts in record.facts.items():
        for fact in facts.values():
            marks = [fact.support, *["alone"] * (fact.sources == 1), *["disputed"] * fact.disputed, "all"]
            counted[record.rows[key][0]].update(marks)
    return {
        "press": sorted(found, key=itemgetter(1), reverse=True),
        "sums": sum(counted.values(), Counter()),
        "counted": sorted(counted.items(), key=lambda one: -one[1]["all"]),
    }


def _search(record: Record) -> dict[str, Any]:
    """What the search page suggests: lists, the events with most accusations, and kinds of events with accusations."""
    accused = [record.row(row["event_id"]) for row in record.tables["participations"] if accuses(row)]
    wholes = Counter(next(record.larger(row), row)["event_id"] for row in accused).most_common()
    dated = [row for row in (record.row(key) for key, _ in wholes) if row["date_min"]]
    told = {row["kind"] for row in accused}
    kinds = Counter(row["kind"] for row in record.tables["events"] if row["kind"] in told).most_common(_KINDS)
    said = {"waves": record.about_time(dated[:_WAVES], "date"), "kinds": [kind for kind, _ in kinds], "told": told}
    return {**_counts(record, "sources"), **said, "lists": catalogues.lists(record)}


def _counts(record: Record, *tables: str) -> dict[str, Any]:
    return {"counts": {name: len(record.tables[name]) for name in tables}}


def _releases(record: Record, ended: int) -> dict[str, Any]:
    counted = defaultdict[str, Counter[str]](Counter)
    for row in record.tables["changes"]:
        counted[row["version"]][row["change"]] += 1
    files = json.loads((record.release.path / "datapackage.json").read_bytes())["resources"]
    return {
        "files": [one for one in files if re.fullmatch(r"(?:parquet|csv|json)/[^/]*|.*\.sqlite", one["path"])],
        "changes": [(version, counted[version]) for version in sorted(counted, key=version_order, reverse=True)],
        "downloads": DOWNLOADS,
        "main": _MAIN,
        "ended": ended,
        "offered": {*chain(*record.downloads.values())},
    }

"""The sentence at the head of a dossier: each clause is what the data say, and leads to the evidence for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.site.reading import Element, read

from mostanad.loader.reasons import accuses
from mostanad.models.vocabularies import Basis
from mostanad.models.words import after, between, documented, on, when
from mostanad.site import dossiers
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.posts import also_printed, known_first, later_holders, latest_posts
from mostanad.site.show import Shown

WORLDS = ["record", pytest.param("real_record", marks=pytest.mark.slow)]
#: By table, whom a row is about.
SUBJECTS = {"sanctions": "target_id", "positions": "holder_id", "officials": "official_id"}
SUBJECTS |= {"participations": "entity_id"}  # what became of an accusation
#: What a listing that is not for human rights is for: shown, or not.
GROUNDS = {
    "reasoned": ", by the reasons given",
    "other": ", but not under a human-rights programme",
    "plain": " for something else",
    "mixed": ", not for human rights as far as the grounds are shown",
    "unknown": " (whether for human rights is not shown)",
}


def heads(record: Record) -> Iterator[tuple[Row, Element]]:
    """Each official, and the dossier."""
    pages = {page.path: page for page in dossiers.pages(record) if page.template == "official"}
    for row in record.tables["officials"]:
        yield row, read(pages[f"officials/{row['official_id']}.html"].html(record, ""))


def findings(record: Record) -> Iterator[tuple[Row, Element]]:
    """Each official, and what the dossier says first."""
    for row, page in heads(record):
        (lead,) = page.all("p", class_="finding")
        yield row, lead


def clauses(record: Record, row: Row) -> Iterator[str]:
    """What the data say, clause by clause."""
    key = row["official_id"]
    posts = [one for one in record.tables["positions"] if one["holder_id"] == key and one["title"]]
    titles = {one["title"].casefold() for one in posts}
    ties = [one for one in record.tables["affiliations"] if one["from_id"] == key and one["relation"] == "member_of"]
    if not titles and ties:
        yield f"{row['name']} is on record as a member of "
    elif not titles:
        yield f"No document in this record gives {row['name']} a post by its title."
    if len(titles) > 1:
        named = (
            "and in one other post|, and as |, and more documents as "
            if len(titles) == 2
            else f"and in {len(titles) - 1} other posts"
        )
        bodies = {(one["title"].casefold(), one["body_id"]) for one in posts}
        open_ = {one["title"] for one in posts if not one["ended"] and record.spans[one["position_id"]].get("printed")}
        last = (
            f"|, and as {min(open_)}"
            if len(open_) == 1 and len(bodies) == 2 and any(one["ended"] for one in posts)
            else ""
        )
        yield f"{named}|. {len(bodies) - 1} other post{last}"  # the second, if nobody but the press says so
    if row["died"]:
        yield f"died {on(row['died'])}"
    over = ("acquitted", "dropped", "overturned")
    listings = [one for one in record.tables["sanctions"] if one["target_id"] == key]
    given = {one["row_id"] for listing in listings for one in record.told.by_listing.get(listing["sanction_id"], ())}
    accused = [
        one for one in record.tables["participations"]
        if one["entity_id"] == key and ((one["part"] != "defendant" and one["standing"] not in over
        and (one["part"] == "accused" or one["standing"] not in (None, "reported"))
        and (one["basis"] or one["standing"] not in ("investigated", "charged", "on_trial")))
        or (one["basis"] == "own_act" and one["participation_id"] in given))
    ]  # fmt: skip
    if accused:
        yield from _of_accusations(record, accused)
    if not listings:
        yield f"No sanctions listing of {row['name']} is in this record"
    yield from _of_listings(record, listings)


def _more(count: int) -> str:
    return "what may be another event…" if count == 1 else "what may be other events…"


def _holds(record: Record, whole: Row, part: Row) -> bool:
    """Whether a part in an event stands beside that in the larger one, with the same grade, by the word of the same."""
    above, by = part["event_id"], []
    for one in (whole, part):
        items = record.evidence.asserting(one["participation_id"], "part")
        by.append({item["asserted_by"] for item in items})
    parents = {one["event_id"]: one["part_of"] for one in record.tables["events"]}
    while above := parents[above]:
        if (above, whole["basis"]) == (whole["event_id"], part["basis"]):
            return by[1] <= by[0]
    return False


def _of_accusations(record: Record, accused: list[Row]) -> Iterator[str]:
    heard = dossiers.speakers(record, accused)
    accused = [one for one in accused if not any(_holds(record, whole, one) for whole in accused)]
    speakers = heard.own or heard.reported[0][:1]
    told = {  # of which others speak is said apart
        one["event_id"] for one in accused for item in record.evidence.asserting(one["participation_id"], "part")
        if item["asserted_by"] in speakers and bool(record.reporter(item)) != bool(heard.own)
    }  # fmt: skip
    by_office = {one["event_id"] for one in accused} - {one["event_id"] for one in accused if one["basis"] != "office"}
    office, done = len(told & by_office), len(told - by_office)
    graded = [one for one in accused if one["part"] == "accused" and one["event_id"] in told]
    ranks = [basis for basis in map(str, Basis) if basis != "office"]
    gravest = {
        event: min((one["basis"] for one in graded if one["event_id"] == event and one["basis"] in ranks),
                   key=ranks.index, default=None)
        for event in told - by_office
    }  # fmt: skip
    as_such = [*gravest.values()].count("responsibility")
    done -= as_such
    what = "an event" if (done or as_such or office) == 1 else "several events"
    is_graded = {*gravest.values()} - {None, "own_act", "responsibility"}
    more = f", and answers for {_more(office)} by virtue of office" if office and not as_such else ""
    more = f",{'' if office else ' and'} is responsible for {_more(as_such)}" if as_such else more
    named = "…"  # the only one, or their kinds, if there is room
    outright = [
        one["basis"] == "own_act"
        and {item["asserted_by"] for item in record.evidence.asserting(one["participation_id"], "part")}
        <= {item["asserted_by"] for item in record.evidence.asserting(one["participation_id"], "basis")
            if item["modality"] != "inference"}
        for one in accused if one["basis"] not in ("office", "responsibility")
    ]  # fmt: skip
    if done:
        yield f"{'took' if all(outright) else 'had a'} part in {what}{named}{', ' if is_graded else more}"
    else:
        yield f"is responsible for {what}{named}" if as_such else f"answers for {what}{named} by virtue of office"
    if len(told) > 1 and len(speakers) > 1 and not heard.is_alike:
        yield "Between them, "


def _of_listings(record: Record, listings: list[Row]) -> Iterator[str]:
    groups: dict[str, list[tuple[str, str, set[str | None]]]] = defaultdict(list)
    for authority in {one["authority_id"] for one in listings if one["authority_id"] in record.lists}:
        named, rows = record.label(authority), [one for one in listings if one["authority_id"] == authority]
        rights = [one for one in rows if one["human_rights"]]
        now = record.told.standing(rows)
        open_ = [one for one in rows if one["sanction_id"] in record.told.left_open]
        if open_ and not now:
            day = when(str(record.spans[open_[0]["sanction_id"]]["last_documented"]))
            yield f"was last seen on the list of …{named} of {day}"  # it, or behind other clauses the name
        if any(one in rights for one in now):
            days = {one["listed"] for one in now if one in rights}
            groups["is listed on human-rights grounds by "].append((named, "since", days))
        elif rights:
            days = {one["delisted"] for one in rights}
            groups["was listed on human-rights grounds by "].append((named, "until", days))
        if now and not any(one in rights for one in now):
            shown = [one for one in now if one["human_rights"] is False]
            is_told = all(one["sanction_id"] in record.told.reasoned for one in now)
            kind = "unknown" if len(shown) < len(now) else "reasoned" if is_told else "other"
            groups[kind].append((named, "since", {one["listed"] for one in now}))
        if not now and not rights and not open_:
            groups["was listed by "].append((named, "until", {one["delisted"] for one in rows}))
    # Grounds of several kinds are apart; without room they are one clause.
    in_brief = f"|{GROUNDS['mixed']}" if len([one for one in GROUNDS if one in groups]) > 1 else ""
    if {"reasoned", "other"} <= groups.keys():
        groups["plain"] = groups.pop("reasoned") + groups.pop("other")
    is_alone = sum(map(len, groups.values())) == 1
    in_order = [
        one
        for one in ("is listed on human-rights grounds by ", "plain", "reasoned", "other", "mixed", "unknown")
        if one in groups
    ]
    for opening, found in groups.items():
        said = opening
        if ground := GROUNDS.get(opening):
            said = "is listed by " if opening == in_order[0] else "and by "
            yield from (f"{named if len(found) < 3 else 'authorities'}…{ground}{in_brief}" for named, *_ in found)
        for named, word, days in found:
            if len(found) > 2:
                more = in_brief if opening in GROUNDS else ""
                yield f"{said}…{len(found)} {'other ' * (said == 'and by ')}authorities{more}"
            else:
                more = in_brief if opening in GROUNDS else ""
                yield from (one + more for one in _one_of(said, named, days if is_alone else {None}, word))


def _one_of(opening: str, named: str, days: set[str | None], word: str) -> Iterator[str]:
    yield "|".join(f"{opening}…{named}" + (f" {after(day, word)}" if day else "") for day in sorted(days, key=str))


def since(record: Record, listing: Row) -> str:
    """A listing that was carried over goes on from that under the programme that ended."""
    before = record.told.carried.get(listing["sanction_id"])
    for one in record.tables["sanctions"]:
        if before and (one["target_id"], one["programme_id"]) == (listing["target_id"], before):
            return f"{after(one['listed'], 'since')} (carried over {on(listing['listed'])})"
    if listing["listed_min"] and listing["listed_max"].year - listing["listed_min"].year > 10:
        printed = Shown(record, "").as_stated(listing["sanction_id"], "listed")
        return f"by {when(str(listing['listed_max']))} at the latest " + (
            f"(the list prints “{printed}”)" if printed else "(day not known)"
        )
    return after(listing["listed"], "since")


def holds(text: str, clause: str) -> bool:
    """Whether a text has one of several clauses; ``…`` stands for what else the clause lists before."""
    return any(re.search(r"(?:(?!;|\. ).)*?".join(map(re.escape, one.split("…"))), text) for one in clause.split("|"))


@pytest.mark.parametrize("which", WORLDS)
def test_each_clause_is_what_the_data_say(which: str, request: pytest.FixtureRequest) -> None:
    record: Record = request.getfixturevalue(which)
    for row, finding in findings(record):
        text = finding.text
        for clause in clauses(record, row):
            assert holds(text, clause), (row["official_id"], clause, text)
        for wrong in ("..", " ,", "None", "by ;", "by .", "and 1 other", "undefined", "{"):
            assert wrong not in text, (row["official_id"], text)
        name, is_listed = row["name"], row["official_id"] in {one["target_id"] for one in record.tables["sanctions"]}
        assert text.startswith(
            ("Documents name", "No document", "According to", *[f"{name} is listed", f"{name} was listed"] * is_listed)
        ), text
        assert text.endswith("."), text
        sentences = re.split(r"(?<=[^A-Z][.]) (?=[A-Z0-9])", text)
        assert len(sentences) <= min(6, len(finding.all("a"))), sentences
        posts = known_first(record, latest_posts(record, row["official_id"]))
        is_dated = posts and (posts[0]["started"] or (posts[0]["ended"] and not posts[0]["ended"].startswith("[..")))
        assert text.startswith(f"{name} ") == bool(is_listed and not is_dated), text


@pytest.mark.parametrize("which", WORLDS)
def test_each_link_leads_to_a_row_about_the_one_who_is_named(which: str, request: pytest.FixtureRequest) -> None:
    record: Record = request.getfixturevalue(which)
    reasons = record.release.load("reasons", "records")
    told = {(one["row_id"], record.rows[one["sanction_id"]][1]["target_id"]) for one in reasons}
    fields: Counter[str] = Counter()
    for row, finding in findings(record):
        posts = known_first(record, latest_posts(record, row["official_id"]))[:1]
        others = [one for post in posts for one in later_holders(record, post)]
        others += [one for post in posts for _, one in also_printed(record, post)]
        beside = [one for post in posts for one in record.naming(post["body_id"], "positions", "body_id")]
        noted = [one for one in beside if record.called(row["official_id"]) in (one["note"] or "")]
        others += [one for one in noted if one["holder_id"] != row["official_id"]]
        later = [one["position_id"] for one in others]
        for link in finding.all("a", class_="q"):
            row_id, _, field = link.attributes["href"].removeprefix("../rows/").partition(".html#")
            table, about = record.rows[row_id]
            if row_id in later:  # who is on record in the same post from a later day, or on a list that is no older
                assert about["holder_id"] != row["official_id"]
            elif table == "statements":  # what a reason for listing somebody says
                assert (row_id, row["official_id"]) in told
            else:
                assert about[SUBJECTS[table]] == row["official_id"]
            assert link.attributes["data-v"] == record.heard(row_id, field) != ""
            fields[field] += 1
    assert {"title", "target_id"} <= fields.keys()


@pytest.mark.slow
def test_the_latest_post_stands_with_its_time_and_first_if_it_has_one(real_record: Record) -> None:
    seen = 0
    for row, finding in findings(real_record):
        rows = [one for one in real_record.tables["positions"] if one["holder_id"] == row["official_id"]]
        told = set()
        for one in rows:
            is_dated = one["started"] or (one["ended"] and not one["ended"].startswith("[.."))
            days = between(one["started"], one["ended"]) if is_dated else ""
            span = real_record.spans[one["position_id"]]
            known = documented(one["started"], span) if is_dated and not one["ended"] else ""
            title = re.sub("^In [Cc]harge", "the official in charge", one["title"] or "")
            said = title + (f", {days}" if days else "") + (f" ({known}" if known else "")
            told |= {f"as {said}", f" was {said}"}  # the second, if nobody but the press says so
        text = finding.text.replace("≠", "")
        assert not rows or any(head in text for head in told) or "gives" in text, (told, text)
        seen += bool(rows)
    assert seen > 300


def test_who_is_accused_is_said_to_have_had_a_part_and_by_whom(record: Record) -> None:
    texts = {row["official_id"]: finding.text for row, finding in findings(record)}
    assert texts["omid-faraz"].count("say that") + texts["omid-faraz"].count("says that") == 1
    cleared = [{**row, "standing": "acquitted"} for row in record.tables["participations"]]
    held = replace(record, tables={**record.tables, "participations": cleared})
    assert all(" had a part in " not in finding.text for _, finding in findings(held))


def test_entries_that_give_different_posts_are_warned_of_at_the_top(record: Record) -> None:
    note = "The lists give different posts: a chief of one town, a captain of another"
    noted = [{**row, "note": note} if row["official_id"] == "omid-faraz" else row for row in record.tables["officials"]]
    held = replace(record, tables={**record.tables, "officials": noted})
    page = next(page for row, page in heads(held) if row["official_id"] == "omid-faraz")
    above = page.by_id("main").text.partition("Who lists")[0]
    assert f"Our note: {note}." in above
    assert page.by_id("note").text.strip() == f"Our note: {note}."


def test_the_grades_of_parts_are_counted_once_an_event(real_record: Record) -> None:
    parts = real_record.naming("asadollah-jafari", "participations", "entity_id")
    heard = dossiers.speakers(real_record, [row for row in parts if accuses(row)])
    ordered = {row["event_id"] for row in parts if row["basis"] == "order"}
    found = {grade: (number, by) for grade, number, by in heard.grades}
    assert found["order"] == (len(ordered), ("european-union",))
    assert len(ordered) > 1
    assert sum(number for _, number, *_ in heard.grades) <= heard.events


def test_of_how_many_events_somebody_is_said_to_answer_by_office_alone(real_record: Record) -> None:
    for key, is_office in (("haj-ahmad-mirzaei", True), ("abolghassem-salavati", False)):
        accused = [row for row in real_record.naming(key, "participations", "entity_id") if accuses(row)]
        heard = dossiers.speakers(real_record, accused)
        assert heard.events > 1
        assert (heard.by_office == heard.events) == is_office, key


def test_a_listing_for_human_rights_is_said_as_one(record: Record) -> None:
    rows = [{**row, "human_rights": True} for row in record.tables["sanctions"]]
    held = replace(record, tables={**record.tables, "sanctions": rows})
    found = [(finding.text, clause) for row, finding in findings(held) for clause in clauses(held, row)]
    assert all(holds(text, clause) for text, clause in found)
    assert any(" is listed on human-rights grounds by " in text for text, _ in found)


def test_a_listing_whose_reasons_are_not_in_the_record_is_under_another_programme(record: Record) -> None:
    """That it is not for human rights, no document says: only its programme is none for them."""
    rows = [{**row, "human_rights": False} for row in record.tables["sanctions"]]
    held = replace(record, tables={**record.tables, "sanctions": rows})
    told: dict[str, list[Row]] = {}
    held.told.__dict__["by_listing"] = told
    every = {row["sanction_id"] for row in rows}

    def shown(bare: set[str], reasoned: set[str]) -> tuple[str, str]:
        held.told.__dict__.update(bare=bare, reasoned=reasoned)
        page = next(page for row, page in heads(held) if row["official_id"] == "omid-faraz")
        (card,) = [one.text for one in page.all("ul", class_="badges")[0].all("li") if "Freedonia" in one.text]
        (line,) = [one.text for one in page.by_id("listings").all("li") if "Freedonia" in one.text]
        return card, line

    reason = {"stance": "", "row_id": "", "modality": "allegation", "asserted_by": "freedonia-treasury"}
    card, line = shown(set(), set())
    assert "listed (under another programme)" in card
    assert card.endswith("; its reasons are not in this record")
    assert "Not under a human-rights programme. Its reasons are not in this record." in line
    told |= {row["sanction_id"]: [{**reason, "table_name": "positions"}] for row in rows}
    card, line = shown(every, set())
    assert "listed (under another programme)" in card
    assert card.endswith("; its entry alleges nothing outright")
    assert "Its entry names posts, ties or events, and alleges nothing outright." in line
    assert "statement of reasons" not in line
    told |= {row["sanction_id"]: [{**reason, "table_name": ""}] for row in rows}
    card, line = shown(set(), every)
    assert "listed (for something else)" in card
    texts = [finding.text for row, finding in findings(held) if row["official_id"] == "omid-faraz"]
    assert any(", but not for human rights, by the reasons given." in text for text in texts)
    assert not any("not under a human-rights programme" in text for text in texts)
    assert "in this record" not in card
    assert "Not for human rights: that is our classification, by the statement of reasons." in line


def test_what_an_authority_says_in_the_comments_of_its_list_is_a_reason_that_the_record_has(
    real_record: Record,
) -> None:
    """The Security Council's list has no statement of reasons; of some it says in its comments what they did."""
    for key, has_reasons in (("mohammad-reza-naqdi", True), ("mohammad-eslami", False)):
        (page,) = (one for one in dossiers.pages(real_record) if one.path == f"officials/{key}.html")
        badges = read(page.html(real_record, "")).all("ul", class_="badges")[0].all("li")
        (said,) = (one.text for one in badges if one.text.startswith("United Nations Security Council"))
        assert said.endswith("its reasons are not in this record") != has_reasons, key


@pytest.mark.slow
def test_what_somebody_signed_or_announced_is_what_they_are_said_to_have_done_if_they_are_listed_for_it(
    real_record: Record,
) -> None:
    pages = {row["official_id"]: page for row, page in heads(real_record)}
    for who, what in {"ali-khalili": "Letter to the Ministry of Health", "toraj-kazemi": "Announcement by"}.items():
        lead, accusations = pages[who].all("p", class_="finding")[0].text, pages[who].by_id("accusations").parent
        assert f"The European Union and the United Kingdom say that he took part in an event ({what}" in lead
        assert "No accusation" not in lead
        assert accusations is not None
        assert any(one.text.startswith(what) for one in accusations.all("li"))

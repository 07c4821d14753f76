"""Fact-checks: a list, most decided first, and a page for each, with its answers as a grid."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from mostanad.files.grouping import key_of
from mostanad.loader.fact_check_text import cell, finding, prose
from mostanad.loader.fact_checks import Check, CheckAnswer
from mostanad.models.language import say, spoken
from mostanad.models.words import plain, quantity, when
from mostanad.site.contents import Record
from mostanad.site.markup import data
from mostanad.site.page import Page

#: The ClaimReview rating for each verdict, from 1 to 5, or None; the most decided verdict first.
_RATED = {"contradicted": 1, "supported": 5, "partly": 3, "missing_context": None, "undecidable": None}
_CONTEXT = {"@context": "https://schema.org"}


def pages(record: Record) -> Iterator[Page]:
    found = checks(record)
    yield Page("checks.html", "checks", say("Fact-checks"), partial(_all, record, found))
    for check in found:
        yield Page(record.address(check.check_id), "check", claimed(record, check), partial(_one, record, check))


def checks(record: Record) -> list[Check]:
    """All checks, the most decided first."""
    order = {verdict: number for number, verdict in enumerate(_RATED)}
    return sorted(record.answered(), key=lambda check: (order.get(check.verdict, len(order)), check.check_id))


def claimed(record: Record, check: Check) -> str:
    """The claim in the words of its row (a gist, the title of an event, a number), not in our reading."""
    row, table = check.claim.row, check.claim.table
    text = record.label(row["event_id"] if table == "participations" else key_of(row))
    if table == "events":  # its title alone claims nothing
        day = when(row["date"]) if "date" in check.claim.fields else ""
        text = say(
            "That this happened (%(day)s): %(what)s" if day else "That this happened: %(what)s", day=day, what=text
        )
    if table == "groups":
        text = say("Who they were: %(whom)s", whom=text)
    if table == "estimates":
        whom = spoken().label("", row["population"])
        text = say("%(number)s %(whom)s", number=quantity(row), whom=whom)
        about = record.row(row["about_id"]).get("title", "")
        if not {*re.findall(r"\d{4}", about)} & {*re.findall(r"\d{4}", row["population"])}:  # the event is not clear
            text = say("%(about)s: %(what)s", about=record.label(row["about_id"]), what=text)
    return text[:1].upper() + text[1:]


def _all(record: Record, found: list[Check]) -> dict[str, Any]:
    graph = _CONTEXT | {"@graph": [_review(record, check) for check in found]}
    linked = partial(_linked, record, address="#%s")
    return {"checks": found, "said": partial(claimed, record), "finding": finding, "linked": linked, "data": graph}


def _one(record: Record, check: Check) -> dict[str, Any]:
    answers: dict[str, dict[str, CheckAnswer]] = defaultdict(dict)
    for item in check.items:
        answers[item.entity_id][item.authority_id or ""] = item
    review, row = _review(record, check) | {"url": "#"}, check.claim.row
    return {
        "check": check,
        "finding": finding(check),
        "answers": sorted(answers.items(), key=lambda item: next(iter(item[1].values())).entity),
        "authorities": sorted({item.authority_id or "" for item in check.items}),
        "claimed": "measure" in row and quantity(row),
        "words": lambda item: cell(item).removeprefix(plain(item.answer)).lstrip(",،: "),
        "notes": [item for item in check.items if item.note],
        "others": [one for one in record.checks.values() if one["claim_id"] == check.claim.claim_id],
        "linked": partial(_linked, record),
        "description": f"{claimed(record, check)}: {finding(check)}",
        "data": _CONTEXT | review,
    }


def _linked(record: Record, text: str, address: str = "%s.html") -> Markup:
    """A text with each id of a check replaced by the reading of the check, as a link to it."""
    link, linked = Markup('<a href="{}">{}</a>'), Markup("")
    for word in re.split(r"([\w-]+)", text):
        check = record.checks.get(word)
        linked += link.format(address % word, data(prose(check["reading"]))) if check else word
    return data(linked) if spoken().code != "en" else linked


def _review(record: Record, check: Check) -> dict[str, Any]:
    """The check as a schema.org ClaimReview."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": check.verdict}
    if rated := _RATED.get(check.verdict):
        rating |= {"ratingValue": rated, "bestRating": 5, "worstRating": 1}
    author = {"@type": "Organization", "name": check.claim.asserter}
    return {
        "@type": "ClaimReview",
        "claimReviewed": claimed(record, check),
        "datePublished": record.date.isoformat(),
        "itemReviewed": {"@type": "Claim", "author": author},
        "reviewRating": rating,
        "author": {"@type": "Organization", "name": record.about.author},
        "url": f"#{check.check_id}",
    }

"""Voices: who says something in which document. With these, a page can count again without some parties.

The support of a fact depends only on the voices for and against it. There are few voices, so each has a number, and
pages contain numbers; ``voices.js`` has the voices once for all pages.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from mostanad.evidence.camps import ties, untied, with_affiliates
from mostanad.evidence.support import ACTS, DISPUTING, claim_dates, is_official, texts
from mostanad.loader.tables import Tables
from mostanad.models.vocabularies import Stance

#: The columns of evidence that make a voice, and how many rows are read at a time.
_READ = ("fact_id", "claim_id", "source_id", "stance", "asserted_by", "published_by", "origin", "camp", "as_of")
_AT_ONCE = 50_000


class Voice(NamedTuple):
    """A party that says something in one document; ``official`` if that is the acting authority's own record.

    Without one of the parties in ``drops`` (its speakers and their affiliates at that time), the voice is not heard.
    Without one in ``echoes`` it is not heard either, if what others have from these is left out too.
    """

    source: str
    asserter: str
    origin: str
    camp: str | None
    official: bool
    drops: tuple[str, ...]
    echoes: tuple[str, ...]


@dataclass(frozen=True)
class Voices:
    """The voices of a release, numbered from 1. ``heard``: by fact, the numbers of its voices, negative for those
    against it. ``untied``: by party, those likely tied to it or its affiliates who stay without it."""

    voices: tuple[Voice, ...]
    heard: Mapping[str, tuple[int, ...]]
    untied: Mapping[str, list[str]]

    @classmethod
    def of(cls, release: Tables) -> Voices:
        """The voices of the evidence of a release."""
        evidence, sources = release._read("evidence"), release._rows("sources")
        official = is_official({name: release._read(name) for name in (*ACTS, "evidence")})
        rows = texts(release._rows("affiliations"))
        joined = with_affiliates(ties(rows))
        drops = cache(lambda date, *speakers: tuple(sorted(joined(date, *speakers))))
        numbers: dict[Voice, int] = {}
        heard: dict[str, dict[int, None]] = {}
        for batch in evidence.select(_READ).append_column("official", official).to_batches(_AT_ONCE):
            said = batch.to_pylist()
            dates = claim_dates(said, sources)
            for row in said:
                against = row["stance"] in DISPUTING
                if row["stance"] == Stance.ASSERTS or against:
                    date = dates[row["claim_id"]]
                    whose = drops(date, row["asserted_by"], row["published_by"])
                    from_whom = tuple(who for who in drops(date, row["origin"]) if who not in whose)
                    own = (row["source_id"], row["asserted_by"], row["origin"], row["camp"], row["official"])
                    number = numbers.setdefault(Voice(*own, whose, from_whom), len(numbers) + 1)
                    heard.setdefault(row["fact_id"], {})[-number if against else number] = None
        known: dict[tuple[int, ...], tuple[int, ...]] = {}  # very many facts have the same voices
        of_facts = {fact: known.setdefault(tuple(found), tuple(found)) for fact, found in heard.items()}
        parties = {party for voice in numbers for party in (*voice.drops, *voice.echoes)}
        return cls(tuple(numbers), of_facts, {party: untied(rows, {*drops("", party)}) for party in parties})

    @property
    def parties(self) -> list[str]:
        """All parties without whom some voice is not heard; those with most facts first, then by id."""
        counted = Counter[str]()
        for found in self.heard.values():
            voices = [self.voices[abs(number) - 1] for number in found]
            counted.update({party for voice in voices for party in (*voice.drops, *voice.echoes)})
        return sorted(counted, key=lambda party: (-counted[party], party))

    def resting(self, facts: Iterable[tuple[int, ...]]) -> dict[str, Counter[str]]:
        """By party, how many facts it asserts (``asserts``), how many it alone asserts (``own``), and how many all have
        from it or from those tied to it (``alone``). ``facts``: the voice numbers of each fact."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for heard, many in Counter(facts).items():
            said = [self.voices[number - 1] for number in heard if number > 0]
            needed = [{*voice.drops, *voice.echoes} for voice in said]
            alone = set.intersection(*needed) if needed else set()
            asserters = {voice.asserter for voice in said}
            whose = {"asserts": asserters, "own": asserters if len(asserters) == 1 else (), "alone": alone}
            for name, parties in whose.items():
                for party in parties:
                    found[party][name] += many
        return dict(found)

    def script(self) -> str:
        """The beginning of ``voices.js``."""
        rows = [[*voice[:4], int(voice.official), voice.drops, voice.echoes] for voice in self.voices]
        return script("mostanadVoices", rows)


def script(variable: str, data: object) -> str:
    """A classic script that sets a variable. Unlike a module, it also works from ``file://``."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Characters that would be markup, or are invisible, are escaped as in a JavaScript string.
    hidden = {sign for sign in text if sign in "<>&" or not sign.isprintable()}
    return f"var {variable}={text.translate({ord(sign): _escaped(sign) for sign in hidden})};\n"


def _escaped(sign: str) -> str:
    return json.dumps(sign)[1:-1] if ord(sign) > 127 else f"\\u{ord(sign):04x}"

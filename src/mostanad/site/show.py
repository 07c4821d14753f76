"""Cells as HTML: the value, and a mark for its support that links to its evidence."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

from markupsafe import Markup, escape

from mostanad.files.grouping import key_of
from mostanad.loader import drawings
from mostanad.loader.drawings import Svg
from mostanad.loader.fact_check_text import DISPUTED, MARKS
from mostanad.loader.fact_checks import CheckedClaim
from mostanad.models import TABLES
from mostanad.models.language import figure, say, say_many, spoken
from mostanad.models.vocabularies import Comparator, DocumentFormat, Modality, PartyKind, SourceKind, Stance
from mostanad.models.words import documented, held_back, meant, on, quantity, said_by, when
from mostanad.site.contents import Record, of_evidence
from mostanad.site.evidence import Row, is_one_time, outright, values
from mostanad.site.markup import data, marked
from mostanad.site.names import takes_article
from mostanad.site.posts import still_printed
from mostanad.site.roles import modality, taken

#: The id of the party for people who are not named.
UNNAMED = "unnamed"
#: Kinds of documents for which nobody but their author vouches.
PRESS = {SourceKind.NEWS, SourceKind.OP_ED, SourceKind.PARTY_PUBLICATION}
#: The format of lists that print the reasons in a table.
_REASONED = DocumentFormat.EU_ANNEX_CSV
#: How many links are cached.
_LINKED = 4096
#: How many speakers a line names.
SPEAKERS = 2


class Shown:
    """Shows cells of a record on a page. ``root`` is the relative path to the root of the site: empty, or ``../``."""

    def __init__(self, record: Record, root: str) -> None:
        self.record, self.root = record, root
        self.link = lru_cache(_LINKED)(self._link)  # most pages link to the same few rows

    def cell(self, row_id: str, field: str) -> Markup:
        """The value of a cell with its mark; empty if the cell is."""
        table, row = self.record.rows[row_id]
        if row[field] in (None, "", []):
            return Markup("")
        return Markup('<span class="fact">%s%s</span>') % (self.value(table, row, field), self.mark(row_id, field))

    def value(self, table: str, row: Row, field: str) -> Markup:
        """The value of a cell; for a reference, the label of the other row, linked to its page."""
        cell = row[field]
        column = next(column for column in TABLES[table].columns() if column.name == field)
        if column.references and isinstance(cell, str):
            return self.link(cell)
        if column.type.name in ("date", "span"):
            words = self.record.day(row) if table == "events" else when(cell)
            return Markup('<time title="%s">%s</time>') % (cell, words)
        if table == "names" and field == "name":
            return self.name(cell, row["language"], row["script"])
        if isinstance(cell, list):
            return Markup(say(", ")).join(
                data(meant(one)) if column.type.vocabulary else self.link(one) for one in cell
            )
        if isinstance(cell, str):
            return data(meant(cell) if column.type.vocabulary or field == "country" else spoken().label("", cell))
        return data(meant("yes" if cell else "no") if isinstance(cell, bool) else figure(cell))

    def stated(self, table: str, field: str, said: str) -> Markup:
        """The value that a claim gives a cell, in words and as data; for a reference, the label and the id."""
        column = next(column for column in TABLES[table].columns() if column.name == field)
        if self.record.called(said) != said:
            return Markup("%s <code>%s</code>") % (data(self.record.label(said)), said)
        words = spoken().label("", said) if field.endswith("place") else said
        if column.type.vocabulary:
            words = say(", ").join(map(meant, said.split(" ")))
        elif column.type.name in ("date", "span"):
            words = when(said)
        elif column.type.name in ("integer", "number"):
            with suppress(ValueError):
                words = figure(float(said))
        return data(said) if words == said else Markup('<data value="%s">%s</data>') % (said, words)

    def name(self, name: str, language: str | None, script: str | None) -> Markup:
        """A name in its script, in the direction of the script."""
        is_arabic = script == "Arab"
        tag = language or ("fa" if is_arabic else "")
        if is_arabic:
            return Markup('<bdi lang="%s" dir="rtl">%s</bdi>') % (tag, name)
        return Markup('<bdi lang="%s">%s</bdi>') % (tag, name) if tag else data(name)

    def label(self, row_id: str) -> Markup:
        """The label of a row or a document, for a sentence."""
        return marked(self.record.label(row_id))

    def the(self, row_id: str, opens: bool = False) -> Markup:
        """The name of a party for a sentence: the European Union, Canada. ``opens``: it is the first word."""
        label, kind = self.record.label(row_id), self.record.kind(row_id)
        if kind == PartyKind.UNNAMED:
            return Markup(say("Somebody who is not named") if opens else say("somebody who is not named"))
        if spoken().code != "en":
            return marked(label)
        label = f"the {label}" if takes_article(label, kind) else label
        return marked(label[:1].upper() + label[1:] if opens else label)

    def _link(self, row_id: str, called: Markup | None = None) -> Markup:
        """A link to the page of a row or a document, with its label or with the text ``called``."""
        if row_id not in self.record.rows and row_id not in self.record.sources:
            return called or self.label(row_id)
        address = self.root + self.record.address(row_id)
        return Markup('<a href="%s">%s</a>') % (address, called or data(self.record.label(row_id)))

    @staticmethod
    def outside(url: str) -> Markup:
        """A web URL as a link; any other URL, such as ``javascript:``, as text."""
        if not url.lower().startswith(("https://", "http://")):
            return escape(url)
        way = "" if spoken().code == "en" else Markup(' dir="ltr"')
        return Markup('<a href="{0}" rel="noreferrer nofollow"{1}>{0}</a>').format(url, way)

    def rivals(self, row_id: str, field: str) -> list[tuple[Markup, dict[str, bool]]]:
        """The values that documents give a cell, the record's first; values only from ended listings are last if a
        current one gives others. With each, by asserter, whether only an ended listing gives it."""
        table, row = self.record.rows[row_id]
        given = list(values(self.record, row_id, field))
        found: dict[str, dict[str, bool]] = defaultdict(dict)
        for value, who, is_over in given:
            found[value][who] = bool(is_over) and found[value].get(who, True)
        stands = any(is_over is False for *_, is_over in given)
        in_order = sorted(found, key=lambda value: (stands and all(found[value].values()), value != str(row[field])))
        return [(self.stated(table, field, value), found[value]) for value in in_order]

    def is_disputed(self, row_id: str, field: str) -> bool:
        """Whether somebody denies a fact or gives another value, except dates of birth that can be the same."""
        return self.record.facts[row_id][field].disputed and not is_one_time(self.record, row_id, field)

    def support(self, row_id: str, field: str) -> tuple[str, str, bool]:
        """What facts that share a mark have in common: support, voices, and whether they are disputed."""
        support = self.record.facts[row_id][field].support
        return support, self.record.heard(row_id, field), self.is_disputed(row_id, field)

    def mark(self, row_id: str, field: str, is_here: bool = False) -> Markup:
        """The mark of a fact, linked to its evidence, on this page or on its own; empty if the cell is not a fact."""
        if not (fact := self.record.facts.get(row_id, {}).get(field)):
            return Markup("")
        sign, word, _ = MARKS[fact.support]
        counted = [say_many("%(num)s claim", "%(num)s claims", fact.claims)]
        if fact.support != "single":  # its word already says one
            counted.append(say_many("%(num)s origin", "%(num)s origins", fact.origins))
        said = f"{say(word)}: {say(', ').join(counted)}"
        if self.is_disputed(row_id, field):
            sign += DISPUTED[0]
            said = say("%(support)s; disputed", support=said)
        heard, named = self.record.heard(row_id, field), say("evidence: %(support)s", support=said)
        address = f"#{field}" if is_here else self.root + of_evidence(row_id, field)
        link = '<a class="mark %s" href="%s" data-v="%s" aria-label="%s">%s</a>'
        return Markup(link) % (fact.support, address, heard, named, sign)

    def quiet(self, row_id: str, field: str, words: str = "") -> Markup:
        """A value, or ``words`` for it, linked to its evidence. It has no mark: a line has one, see :meth:`voice`.

        A reference links to the row that it names instead, unless ``words`` replace it.
        """
        table, row = self.record.rows[row_id]
        if row[field] in (None, "", []):
            return Markup("")
        text, fact = words or self.value(table, row, field), self.record.facts.get(row_id, {}).get(field)
        if fact is None:
            return escape(text)
        heard, address = self.record.heard(row_id, field), self.root + of_evidence(row_id, field)
        if self.is_disputed(row_id, field):
            text = Markup('%s<sup title="%s">≠</sup>') % (text, say("disputed, or another value is given"))
        if "<a " in text:
            return Markup('<span class="q" data-v="%s" data-at="%s">%s</span>') % (heard, address, text)
        return Markup('<a class="q" href="%s" data-v="%s">%s</a>') % (address, heard, text)

    def voice(self, row_id: str, field: str, beside: str = "", first: Sequence[str] = ()) -> Markup:
        """The mark of a line and, in words, who says so: outright before less so, those in ``first`` before others; how
        many more do; and who denies it. Without those who assert the cell ``beside`` too."""
        row = self.record.row(row_id)
        others = {one["asserted_by"] for one in self.record.evidence.asserting(row_id, beside)}
        items = self.record.evidence.of(row_id).get(field, [])
        items = [item for item in items if item["asserted_by"] not in others]
        if beside and not items:
            return Markup("")
        asserted, against = outright(self.record, items, first)
        told = [self._voice(row, item) for item in asserted[:SPEAKERS]]
        told += [say("and %(number)s more", number=len(asserted) - SPEAKERS)] if len(asserted) > SPEAKERS else []
        told += [self._voice(row, item) for item in against]
        whole = Markup(say("; ")).join(told)
        return Markup('%s <span class="voice"><bdi>%s</bdi></span>') % (self.mark(row_id, field), whole)

    def _voice(self, row: Row, item: Row) -> str:
        """What one speaker says of a row, in words, with where and when."""
        source, who = self.record.sources[item["source_id"]], item["asserted_by"]
        asserts, reporter = item["stance"] == Stance.ASSERTS, self.record.reporter(item)
        words = self.whose(who, self.the(who), {**item, "modality": modality(self.record, row, item)})
        if source["kind"] == SourceKind.OP_ED:
            words = say("%(claim)s in an op-ed", claim=words)
        elif asserts and reporter:
            words = say("%(claim)s, according to %(who)s", claim=words, who=self.the(reporter))
        elif asserts and item["published_by"] != who:
            words = say("%(claim)s, as published by %(who)s", claim=words, who=self.the(item["published_by"]))
        elif asserts and item["origin"] not in (who, UNNAMED):
            how = say(taken(self.record, item), who=self.the(item["origin"]))
            words = say("%(claim)s, %(year)s", claim=words, year=how)
        if not source["published_max"]:
            return words
        day = spoken().year_of(source["published_min"], source["published_max"])
        if source["source_id"] in self.record.versions:  # the day of the version, not of what it says
            day = say("as printed on the list of %(day)s", day=when(source["published"]))
            if source["published"].startswith("["):
                day = say("as printed on a list published %(day)s", day=on(source["published"]))
        return say("%(claim)s, %(year)s", claim=words, year=day)

    def dated_by(self, row_id: str, says: str, days: Sequence[str]) -> list[Markup]:
        """Who gives the dates of a row, if others who assert it give none. Inferred dates do not count."""
        said, dated = (self.record.evidence.asserting(row_id, *fields) for fields in ([says], days))
        who = {item["asserted_by"] for item in said}
        given = {item["asserted_by"] for item in dated if item["modality"] != Modality.INFERENCE}
        return [self.the(one) for one in sorted(given, key=self.record.label)] if given and who - given else []

    def whose(self, who: str, named: str, item: Row) -> str:
        """Who says something, and how; or that the project itself infers it. If a list only lacks an entry, the claim
        is an inference from that, not a less exact statement."""
        if who == self.record.about.name and item["modality"] == Modality.INFERENCE:
            return say("worked out by this project, %(who)s, from the documents that it holds", who=named)
        is_lacking = item["stance"] == Stance.APPROXIMATES and item["selector"].startswith("absent=")
        modality = Modality.INFERENCE if is_lacking else item["modality"]
        return said_by(named, modality, item["stance"], item["hedge"])

    def only_by(self, row_id: str, field: str) -> str:
        """The one asserter of a cell, if only news, op-eds or publications of parties are behind it; else empty."""
        kinds = {one["kind"] for one in self._shown(row_id, field)}
        who = {item["asserted_by"] for item in self.record.evidence.asserting(row_id, field)}
        return who.pop() if len(who) == 1 and kinds <= PRESS else ""

    def day_of_document(self, part: Row) -> str:
        """The date of a standing, or its last possible day, if it is only the date of a document; else empty."""
        items = self.record.evidence.of(part["participation_id"]).get("standing_date", [])
        day = (part["standing_date"] or "").removeprefix("[..").removesuffix("]")
        return day if any(self.record.sources[item["source_id"]]["published"] == day for item in items) else ""

    def number(self, row_id: str, whom: str = "", is_marked: bool = True) -> Markup:
        """The number of an estimate with its comparator, and the mark of the number; ``whom``: see :meth:`hedge`."""
        _, row = self.record.rows[row_id]
        field, words = "value" if row["value"] is not None else "comparator", quantity(row)
        if row["comparator"] == Comparator.UNQUANTIFIED and (stated := self.as_stated(row_id, field)):
            words = marked(spoken().label("", f"“{stated}”"))
        said = Markup("<bdi>%s</bdi>") % words
        said = said + self.mark(row_id, field) if is_marked else self.quiet(row_id, field, said)
        return Markup('<span class="fact">%s</span>%s') % (said, self.hedge(row_id, field, whom))

    def hedge(self, row_id: str, field: str, whom: str = "") -> Markup:
        """The hedge on a cell, in brackets; empty if somebody asserts the cell without one. For reasons to list
        ``whom``, only the claims in the entries about them count, if there are any on the cell."""
        entries = self.record.told.claims.get(whom, ()) if whom else ()
        said = held_back(self.record.evidence.hedge(row_id, field, entries=entries))
        return Markup(' <small class="hint">(%s)</small>') % said if said else Markup("")

    def speakers(self, row_id: str, field: str) -> Markup:
        """Who asserts a fact, each once; with the publisher, and the origin of the claim, if these are others."""
        return Markup("<br>").join(dict.fromkeys(map(self._speaker, self.record.evidence.asserting(row_id, field))))

    def claimant(self, claim: CheckedClaim) -> Markup:
        """Who makes a claim that is checked; with the publisher, and the origin of the claim, if these are others."""
        items = self.record.evidence.of(next(iter(claim.row.values())))[claim.fields[0]]
        return next(self._speaker(item) for item in items if item["claim_id"] == claim.claim_id)

    def _speaker(self, item: Row) -> Markup:
        who, publisher, origin = item["asserted_by"], item["published_by"], item["origin"]
        more = [
            (reporter := self.record.reporter(item), "according to %(who)s", "%s"),
            ("" if publisher in (who, reporter) else publisher, "as published by %(who)s", "%s"),
            ("" if origin in (who, publisher, UNNAMED) else origin, "from %(who)s", "(%s)"),
        ]
        small = (Markup(f" <small>{form}</small>") % (say(how, who=self.link(one)),) for one, how, form in more if one)
        return Markup("").join([self.link(who), *small])

    def reporters(self, row: Row) -> list[Markup]:
        """Who reports that somebody made a statement; empty if it is in a document of the speaker's own."""
        said = self.record.evidence.asserting(row["statement_id"], "gist")
        whose = {one["asserted_by"]: self.record.reporter(one) for one in said}
        if not row["speaker_id"] or whose.get(row["speaker_id"]) == "":
            return []
        return [self.the(who) for who in sorted({reporter or who for who, reporter in whose.items()})]

    def as_stated(self, row_id: str, field: str) -> str:
        """The words of a document for a cell, if they were recorded."""
        return next(filter(None, (item["as_stated"] for item in self.record.evidence.of(row_id).get(field, []))), "")

    def by_number(self, listing_id: str) -> bool:
        """Whether the last document that shows a listing is a file whose entries have only numbers."""
        seen, shown = self.record.spans[listing_id]["last_documented"], self._shown(listing_id, "entry")
        return {one["format"] for one in shown if one["published_min"] == seen} == {DocumentFormat.OFAC_ADD}

    def in_table(self, listing: Row) -> str:
        """The date of the last table by a third party, if only such tables show a listing; else empty."""
        shown = self._shown(listing["sanction_id"], "target_id")
        kinds = {one["kind"] if one["publisher_id"] != listing["authority_id"] else None for one in shown}
        return max((one["published"] or "" for one in shown), default="") if kinds == {SourceKind.DATASET} else ""

    def in_act(self, listing: Row) -> bool:
        """Whether only the text of an act shows a listing, and no list."""
        return {one["format"] for one in self._shown(listing["sanction_id"], "target_id")} == {DocumentFormat.TEXT}

    def unseen(self, listing: Row) -> Sequence[tuple[dt.date, dt.date]]:
        """The gaps between versions of the list in which a listing may have been interrupted; only for a listing whose
        first day is not printed."""
        held = self.record.told.named.get(listing["authority_id"])
        last = self.record.spans[listing["sanction_id"]]["last_documented"]
        gaps = held.gaps if held and last and (listing["listed"] or "").startswith("[") else ()
        return [(begin, end) for begin, end in gaps if listing["listed_max"] <= begin and end <= last]

    def _shown(self, row_id: str, field: str) -> list[Row]:
        """The documents that assert a cell."""
        return [self.record.sources[item["source_id"]] for item in self.record.evidence.asserting(row_id, field)]

    def reasons_on(self, listing: Row) -> Markup:
        """A link to the last document that shows a listing in a table with reasons; empty if there is none."""
        shown = [one for one in self._shown(listing["sanction_id"], "target_id") if one["format"] == _REASONED]
        return self.link(max(shown, key=lambda one: str(one["published_max"]))["source_id"]) if shown else Markup("")

    def printed_under(self, listing: Row) -> str:
        """The date of the last list that prints a listing under its programme, if the listing may be older than the law
        of the programme; else empty."""
        if listing["sanction_id"] not in self.record.told.older_than_law:
            return ""
        shown = self._shown(listing["sanction_id"], "programme_id")
        return when(max(shown, key=lambda source: str(source["published_max"]))["published"])

    def undated(self, listing_id: str) -> str:
        """Why the record has only the first and the last possible day of a listing."""
        ids = dict.fromkeys(one["source_id"] for one in self.record.evidence.of(listing_id).get("listed", []))
        *before, source = sources = [self.record.sources[one] for one in ids]
        first, last = (str(self.record.row(listing_id)[name]) for name in ("listed_min", "listed_max"))
        tables = (one for one in sources if one["kind"] == SourceKind.DATASET)
        made = [one for one in tables if first <= str(one["published_min"]) <= last]
        act = self._act(listing_id) if any(one["kind"] == SourceKind.LEGAL_ACT for one in sources) else ""
        if printed := self.as_stated(listing_id, "listed"):
            said = "The list prints “%(day)s”; no document here shows that it began then and stood without a break."
            older = say("It cannot be older than %(act)s.", act=act) if act else ""
            return f"{say(said, day=printed)} {older}".rstrip()
        said = "No document here prints the day: the list of %(day)s only shows that it is one of these."
        if act:
            said = "No document here prints the day: it falls between %(act)s and the first list here that shows it."
        elif before and made:
            said = "No document here prints the day: it falls between a list and a third party’s table of %(day)s."
        elif before:
            said = "No document here prints the day: it falls between two versions of the list."
        elif self.record.row(listing_id)["listed"] == f"[..{source['published_max']}]":
            said = "No document here prints the day: the first version of the list that we hold shows it."
        elif source["format"] == DocumentFormat.AUSTRALIA_DFAT:
            said = (
                "No document here prints from which day it stands: the list of %(day)s gives at most the year of the "
                "act, days of earlier acts, and the day on which the entry was last changed (“Control Date”)."
            )
        return say(said, day=when((made or [source])[0]["published"]), act=act)

    def _act(self, listing_id: str) -> str:
        """The act that a listing cannot be older than: by the day on which it took effect, or the year in its name."""
        row = self.record.row(listing_id)
        bases, first = self.record.naming(row["programme_id"], "legal_bases", "programme_id"), row["listed_min"]
        found = (one["act"] for one in bases if first and (one["started_min"] == first or f"{first:%Y}" in one["act"]))
        return say("the act “%(name)s”", name=name) if (name := next(found, "")) else say("the act")

    def counts(self, rows: Sequence[Row]) -> Svg:
        """A chart of the rival numbers of one measure, if they differ. Estimates in words are only in the table."""
        by = Counter(row["counted_by"] for row in rows if row["value"] is not None)
        found = [
            drawings.Count(
                self.record.label(row["counted_by"]),
                quantity(row),
                self.root + of_evidence(row["estimate_id"], "value"),
                row["comparator"] or "",
                row["value"],
                row["value_to"],
                self.record.heard(row["estimate_id"], "value"),
                note=spoken().label("", row["population"] or "") if by[row["counted_by"]] > 1 else "",
            )
            for row in rows
            if row["value"] is not None
        ]
        return drawings.counts(found if len({(one.value, one.upper) for one in found}) > 1 else [])

    def line(self, table: str, row: Row) -> Markup:
        """A row in words without its subject, with each cell linked to its evidence."""
        cells = {column.name: self.quiet(key_of(row), column.name) for column in TABLES[table].columns()}
        return Markup(say(TABLES[table].words().said)).format(**cells)

    def documented(self, row_id: str) -> str:
        """In words, what documents show about when a row lasted, where they give no dates or disagree."""
        table, row = self.record.rows[row_id]
        begun, ended = (row[name] for name in TABLES[table].words().lasting or ())
        return still_printed(self.record, row) if ended else documented(begun, self.record.spans[row_id])

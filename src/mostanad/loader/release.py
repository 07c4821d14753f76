"""One release: its tables, and the evidence behind them."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from mostanad.files import parquet
from mostanad.loader.as_of import AsOf
from mostanad.loader.days import day
from mostanad.loader.dossier import dossier
from mostanad.loader.earlier import Earlier, known_version
from mostanad.loader.fact_checks import Check, look_up
from mostanad.loader.frames import DATED, LISTED, LISTED_FOR, PARTS, PERSONS, REASONS, RESTS_ON, frame
from mostanad.loader.ids import TOMBSTONES, Gone, Resolved, resolve
from mostanad.loader.plotted import Plotted
from mostanad.loader.search import Hits, find
from mostanad.loader.superseded import Superseded, superseded
from mostanad.loader.without import Without, without

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from mostanad.contract import About as Described
    from mostanad.loader.reasons import About
    from mostanad.validation import Report

#: What DuckDB takes for a pattern of names.
_PATTERN = re.compile(r"[*?[]")


@dataclass(frozen=True)
class Release(Plotted):
    """A release on disk.

    Attributes:
        path: its directory.
        version: its version (CalVer, ``YYYY.M.N``).
    """

    path: Path
    version: str

    def tables(self) -> list[str]:
        """The names of its tables, in alphabetical order."""
        return parquet.tables(self.path / "parquet")

    def _read(self, table: str) -> pa.Table:
        return parquet.read(self._files(table))

    def _files(self, table: str) -> list[Path]:
        if table not in (known := self.tables()):
            raise KeyError(f"no table {table!r} in release {self.version}; there are {', '.join(known)}")
        return parquet.files(self.path / "parquet", table)

    def _offer(self, cursor: duckdb.DuckDBPyConnection, table: str) -> str:
        """Of a file DuckDB reads only the groups that can hold the rows that are asked for; a file whose path is not
        UTF-8, which it does not open, is read whole."""
        try:
            spelt = [_PATTERN.sub(r"[\g<0>]", os.fsencode(path).decode("utf-8")) for path in self._files(table)]
        except UnicodeDecodeError:
            return super()._offer(cursor, table)
        paths = ", ".join("'{}'".format(path.replace("'", "''")) for path in spelt)
        return f"read_parquet([{paths}], hive_partitioning = false)"

    @cached_property
    def about(self) -> Described:
        """What the dataset says about itself: its title, authors, licence, how to cite it."""
        from mostanad.contract import About

        return About.read(self.path)

    @overload
    def as_of(self, *, valid: dt.date | str, known: dt.date | str | None = None) -> AsOf: ...
    @overload
    def as_of(self, *, known: dt.date | str) -> Earlier: ...
    def as_of(self, *, valid: dt.date | str | None = None, known: dt.date | str | None = None) -> AsOf | Earlier:
        """The release as of a day in the world, as of an earlier version of the release, or as of both.

        Args:
            valid: a day, as a date or as ``YYYY-MM-DD``: what was in force at the end of it, and where that is unsure
                (see :class:`AsOf`).
            known: an earlier version, or a day, which stands for the last version of it or before: what the project
                knew then (see :class:`Earlier`).

        Returns:
            :class:`AsOf`; with ``known`` alone :class:`Earlier`; with both, what was in force according to the
            older release.

        Raises:
            ValueError: if ``valid`` is not a single day, or ``known`` not a version that is recorded.
        """
        then = None if known is None else Earlier(self, known_version(self, known))
        if valid is None and then is not None:
            return then
        return AsOf(then or self, day(valid))

    def without(
        self,
        parties: Iterable[str] = (),
        affiliates: bool = True,
        origins: bool = False,
        sources: Iterable[str] = (),
    ) -> Without:
        """The release without what some parties assert or publish, or without some documents (see :class:`Without`).

        Args:
            parties: ids of parties or officials.
            affiliates: whether what their documented affiliates assert or publish goes too.
            origins: whether what others print but have from them goes too.
            sources: ids of documents; their copies stay.

        Returns:
            :class:`Without`, which has the methods ``load``, ``facts``, ``why``, ``as_of``, ``sql`` and ``cite`` of a
            release; ``dropped`` says who was dropped.

        Raises:
            KeyError: if there is no such party or document.
            ValueError: if none is named.
        """
        return without(self, parties, affiliates, origins, sources)

    def dossier(self, official_id: str) -> dict[str, Any]:
        """Everything about one official, with its evidence.

        Args:
            official_id: the id of a row of ``officials``; :meth:`search` finds it.

        Returns:
            a dictionary, as schema/dossier.schema.json describes it: ``version``; ``official``, the row; ``rows``
            by table; ``facts`` by id, each with its evidence; ``sources`` by id.

        Raises:
            IdGone: a KeyError, if the official was merged into another or withdrawn; the message says so.
            KeyError: if there is no such official.
        """
        return dossier(self, official_id)

    def check(self, check_id: str) -> Check:
        """A claim held against the record: who says it, the question, and the answers with the rows that show them.

        Args:
            check_id: the id of a row of the table ``fact_checks``.

        Returns:
            :class:`Check`: prints as text; ``to_pandas()``, ``to_dict()``, ``to_markdown()``.

        Raises:
            CheckNotFound: a KeyError, if there is no such check, or none at all; the message says which there are.
        """
        return look_up(self._by_id, self.path, check_id)

    def search(self, text: str, limit: int | None = 10, min_score: float = 60) -> Hits:
        """Find people and organisations by any spelling of their names, Latin or Persian; and events and programmes.

        Args:
            text: a name, or part of one: capitals, accents, titles, the order of its parts and how they are joined do
                not matter, nor does the transliteration. Or words of a title, a place, a Gregorian or Persian
                year: the search finds an event or a programme that has all of them.
            limit: how many at most; None for all.
            min_score: the lowest score to return; below 75 a hit is a guess, or matches only words of a title.

        Returns:
            one :class:`Hit` for each of them, best first: ``entity_id``, ``name`` (the spelling that matched best),
            ``label``, ``kind`` (its table), ``score`` (100 only for the spelling itself), ``why``.

        Raises:
            ValueError: if ``limit`` is negative.
        """
        return find(self, text, limit, min_score)

    def timeline(self, entity_id: str) -> pd.DataFrame:
        """What is on record about a person, an organisation or an event, in order of time.

        For an event: the event and its parts, and the posts and listings of those who are said to have had a part in
        it, so that you see what they held on the day.

        Args:
            entity_id: the id of an official, a party or an event; :meth:`search` finds people and organisations.

        Returns:
            a frame with a row for each beginning, end or event: ``date`` (EDTF), ``date_min``, ``date_max``, ``what``
            (such as ``listed``, ``post began``, ``event: attendee``), ``with_id`` (the authority, body, event or other
            party), ``said`` (the title, code or gist; of what others held or were listed, with who before it),
            ``table_name`` and ``row_id`` of the row, ``fact_id`` of the date, and on what that rests: ``support``,
            ``disputed``, ``origins``. Rows without a date come last; their ``fact_id`` and ``support`` are those of
            whom they are about.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such official, party or event.
        """
        from mostanad.loader.timeline import entries

        kinds = {"origins": "Int64", "disputed": "boolean", "date_min": "datetime64[ms]", "date_max": "datetime64[ms]"}
        return frame(self, entries(self._by_id, entity_id), (*DATED, *RESTS_ON)).astype(kinds)

    def reasons(self, listing_id: str) -> pd.DataFrame:
        """What somebody was listed for: the facts in the entry of a listing, in the order of the text.

        The table ``reasons`` has them: the claims whose passages lie inside the passage of the whole entry. A reason is
        what the authority says; most are accusations.

        Args:
            listing_id: the id of a row of ``sanctions``.

        Returns:
            a frame with a row for each claim: ``place`` in the text, ``table_name``, ``row_id``, ``said`` (the row in a
            line), ``entity_id``, ``part``, ``basis``, ``standing`` (as far as the claim gives them), ``event_id``,
            ``date`` (of the event, of the statement, or of the start of the post, as the release has it);
            ``asserted_by``, ``modality``, ``hedge``, ``stance``, ``as_of``; ``fields``, which the claim gives;
            ``source_id``, ``passage_id``, ``claim_id``. Empty if the release does not have the text of the entry.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such listing.
        """
        return frame(self, self._by_id.reasons(listing_id), REASONS)

    def parts(self, about: About, within: bool = True) -> pd.DataFrame:
        """All who are said to have had a part in an event, by grade of responsibility, and who says so.

        Args:
            about: the id of an event; or of a group, for all events in which it had a part; or several ids.
            within: whether the parts in events that were part of it count too.

        Returns:
            a frame with a row for each part and asserter: ``event_id``, ``title``, ``date``, ``place``, ``entity_id``,
            ``name``, ``part``, ``basis``, ``standing``, ``standing_date`` (as far as the asserter gives them),
            ``asserted_by``, ``modality``, ``hedge``, ``source_ids``; ``posts``: what they held, or can have held, on
            that day; ``listed_for``: the listings that give it as a reason; ``participation_id``. First those with a
            grade.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such event or group.
        """
        return frame(self, self._by_id.parts(about, within), PARTS)

    def listed_for(self, about: About, within: bool = True) -> pd.DataFrame:
        """All listings whose reasons mention an event.

        Args:
            about: the id of an event; or of a group, for all events in which it had a part; or several ids.
            within: whether events that were part of it count too.

        Returns:
            a frame with a row for each listing, event and part: ``sanction_id``, ``target_id``, ``name``,
            ``authority_id``, ``programme_id``, ``listed``, ``delisted``, ``event_id``, ``title``; ``part`` and
            ``basis`` of the one who is listed, empty if the entry mentions the event but gives them no part in it;
            ``modality``, ``hedge``, ``asserted_by``, ``participation_id``.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such event or group.
        """
        return frame(self, self._by_id.listed_for(about, within), LISTED_FOR)

    def listed(
        self,
        by: str | Iterable[str] = (),
        not_by: str | Iterable[str] = (),
        on: dt.date | str | None = None,
        human_rights: bool = False,
    ) -> pd.DataFrame:
        """Who is listed by one or several authorities, in their latest lists or at the end of a day.

        Args:
            by: the id of an authority, such as ``united-states``, or several ids, all of which must list
                somebody; by default any authority.
            not_by: ids of authorities; those whom one of these lists are left out. Those whom one may list stay in, as
                ``unsure``, if ``on`` names a day; without a day they are left out too.
            on: a day, as a date or as ``YYYY-MM-DD``; None for the latest list of each authority that we hold.
            human_rights: whether only listings for violations of human rights count, in ``not_by`` too: those whom
                one of these lists only for something else stay in.

        Returns:
            a frame with a row for each person or body and authority: ``entity_id``, ``name``, ``authority_id``;
            ``answer``: ``yes``, or ``unsure`` as in :class:`AsOf`; without ``on``, ``unsure`` if the entry was last
            seen more than half a year before the latest list of the authority; ``day``: ``on``, or the day of the
            latest list with the entry; ``listed``: when the first of the listings began; ``human_rights``: whether
            one of them is for human rights, None if no document shows it; ``sanction_ids``. It has only people and
            bodies with a row: ``programmes.scope`` says from which lists the release has everybody.

        Raises:
            KeyError: for an authority that lists nobody in this release; the message has those that do.
            ValueError: if ``on`` is not a day.
        """
        return frame(self, self._by_id.listed(by, not_by, on, human_rights), LISTED)

    def people(self, body_id: str) -> pd.DataFrame:
        """All who held a post in a body, and the trials and verdicts in which they, or others there, were judges.

        Args:
            body_id: the id of a party, such as a court.

        Returns:
            a frame with a row for each post or part and asserter: ``entity_id``, ``name``, ``what`` (``post``,
            ``judge``, ``prosecutor``), ``said`` (the title of post or event), ``date``, ``ended``, ``documented`` (of a
            post without an end: until when documents show it), ``basis``, ``asserted_by``, ``modality``,
            ``hedge``, ``row_id``.
            What a holder judged may have been in another post: compare the dates.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such party.
        """
        return frame(self, self._by_id.people(body_id), PERSONS)

    def compare(self, about_id: str, measure: str | None = None) -> pd.DataFrame:
        """Rival numbers: who counted how many of the same event, group or programme.

        Args:
            about_id: the event, group or programme.
            measure: what is counted, a word of the vocabulary Measure; None for all.

        Returns:
            a frame with a row for each estimate, in order of measure, population and value: ``estimate_id``,
            ``measure``, ``population`` (numbers of different populations cannot be compared), ``counted_by``,
            ``comparator``, ``value``, ``value_to``, ``at_least`` and ``at_most`` (the bounds that follow from the
            words; ``about`` gives neither), ``as_of``, ``subset_of``, ``supersedes``; ``support``,
            ``disputed``, ``claims``, ``origins``, ``camps`` and ``source_ids`` of the number; ``disputed_values``.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if nobody counted that; the message says what was counted.
        """
        rows = self._by_id.rivals(about_id, measure)
        return frame(self, rows, rows[0])

    def resolve(self, id_: str) -> Resolved:
        """What an id stands for: an existing row or fact, another that it was merged into, or one that was withdrawn.

        Args:
            id_: the id of a row of any table, or of a fact (ROW/FIELD).

        Returns:
            :class:`Resolved`: its ``status``, ``new_id`` and ``reasons``; prints as a sentence.

        Raises:
            KeyError: if no such id was ever published, as far as this release knows.
        """
        return resolve(self, id_)

    def tombstones(self) -> pd.DataFrame:
        """The facts that were published and no longer exist, in order of their ids.

        Returns:
            a frame of ``fact_id``, ``change`` (``retraction``, ``merge``, ``privacy``), ``version`` in which it went,
            ``before`` (its last value; empty for privacy), ``new_id`` (the fact of the row that stands for it),
            ``reason``.
        """
        gone = Gone(self)
        return frame(self, [row | {"new_id": gone.new_id(row["fact_id"])} for row in gone.ends], TOMBSTONES)

    def superseded(self) -> Superseded | None:
        """Whether newer releases corrected, withdrew, merged or removed facts of this one.

        The answer comes from the indexes that :func:`mostanad.download` or :func:`mostanad.versions` saw last; no
        address is opened. None proves nothing: mostanad may not have seen an index yet.

        Returns:
            :class:`Superseded`: which version supersedes this one and which facts changed; prints as a sentence. None
            if this is the newest version as far as is known, or it is not the release that was published.

        Raises:
            CacheError: if the memory of what was seen is damaged.
        """
        return superseded(self.path, self.version)

    def verify(self) -> Report:
        """Check the release's hashes, schemas, counts and evidence (needs the extra ``validate``).

        Returns:
            the report; any damage is one of its ``findings``, and without ``errors`` the release is sound.

        Raises:
            ModuleNotFoundError: if the extra is not installed.
        """
        from mostanad.releases import verify

        return verify(self.path)

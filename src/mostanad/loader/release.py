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

#: Characters that DuckDB takes for a pattern in a path.
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
            raise KeyError(f"no table {table!r} in release {self.version}; tables: {', '.join(known)}")
        return parquet.files(self.path / "parquet", table)

    def _offer(self, cursor: duckdb.DuckDBPyConnection, table: str) -> str:
        """Let DuckDB read the Parquet files, where it skips the row groups that cannot match. It cannot open a
        path that is not UTF-8: such a table is read whole."""
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
            valid: a day, as a date or as ``YYYY-MM-DD``, to see which rows were in force at the end of it, certainly
                or possibly (see :class:`AsOf`).
            known: an earlier version, or a day, for the last version up to it: what the project knew then (see
                :class:`Earlier`).

        Returns:
            :class:`AsOf`; with ``known`` alone :class:`Earlier`; with both, what was in force according to the
            older release.

        Raises:
            ValueError: if ``valid`` is not a single day, or ``known`` is not a version that is recorded.
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
            affiliates: whether to drop what their documented affiliates assert or publish too.
            origins: whether to drop what others publish but have from them too.
            sources: ids of documents to drop; their copies stay.

        Returns:
            :class:`Without`, which has the methods ``load``, ``facts``, ``why``, ``as_of``, ``sql`` and ``cite`` of a
            release; ``dropped`` says who was dropped.

        Raises:
            KeyError: if there is no such party or document.
            ValueError: if neither is given.
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
        """A fact check: a claim, the question put to the record, and the answers with the rows that show them.

        Args:
            check_id: the id of a row of the table ``fact_checks``.

        Returns:
            :class:`Check`: prints as text; ``to_pandas()``, ``to_dict()``, ``to_markdown()``.

        Raises:
            CheckNotFound: a KeyError, if there is no such check, or none at all; the message lists the checks.
        """
        return look_up(self._by_id, self.path, check_id)

    def search(self, text: str, limit: int | None = 10, min_score: float = 60) -> Hits:
        """Find people and organisations by any spelling of their names, Latin or Persian; and events and programmes.

        Args:
            text: a name, or part of one. Capitals, accents, titles, transliteration, the order of the parts and how
                they are joined do not matter. Or words of a title, a place, a Gregorian or Persian year, to find an
                event or a programme that has all of them.
            limit: the most hits to return; None for all.
            min_score: the lowest score to return; below 75 a hit is a guess, or matches only words of a title.

        Returns:
            a :class:`Hit` for each match, best first: ``entity_id``, ``name`` (the spelling that matched best),
            ``label``, ``kind`` (its table), ``score`` (100 only for the spelling itself), ``why``.

        Raises:
            ValueError: if ``limit`` is negative.
        """
        return find(self, text, limit, min_score)

    def timeline(self, entity_id: str) -> pd.DataFrame:
        """The record of a person, an organisation or an event, in order of time.

        For an event: the event and its parts; and for all who are said to have had a part in it, their posts (so that
        you see which post they held on the day) and the listings whose reasons mention it.

        Args:
            entity_id: the id of an official, a party or an event; :meth:`search` finds people and organisations.

        Returns:
            a frame with a row for each beginning, end or event: ``date`` (EDTF), ``date_min``, ``date_max``, ``what``
            (such as ``listed``, ``post began``, ``event: attendee``), ``with_id`` (the authority, body, event or other
            party), ``said`` (the title, code or gist; for those with a part in an event, after their name),
            ``table_name`` and ``row_id`` of the row, ``fact_id`` of the date, and ``support``, ``disputed`` and
            ``origins`` of that fact. Rows without a date come last; their ``fact_id`` and ``support`` are those of the
            cell that names their subject.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such official, party or event.
        """
        from mostanad.loader.timeline import entries

        kinds = {"origins": "Int64", "disputed": "boolean", "date_min": "datetime64[ms]", "date_max": "datetime64[ms]"}
        return frame(self, entries(self._by_id, entity_id), (*DATED, *RESTS_ON)).astype(kinds)

    def reasons(self, listing_id: str) -> pd.DataFrame:
        """The reasons for a listing: the facts in its entry, in the order of the text.

        They come from the table ``reasons``: claims whose passages lie inside the passage of the whole entry. A reason
        is what the authority says; most are accusations.

        Args:
            listing_id: the id of a row of ``sanctions``.

        Returns:
            a frame with a row for each claim: ``place`` in the text, ``table_name``, ``row_id``, ``said`` (the row in a
            line), ``entity_id``, ``part``, ``basis``, ``standing`` (as far as the claim gives them), ``event_id``,
            ``date`` (of the event, of the statement, or of the start of the post, as the release has it);
            ``asserted_by``, ``modality``, ``hedge``, ``stance``, ``as_of``; ``fields``, the columns of the claim;
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
            within: whether to include the parts in events that were part of it.

        Returns:
            a frame with a row for each part and asserter: ``event_id``, ``title``, ``date``, ``place``, ``entity_id``,
            ``name``, ``part``, ``basis``, ``standing``, ``standing_date`` (as far as the asserter gives them),
            ``asserted_by``, ``modality``, ``hedge``, ``source_ids``; ``posts``: those held, or perhaps held, on that
            day; ``listed_for``: the listings that give it as a reason; ``participation_id``. Rows with a grade come
            first.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such event or group.
        """
        return frame(self, self._by_id.parts(about, within), PARTS)

    def listed_for(self, about: About, within: bool = True) -> pd.DataFrame:
        """All listings whose reasons mention an event.

        Args:
            about: the id of an event; or of a group, for all events in which it had a part; or several ids.
            within: whether to include events that were part of it.

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
            not_by: ids of authorities; anybody listed by one of these is left out. If ``on`` names a day, anybody whom
                one of these may list stays in, as ``unsure``; without a day they are left out too.
            on: a day, as a date or as ``YYYY-MM-DD``; None for the latest list of each authority that we hold.
            human_rights: whether only listings for violations of human rights count, in ``not_by`` too: people listed
                there only for something else stay in.

        Returns:
            a frame with a row for each person or body and authority: ``entity_id``, ``name``, ``authority_id``;
            ``answer``: ``yes``, or ``unsure`` as in :class:`AsOf`; without ``on``, ``unsure`` if the entry was last
            seen more than half a year before the latest list of the authority; ``day``: ``on``, or the day of the
            latest list with the entry; ``listed``: when the first of the listings began; ``human_rights``: whether
            one of them is for human rights, None if no document shows it; ``sanction_ids``. It covers only people and
            bodies in the release; ``programmes.scope`` says under which programmes the release has everybody.

        Raises:
            KeyError: for an authority that lists nobody in this release; the message names those that do.
            ValueError: if ``on`` is not a day.
        """
        return frame(self, self._by_id.listed(by, not_by, on, human_rights), LISTED)

    def people(self, body_id: str) -> pd.DataFrame:
        """All who held a post in a body; and trials and verdicts with them, or others there, as judges or prosecutors.

        Args:
            body_id: the id of a party, such as a court.

        Returns:
            a frame with a row for each post or part and asserter: ``entity_id``, ``name``, ``what`` (``post``,
            ``judge``, ``prosecutor``), ``said`` (the title of post or event), ``date``, ``ended``, ``documented`` (of a
            post without an end: until when documents show it), ``basis``, ``asserted_by``, ``modality``,
            ``hedge``, ``row_id``.
            A holder may have judged a case in another post: compare the dates.

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
        """Whether an id exists, was merged into another, or was withdrawn.

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
            a frame of ``fact_id``, ``change`` (``retraction``, ``merge``, ``privacy``), ``version`` that removed it,
            ``before`` (its last value; empty for privacy), ``new_id`` (the fact into which it was merged), ``reason``.
        """
        gone = Gone(self)
        return frame(self, [row | {"new_id": gone.new_id(row["fact_id"])} for row in gone.ends], TOMBSTONES)

    def superseded(self) -> Superseded | None:
        """Whether newer releases corrected, withdrew, merged or removed facts of this one.

        The answer comes from the indexes that :func:`mostanad.download` or :func:`mostanad.versions` saw last, without
        access to the network. None proves nothing: mostanad may not have seen an index yet.

        Returns:
            :class:`Superseded`: which version supersedes this one and which facts changed; prints as a sentence. None
            if no newer version is known, or if this is not the release that was published.

        Raises:
            CacheError: if the stored indexes are damaged.
        """
        return superseded(self.path, self.version)

    def verify(self) -> Report:
        """Check the release's hashes, schemas, counts and evidence (needs the extra ``validate``).

        Returns:
            the report: its ``findings`` list any damage; without ``errors`` the release is sound.

        Raises:
            ModuleNotFoundError: if the extra is not installed.
        """
        from mostanad.releases import verify

        return verify(self.path)

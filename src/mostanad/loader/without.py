"""A release without what some parties say: what stands, on what it then rests, and what falls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING

from mostanad.loader.as_of import AsOf, day
from mostanad.loader.tables import Part

if TYPE_CHECKING:
    import pyarrow as pa

    from mostanad.loader.release import Release

#: Tables that follow the evidence: a row goes if there was evidence by this column, and none is left.
_FOLLOWING = {"claims": "claim_id", "seals": "claim_id", "passages": "passage_id", "sources": "source_id"}
#: Tables whose rows are who is spoken of: they stay as long as anything that stands names them.
_ENTITIES = ("officials", "parties")
#: What counting needs.
_COUNTED = ("sources", "sanctions", "programmes", "legal_bases", "events", "affiliations")


@dataclass(frozen=True)
class Without(Part):
    """A release without the claims of some parties; made by :meth:`Release.without`.

    A claim is dropped if one of the parties asserts it, or publishes the document that it is in; with ``affiliates``
    also if whoever is tied to one of them does: its camp at the date of the claim (``as_of``, else when its document
    was published), by the documented ties ``organ_of``, ``part_of`` and ``led_by`` of ``affiliations``.
    ``member_of`` ties nobody. A tie that no document shows is not known, and drops nothing.

    A document of somebody else that goes back to one of the parties (an adapted copy; a report of the number that it
    counted) is neither asserted nor published by it, and stays; such facts have it in ``origin_ids``, and ``echo`` says
    whether they rest on nothing else. With ``origins`` such claims are dropped too.

    What is left is counted again: claims, sources, origins, camps, support, whether it is disputed. Camps are those of
    the release: who is tied to whom is not unlearned, so that dropping a party never makes two camps of one.

    ============================  =================================================================================
    ``facts``                     all facts of the release, counted again; ``survives``: a claim that is left asserts
                                  it (else ``support`` is empty and the counts are 0); ``support_before``; ``echo``
    ``evidence``                  the claims that are left, for and against
    tables of facts               cells that do not survive are empty, also such as a row of the release must have; a
                                  row is left out if none of the cells that it must have survives; officials and
                                  parties are left out if they had evidence, none is left, and no fact that survives
                                  names them
    claims, passages, sources,    what had evidence, and has none left, is left out
    seals
    all others                    as in the release: checks are not asked again, and the history is what it was
    ============================  =================================================================================

    A reference can lead to a row that is left out, if others name it and only the parties say what it is.

    Attributes:
        release: the release.
        parties: whose claims are dropped, as named.
        affiliates: whether also those of their affiliates.
        origins: whether also those of others that go back to them.
        sources: documents that are dropped, whoever asserts or publishes them; their copies stay.
    """

    release: Release
    parties: tuple[str, ...]
    affiliates: bool = True
    origins: bool = False
    sources: tuple[str, ...] = ()

    @property
    def _left_out(self) -> tuple[str, ...]:
        return tuple(self.dropped)

    def _read(self, table: str) -> pa.Table:
        left = self._left(table, self.release._read(table))
        marked = {**(left.schema.metadata or {}), b"without": " ".join(self.dropped).encode()}
        return left.replace_schema_metadata(marked)

    def as_of(self, *, valid: dt.date | str) -> AsOf:
        """The same as of a day in the world.

        Args:
            valid: a day, as a date or as ``YYYY-MM-DD``: what was in force at the end of it.

        Returns:
            :class:`AsOf`.

        Raises:
            ValueError: if ``valid`` is no single day.
        """
        return AsOf(self, day(valid))

    @cached_property
    def dropped(self) -> dict[str, int]:
        """Who and what was dropped, by id, and how many claims each asserts, publishes, is the origin of or holds."""
        found: dict[str, set[str]] = {name: set() for name in (*self.parties, *self.sources)}
        for claim, whose in self._whose.values():
            for party in whose:
                found.setdefault(party, set()).add(claim)
        return {party: len(claims) for party, claims in sorted(found.items())}

    def __str__(self) -> str:
        survive = self._facts["survives"].to_pylist()
        return (
            f"release {self.version} without {', '.join(self.dropped)}: {sum(survive)} of {len(survive)} facts "
            f"survive; {len(self._whose)} rows of evidence dropped; of those that survive "
            f"{sum(self._facts['echo'].to_pylist())} rest only on documents that go back to them"
        )

    @cached_property
    def _whose(self) -> dict[str, tuple[str, set[str]]]:
        """By row of evidence that is dropped its claim, and of which parties, affiliates and documents it is."""
        dates, who = self._who_at
        found = {}
        for row in self.release._rows("evidence"):
            of = {row["asserted_by"], row["published_by"], *((row["origin"],) if self.origins else ())}
            if whose := of & who[dates[row["claim_id"]]] | {row["source_id"]}.intersection(self.sources):
                found[row["evidence_id"]] = (row["claim_id"], whose)
        return found

    @cached_property
    def _who_at(self) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
        """The date of each claim, and at each date the parties with their affiliates."""
        from mostanad.evidence.camps import camps, ties
        from mostanad.evidence.support import claim_dates, texts

        dates = claim_dates(self.release._rows("evidence"), self.release._rows("sources"))
        known = ties(texts(self.release._rows("affiliations"))) if self.affiliates else []
        found = {}
        for date in set(dates.values()):
            camp = camps(known, date)
            joined = {camp[party] for party in self.parties if party in camp}
            found[date] = frozenset({*self.parties, *(member for member, name in camp.items() if name in joined)})
        return dates, found

    @cached_property
    def _kept(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = self.release._read("evidence")
        return whole.filter(pc.invert(pc.is_in(whole["evidence_id"], pa.array(self._whose, pa.string()))))

    @cached_property
    def _facts(self) -> pa.Table:
        import pyarrow as pa

        from mostanad.evidence.support import count, official_claims

        tables = {name: self.release._rows(name) for name in (*_COUNTED, "evidence")}
        whole = self.release._read("facts")
        bases, places = count(self._kept, whole["fact_id"], official_claims(tables))
        ever = frozenset(self.parties).union(*self._who_at[1].values())  # affiliates of any time
        rows = []
        for fact, place in zip(self.release._rows("facts"), places, strict=True):
            basis = bases[place]
            support = basis.support()
            new = {"support": support and str(support), "survives": support is not None}
            new |= {"support_before": fact["support"], "echo": bool(basis.camps_of) and basis.camps_of.keys() <= ever}
            rows.append(fact | basis.counts() | new)
        return pa.Table.from_pylist(rows, schema=_schema(whole.schema))

    def _left(self, table: str, whole: pa.Table) -> pa.Table:
        import pyarrow.compute as pc

        if table == "facts":
            return self._facts
        if table == "evidence":
            return self._kept
        if column := _FOLLOWING.get(table):
            before = pc.is_in(whole[column], self.release._read("evidence")[column])
            return whole.filter(pc.or_(pc.invert(before), pc.is_in(whole[column], self._kept[column])))
        return self._emptied(table, whole)

    def _emptied(self, table: str, whole: pa.Table) -> pa.Table:
        """A table of facts with what survives of it; another as it is."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from mostanad.models import FACT_TABLES, TABLES

        if table not in FACT_TABLES:
            return whole
        keys, left = whole[0], whole
        assertions = [column for column in TABLES[table].columns() if column.role == "assertion"]
        stands = {
            column.name: pc.is_in(pc.binary_join_element_wise(keys, column.name, "/"), self._survivors["fact_id"])
            for column in assertions
        }
        for name, cells in stands.items():
            for one in (name, f"{name}_min", f"{name}_max"):
                if (at := left.schema.get_field_index(one)) >= 0:
                    kept = pc.if_else(cells, left[one], pa.scalar(None, left[one].type))
                    left = left.set_column(at, left.schema.field(at).with_nullable(True), kept)
        if table in _ENTITIES:
            return left.filter(
                pc.or_(pc.invert(pc.is_in(keys, self._spoken_of[0])), pc.is_in(keys, self._spoken_of[1]))
            )
        needed = [column.name for column in assertions if column.required] or list(stands)
        return left.filter(reduce(pc.or_, (stands[name] for name in needed)))

    @cached_property
    def _survivors(self) -> pa.Table:
        return self._facts.filter(self._facts["survives"])

    @cached_property
    def _spoken_of(self) -> tuple[pa.Array, pa.Array]:
        """Rows that have evidence; and those of which a claim is left that asserts something, or a fact names them."""
        import pyarrow as pa

        def rows(evidence: pa.Table) -> set[str]:
            return {name.partition("/")[0] for name in evidence["fact_id"].to_pylist()}

        asserted = rows(self._kept.filter(pa.compute.equal(self._kept["stance"], "asserts")))
        still = asserted.union(self._survivors["value"].to_pylist())
        return pa.array(rows(self.release._read("evidence")), pa.string()), pa.array(still, pa.string())


def without(
    release: Release, parties: Iterable[str], affiliates: bool, origins: bool, sources: Iterable[str] = ()
) -> Without:
    """See :meth:`Release.without`."""
    named = (parties,) if isinstance(parties, str) else tuple(parties)
    documents = (sources,) if isinstance(sources, str) else tuple(sources)
    if not named and not documents:
        raise ValueError("name at least one party or document")
    held = set(release._read("sources")["source_id"].to_pylist())
    for name in documents:
        if name not in held:
            raise KeyError(f"no document {name!r} in release {release.version}; see load('sources')")
    known = {name for table in _ENTITIES for name in release._read(table)[0].to_pylist()}
    for name in named:
        if name not in known:
            raise KeyError(f"no party or official {name!r} in release {release.version}; see search({name!r})")
    return Without(release, named, affiliates, origins, documents)


def _nullable(schema: pa.Schema, columns: set[str]) -> pa.Schema:
    """The schema with columns that can be empty."""
    for at, field in enumerate(schema):
        if field.name in columns:
            schema = schema.set(at, field.with_nullable(True))
    return schema


def _schema(schema: pa.Schema) -> pa.Schema:
    """That of ``facts``, whose support can be empty, and the columns that are added."""
    import pyarrow as pa

    schema = _nullable(schema, {"support"})
    added = {
        "survives": (pa.bool_(), "Whether a claim that is left asserts it."),
        "support_before": (pa.string(), "On what it rests with all claims."),
        "echo": (pa.bool_(), "Whether all that is left goes back to the parties that were dropped."),
    }
    for name, (kind, description) in added.items():
        schema = schema.append(pa.field(name, kind, nullable=False, metadata={"description": description}))
    return schema

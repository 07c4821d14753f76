"""A release without the claims of some parties: which facts survive, and with which support."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

from mostanad.loader.as_of import AsOf
from mostanad.loader.days import day
from mostanad.loader.tables import Part

if TYPE_CHECKING:
    import pyarrow as pa

    from mostanad.loader.release import Release

#: Tables that follow the evidence: a row is left out if there was evidence by this column, and none is left.
_FOLLOWING = {"claims": "claim_id", "seals": "claim_id", "passages": "passage_id", "sources": "source_id",
              "reasons": "claim_id"}  # fmt: skip
#: Tables of people and bodies that facts are about: their rows stay as long as a surviving fact names them.
_ENTITIES = ("officials", "parties")


@dataclass(frozen=True)
class Without(Part):
    """A release without the claims of some parties; made by :meth:`Release.without`.

    A claim is dropped if one of the parties asserts it, or publishes the document that contains it. With
    ``affiliates``, it is also dropped if somebody in the camp of a party does. Camps are those at the date of the claim
    (``as_of``, else when its document was published), by the documented ties ``organ_of``, ``part_of`` and ``led_by``
    of ``affiliations``. Other ties do not count. A tie without a document drops nothing: ``not_dropped`` names those
    who are likely tied to the parties, for example by ``linked_to``, and stay.

    A document by somebody else that goes back to one of the parties (an adapted copy; a report of the number that it
    counted) stays, because the party neither asserts nor publishes it. Such facts have the party in ``origin_ids``, and
    ``echo`` says whether they rest on nothing else. With ``origins`` such claims are dropped too.

    Everything is counted again from the claims that are left: claims, sources, origins, camps, support, disputes. Camps
    stay those of the release, so that dropping a party never splits a camp in two.

    ============================  =================================================================================
    ``facts``                     all facts of the release, counted again; ``survives``: a claim that is left asserts
                                  it (else ``support`` is empty and the counts are 0); ``support_before``; ``echo``
    ``evidence``                  the claims that are left, for and against
    tables of facts               cells that do not survive are empty, even required ones; a row is left out if none of
                                  its required cells survives; officials and parties are left out if they had
                                  evidence, none is left, and no surviving fact names them
    claims, passages, sources,    rows that had evidence are left out if none is left
    seals, reasons
    spans, on_lists               computed again from what is left
    all others                    as in the release: checks are not run again, and the history does not change
    ============================  =================================================================================

    A reference can point to a row that is left out, if others name it and only the parties describe it.

    Attributes:
        release: the release.
        parties: the parties whose claims are dropped, as named.
        affiliates: whether the claims of their affiliates are dropped too.
        origins: whether claims by other parties that go back to them are dropped too.
        sources: documents that are dropped, no matter who asserts or publishes them; their copies stay.
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
        whole = self.release._read(table)
        if table in ("facts", "evidence"):
            left = self._facts if table == "facts" else self._kept
        elif table in ("spans", "on_lists"):
            from mostanad.evidence.spans import READ, arrow_spans

            left = arrow_spans({name: self._read(name) for name in READ})[table]
        elif column := _FOLLOWING.get(table):
            left = whole.filter(_stays(whole[column], self.release._read("evidence")[column], self._kept[column]))
        else:
            left = self._emptied(table, whole)
        marked = {**(left.schema.metadata or {}), b"without": " ".join(self.dropped).encode()}
        return left.replace_schema_metadata(marked)

    def as_of(self, *, valid: dt.date | str) -> AsOf:
        """What is left, as of a day in the world.

        Args:
            valid: a day, as a date or as ``YYYY-MM-DD``: the rows in force at the end of it.

        Returns:
            :class:`AsOf`.

        Raises:
            ValueError: if ``valid`` is not a single day.
        """
        return AsOf(self, day(valid))

    @cached_property
    def dropped(self) -> dict[str, int]:
        """By id, who and what was dropped, and how many dropped claims each asserts, publishes, originates or holds."""
        found: dict[str, set[str]] = {name: set() for name in (*self.parties, *self.sources)}
        for claim, whose in self._whose.values():
            for party in whose:
                found.setdefault(party, set()).add(claim)
        return {party: len(claims) for party, claims in sorted(found.items())}

    @cached_property
    def not_dropped(self) -> tuple[str, ...]:
        """Those who are likely tied to the dropped parties but stay: no document shows a tie that makes a camp."""
        from mostanad.evidence.camps import untied
        from mostanad.evidence.support import texts

        return tuple(untied(texts(self.release._rows("affiliations")), self._ever))

    def __str__(self) -> str:
        survive = self._facts["survives"].to_pylist()
        stay = f"; not dropped, tie not documented: {', '.join(self.not_dropped)}" if self.not_dropped else ""
        return (
            f"release {self.version} without {', '.join(self.dropped)}: {sum(survive)} of {len(survive)} facts "
            f"survive; {len(self._whose)} rows of evidence dropped; of those that survive "
            f"{sum(self._facts['echo'].to_pylist())} rest only on documents that go back to them{stay}"
        )

    @cached_property
    def _whose(self) -> dict[str, tuple[str, set[str]]]:
        """By dropped row of evidence, its claim, and the parties, affiliates and documents for which it is dropped."""
        dates, who = self._who_at
        found = {}
        for row in self.release._rows("evidence"):
            of = {row["asserted_by"], row["published_by"], *((row["origin"],) if self.origins else ())}
            if whose := of & who[dates[row["claim_id"]]] | {row["source_id"]}.intersection(self.sources):
                found[row["evidence_id"]] = (row["claim_id"], whose)
        return found

    @cached_property
    def _who_at(self) -> tuple[dict[str, str], dict[str, set[str]]]:
        """The date of each claim, and at each date the parties with their affiliates."""
        from mostanad.evidence.camps import ties, with_affiliates
        from mostanad.evidence.support import claim_dates, texts

        dates = claim_dates(self.release._rows("evidence"), self.release._rows("sources"))
        joined = with_affiliates(ties(texts(self.release._rows("affiliations"))) if self.affiliates else [])
        return dates, {date: joined(date, *self.parties) for date in set(dates.values())}

    @property
    def _ever(self) -> frozenset[str]:
        """The parties, with their affiliates at any time."""
        return frozenset(self.parties).union(*self._who_at[1].values())

    @cached_property
    def _kept(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = self.release._read("evidence")
        return whole.filter(pc.invert(pc.is_in(whole["evidence_id"], pa.array(self._whose, pa.string()))))

    @cached_property
    def _facts(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        from mostanad.evidence.support import ACTS, count, is_official

        whole = self.release._read("facts")
        official = is_official({name: self.release._read(name) for name in ACTS} | {"evidence": self._kept})
        counted = count(self._kept, whole["fact_id"], official)
        left = whole
        for name in counted.column_names:
            at = left.schema.get_field_index(name)
            field = left.schema.field(at)
            left = left.set_column(at, field.with_nullable(field.nullable or name == "support"), counted[name])
        ever, origins = self._ever, counted["origin_ids"].to_pylist()
        echo = pa.array([bool(ids) and ever.issuperset(ids) for ids in origins], pa.bool_())
        for name, cells, said in (
            ("survives", pc.is_valid(counted["support"]), "Whether a claim that is left asserts it."),
            ("support_before", whole["support"], "On what it rests with all claims."),
            ("echo", echo, "Whether all that is left goes back to the parties that were dropped."),
        ):
            left = left.append_column(pa.field(name, cells.type, False, {"description": said}), cells)
        return left

    def _emptied(self, table: str, whole: pa.Table) -> pa.Table:
        """A fact table with only the cells and rows that survive; any other table unchanged."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from mostanad.models import FACT_TABLES, TABLES

        if table not in FACT_TABLES:
            return whole
        keys, left, stands = whole[0], whole, {}
        assertions = [column for column in TABLES[table].columns() if column.role == "assertion"]
        survivors = self._facts.filter(self._facts["survives"])
        for column in assertions:
            fact_ids = pc.binary_join_element_wise(keys, column.name, "/")
            cells = stands[column.name] = pc.is_in(fact_ids, survivors["fact_id"])
            for one in (column.name, f"{column.name}_min", f"{column.name}_max"):
                if (at := left.schema.get_field_index(one)) >= 0:
                    kept = pc.if_else(cells, left[one], pa.scalar(None, left[one].type))
                    left = left.set_column(at, left.schema.field(at).with_nullable(True), kept)
        if table in _ENTITIES:  # they stay if a claim that is left asserts something about them, or a fact names them
            asserted = _row_ids(self._kept.filter(pc.equal(self._kept["stance"], "asserts")))
            named = pa.chunked_array([*asserted.chunks, *survivors["value"].chunks], pa.string())
            return left.filter(_stays(keys, _row_ids(self.release._read("evidence")), named))
        needed = [column.name for column in assertions if column.required] or list(stands)
        return left.filter(reduce(pc.or_, (stands[name] for name in needed)))


def _stays(cells: pa.ChunkedArray, before: pa.ChunkedArray, left: pa.ChunkedArray) -> Any:
    """Which cells had no evidence before, or have some left."""
    import pyarrow.compute as pc

    return pc.or_(pc.invert(pc.is_in(cells, before)), pc.is_in(cells, left))


def _row_ids(evidence: pa.Table) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.list_element(pc.split_pattern(evidence["fact_id"], "/"), 0)


def without(
    release: Release, parties: Iterable[str], affiliates: bool, origins: bool, sources: Iterable[str] = ()
) -> Without:
    """See :meth:`Release.without`."""
    named = (parties,) if isinstance(parties, str) else tuple(parties)
    documents = (sources,) if isinstance(sources, str) else tuple(sources)
    if not named and not documents:
        raise ValueError("name at least one party or document")
    asked = (("document", documents, ("sources",)), ("party or official", named, _ENTITIES))
    for what, names, tables in asked:
        known = {name for table in tables for name in release._read(table)[0].to_pylist()}
        for name in names:
            if name not in known:
                hint = "load('sources')" if what == "document" else f"search({name!r})"
                raise KeyError(f"no {what} {name!r} in release {release.version}; see {hint}")
    return Without(release, named, affiliates, origins, documents)

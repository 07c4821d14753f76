"""What a user writes: every public name, in the ways that the pages show. Checked by type checkers, never run."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl

import mostanad
from mostanad.loader import FactEvidence, Form, Style


def tables_in_every_form() -> None:
    frame: pd.DataFrame = mostanad.load("estimates")
    killed = frame[(frame.about_id == "uprising-2019-11") & (frame["measure"] == "killed")]
    print(killed[["comparator", "value", "counted_by"]].to_string(index=False))
    killed = killed.reset_index(drop=True)
    polars: pl.DataFrame = mostanad.load("estimates", as_="polars")
    print(polars.filter(pl.col("value") > 100).height)
    relation: duckdb.DuckDBPyRelation = mostanad.load("estimates", version="2026.11.0", as_="duckdb")
    print(relation.filter("value > 100").fetchall())
    print(mostanad.load("estimates", as_="arrow").num_rows)  # pyright: ignore (pyarrow has no types of its own)


def tables_by_name_and_form(names: list[str], form: Form) -> None:
    for name in [*mostanad.tables(), *mostanad.tables("2026.11.0"), *names]:
        print(mostanad.load(name).shape, mostanad.load(name, None, form), mostanad.release().load(name, form))
        print(len(mostanad.load(name, as_="records")))
    print(mostanad.load("events", mostanad.versions(local=True)[-1]))


def began(row: dict[str, Any]) -> dt.date | None:
    first: dt.date | None = row["listed_min"]
    last: dt.date | None = row["listed_max"]
    return first if first == last else None


def records() -> list[str]:
    rows = mostanad.load("sanctions", as_="records")
    days = [day for row in rows if (day := began(row)) is not None]
    print(min(days).isoformat(), [row["entry"] for row in rows])
    return [measure for row in rows for measure in row["measures"] or ()]


def evidence(release: mostanad.Release) -> None:
    why: mostanad.Why = mostanad.why("massacre-1988", "date")
    item: FactEvidence
    for item in why:
        print(item.fact["fact_id"], [row["asserted_by"].upper() for row in item.evidence])
    print(why, len(why), why.row_id, why.version, why.without, len(why.facts))
    print(release.why("massacre-1988/date"), release.dossier("x")["rows"], mostanad.dossier("x")["facts"])
    facts = release.facts("massacre-1988", min_support="corroborated", evidence=True)
    print(
        facts[["field", "value"]].to_string(index=False),
        release.path / "csv",
        release.version,
        release.tables(),
        release.about.title,
    )


def found() -> None:
    hits = mostanad.search("Moghiseh", limit=None, min_score=75)
    if hits:
        print(hits[0].entity_id, hits[1:3], hits[0].score + 1, hits[0].name.title())
    print(hits.records(), hits.to_pandas(), [hit.why for hit in hits])
    print(mostanad.release().search("raisi"))


def cited(style: Style) -> str:
    release = mostanad.release("2026.11.0")
    today = dt.date(2026, 11, 20)
    texts = [
        mostanad.cite(mostanad.load("events")),
        mostanad.cite(["massacre-1988", "x/date"], style, release=release, accessed=today),
        release.cite(release.why("massacre-1988"), "text", accessed=today),
    ]
    return "".join(texts)


def at_other_times(release: mostanad.Release) -> None:
    then = release.as_of(valid="2022-10-05")
    listed = then.load("sanctions")
    print(listed[listed.target_id == "ahmad-vahidi"][["programme_id", "in_force"]], then.tables(), then.valid.year)
    print([row["in_force"] for row in then.load("sanctions", as_="records")], then.release.version, then.version)
    before = release.as_of(known=dt.date(2026, 11, 1))
    print(before.facts("massacre-1988"), before.version, before.release.version)
    try:
        print(before.load("events").shape, before.tables(), before.why("x"), before.dossier("x"), before.older().path)
    except mostanad.OnlyInOlderRelease as error:
        print(error)
    print(release.as_of(valid=dt.date(2022, 1, 6), known="2026.11.0").load("sanctions", "records")[0]["in_force"])


def without_some(release: mostanad.Release) -> None:
    rest = release.without(parties=["pmoi"], affiliates=False, origins=True, sources=["eu-359-2011-persons"])
    print(rest.sources)
    print(rest, rest.dropped["pmoi"] + 1, rest.version, rest.tables(), rest.parties, rest.affiliates, rest.origins)
    print(rest.load("events").shape, rest.facts(evidence=True).columns, rest.why("massacre-1988").without)
    print(rest.as_of(valid="2022-01-06").load("sanctions"), rest.cite("massacre-1988"), rest.sql("SELECT 1 AS n"))
    print(rest.release.path, ", ".join(rest.not_dropped))


def questions(release: mostanad.Release) -> None:
    counted: pd.DataFrame = release.sql("SELECT count(*) AS n FROM facts")
    print(counted, release.sql("SELECT 1 AS n", "records")[0]["n"], release.sql("SELECT 1 AS n", as_="polars").height)
    print(release.timeline("ebrahim-raisi").shape, release.compare("uprising-2019-11", "killed").shape)
    print(release.plot_timeline("ebrahim-raisi").svg.upper(), release.plot_compare("x", measure="killed").title)
    release.plot_timeline("ebrahim-raisi").save("x.png")
    print(release.plot_listings("canada").csv, release.plot_overlaps().title, release.plot_bodies().svg)
    print(
        release.listed("canada", on="2026-01-01").shape,
        mostanad.listed(["canada"], not_by="australia", human_rights=True),
    )
    print(release.reasons("eu-359-2011-ahmad-vahidi").shape, release.people("tehran-revolutionary-court").shape)
    print(release.parts("uprising-2019-11", within=False).shape, release.listed_for("uprising-2019-11").shape)
    print(release.resolve("x").status, release.tombstones().shape)
    try:
        check = release.check("six-of-seven-pmoi")
    except mostanad.CheckNotFound:
        return
    print(check, check.verdict, check.claim.asserter, check.to_pandas(), check.to_dict(), check.to_markdown())
    print([(item.answer, item.shown, [shown.row_id for shown in item.rows]) for item in check.items])


def differences() -> None:
    found: mostanad.Diff = mostanad.diff("2026.11.0", mostanad.release())
    print(found, found.old, found.new, found.to_frame().shape)
    print([(row["fact_id"], row["before"] or "", row["reason"] or "") for row in found.rows])


def what_can_go_wrong() -> None:
    warnings.simplefilter("error", mostanad.SupersededWarning)
    try:
        release = mostanad.download("2026.11.0", dest=Path("releases"), forms=["csv"], progress=False)
        release.why("gone")
    except mostanad.ReleaseNotFound as error:
        print(error)
    except mostanad.DownloadError as error:
        print(error.errno)
    except mostanad.IdGone as gone:
        print(gone.resolved.new_id, gone.resolved.reasons)
    except (mostanad.ReleaseNotSupported, mostanad.ReleaseWithdrawn, mostanad.CheckNotFound) as error:
        print(error)
    except (mostanad.CacheError, mostanad.IndexRefused) as error:
        print(error)
    if (newer := mostanad.release().superseded()) is not None:
        print(newer, newer.by, newer.withdrawn, [one["fact_id"] for one in newer.facts])


def versions() -> str:
    warnings.simplefilter("ignore", mostanad.StaleIndexWarning)
    return mostanad.__version__


def for_curators() -> None:
    report = mostanad.validate(".", documents="documents", layers=["text", "rows"])
    print([(one.file, one.line, one.message) for one in report.errors], report.counts()[0], report.as_dict())
    path: Path = mostanad.build(".", "dist/releases", version="2026.11.0")
    print(mostanad.verify(path).findings, mostanad.release(path).verify().not_checked)

"""Commands that show what a release says, and who says so: search, show, why, cite, diff, prove."""

import datetime as dt
import json
from enum import StrEnum
from pathlib import Path
from textwrap import fill
from typing import Annotated, Any

import typer
from typer import Argument, Option

import mostanad
from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.output import failed, lookups, print_json, typed

with lazy_imports():
    from mostanad.evidence import proofs
    from mostanad.matching import folding

ReleaseOption = Annotated[str | None, Option(help="An installed or downloaded version, or the directory of a release.")]
PageFormat = StrEnum("PageFormat", ["TEXT", "JSON", "MARKDOWN"])
DiffFormat = StrEnum("DiffFormat", ["TEXT", "JSON", "CSV"])
#: The hint after a search without hits, printed after the scope of the dataset; the site has it too.
_ELSEWHERE = (
    "Victims and their families are not named: look for what happened, where and when. "
    "`mostanad coverage` says how far each list reaches. That a name is not here says nothing about anybody."
)
#: The hint for a search for listings that ended.
_ENDED = 'Search does not find listings that ended: they are in the column `delisted` of mostanad.load("sanctions").'
#: The names of mostanad.loader.STYLES.
Style = StrEnum("Style", {"BIBTEX": "bibtex", "CSL_JSON": "csl-json", "TEXT": "text"})


def search(
    text: Annotated[list[str], Argument(help="A name in most spellings, a part of one, or words of an event.")],
    limit: Annotated[int, Option(min=1, help="How many to print at most.")] = 10,
    min_score: Annotated[float, Option(min=0, max=100, help="The lowest score to print.")] = 60,
    as_json: Annotated[bool, Option("--json", help="Print the hits as JSON.")] = False,
    release: ReleaseOption = None,
) -> None:
    """Find people, organisations and events by name, in most spellings.

    It also finds events by words, places and years. Names may be in Latin or Persian letters.

    Exit 1 if nothing is found.
    """
    words = typed(" ".join(text))
    with lookups():
        opened = mostanad.release(release)
        hits = opened.search(words, limit, min_score)
    if set(folding.fold(words).split()).intersection(folding.asked()["ended"]):
        typer.echo(_ENDED, err=True)
    if as_json:
        print_json(hits.records())
    elif hits:
        typer.echo(str(hits))
    if not hits:
        raise failed("nothing found\n" + fill(f"{opened.about.scope} {_ELSEWHERE} Searched: {opened.about.name}.", 100))


def show(
    what: Annotated[
        str,
        Argument(help="The id of an official, a party, a listing or an event; or the word check.", metavar="ID|check"),
    ],
    check_id: Annotated[
        str | None, Argument(help="After the word check: the id of a fact-check.", metavar="CHECK_ID")
    ] = None,
    format: Annotated[PageFormat, Option(help="How to print it; markdown for fact-checks only.")] = PageFormat.TEXT,
    release: ReleaseOption = None,
) -> None:
    """Print everything about an official, party, listing or event; or a fact-check.

    For a listing: the reasons for it. For an event: who is said to have had a part in it, by grade, and who was
    listed for it. For a court or another body: its people.
    """
    if what != "check" and check_id is not None:
        raise typer.BadParameter(f"{what} {check_id}: give one id, or `check` and the id of a check")
    if what != "check" and format is PageFormat.MARKDOWN:
        raise typer.BadParameter("only a fact-check is printed as markdown")
    from mostanad.loader.pages import page, text

    with lookups():
        opened = mostanad.release(release)
        if what == "check":  # without an id this fails, and the message lists all checks
            check = opened.check(check_id or "")
            found, shown = check.to_dict(), check.to_markdown() if format is PageFormat.MARKDOWN else str(check)
        else:
            found = page(opened, what)
            shown = "" if format is PageFormat.JSON else "\n".join(text(opened, found))
    if format is PageFormat.JSON:
        print_json(found)
    else:
        typer.echo(shown)


def why(
    row: Annotated[str, Argument(help="The id of a row.")],
    field: Annotated[str | None, Argument(help="A column; by default all cells of the row.")] = None,
    release: ReleaseOption = None,
) -> None:
    """Print every claim behind a row or a cell."""
    with lookups():
        typer.echo(str(mostanad.release(release).why(row, field)))


def cite(
    ids: Annotated[
        list[str], Argument(metavar="ID...", help="Ids of rows, facts (ROW/FIELD), claims, documents or checks.")
    ],
    style: Annotated[
        Style, Option(help="bibtex: BibLaTeX; csl-json: CSL 1.0.2; text: a line for each.")
    ] = Style.BIBTEX,
    accessed: Annotated[
        dt.datetime | None, Option(formats=["%Y-%m-%d"], help="The day on which you looked at the addresses.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Print citations of the documents behind exactly these rows."""
    with lookups():
        found = mostanad.release(release).cite(ids, style.value, accessed.date() if accessed else None)
    typer.echo(found, nl=False)


def diff(
    old: Annotated[str, Argument(help="The older release: an installed or downloaded version, or a directory.")],
    new: Annotated[str, Argument(help="The newer release, in the same form.")],
    format: Annotated[
        DiffFormat, Option(help="text: to read; json: an array; csv: a table of facts.")
    ] = DiffFormat.TEXT,
) -> None:
    """Print what became of each fact between two releases, and why."""
    with lookups():
        found = mostanad.diff(old, new)
    if format is DiffFormat.JSON:
        print_json(found.rows)
    elif format is DiffFormat.CSV:
        typer.echo(found.to_frame().to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        typer.echo(str(found))


def prove(
    fact: Annotated[str | None, Argument(help="The id of a fact (ROW/FIELD).")] = None,
    since: Annotated[
        str | None, Option(help="An older version: prove that the release continues it, and changed nothing.")
    ] = None,
    check: Annotated[
        Path | None, Option(help="A file with a proof: check it, without the release.", dir_okay=False)
    ] = None,
    root: Annotated[str | None, Option(help="With --check: the root, from a place that you trust.")] = None,
    older_root: Annotated[
        str | None, Option(help="With --check and a proof of --since: the root of the older version.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Prove that a fact is in a release, or check such a proof.

    The proof is JSON. To check it, give the root that was published.
    """
    if [fact, since, check].count(None) != 2:
        raise typer.BadParameter("name a fact, or give --since VERSION, or --check FILE")
    if check is not None:
        _check(check, root, older_root)
    else:
        print_json(_proof(fact, since, release))


def _proof(fact: str | None, since: str | None, name: str | None) -> dict[str, Any]:
    with lookups():
        release = mostanad.release(name)
        tables = {table: release.load(table, "arrow") for table in ("facts", "evidence", "releases")}
    try:
        if fact is not None:
            return proofs.prove(tables, release.version, fact)
        return proofs.prove_consistency(tables, release.version, str(since))
    except KeyError:
        what = f"fact {fact!r}" if fact is not None else f"recorded version {since!r}"
        raise failed(f"release {release.version} has no {what}", 2) from None


def _check(path: Path, root: str | None, older_root: str | None) -> None:
    """Say whether a proof holds; exit 1 if it does not."""
    if root is None:
        raise typer.BadParameter("give the root of the release with --root: a proof cannot vouch for itself")
    try:
        proof = json.loads(path.read_bytes().decode("utf-8"))
        if older_root is not None:
            proofs.check_consistency(proof, older_root, root)
            typer.echo(f"the release with root {root} continues the one with root {older_root}")
        else:
            fact = proofs.check(proof, root)
            typer.echo(f"{fact['fact_id']} = {fact['value']} is a fact of the release with root {root}")
    except proofs.ProofError as error:
        raise failed(f"{path}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise failed(f"{path}: this is not JSON ({error})") from None

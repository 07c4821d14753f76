"""Commands that look into a release: why, show, search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from mostanad.cli.printing import print_json, print_utf8
from mostanad.cli.typed import typed

ReleaseOption = Annotated[
    str | None, typer.Option("--release", help="A version at hand, or the directory of a release.")
]


class PageFormat(StrEnum):
    """How a page is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    for command in (why, show, search):
        app.command()(command)


def why(
    row: Annotated[str, typer.Argument(help="The id of a row.")],
    field: Annotated[str | None, typer.Argument(help="A column; without it all cells of the row.")] = None,
    release: ReleaseOption = None,
) -> None:
    """Print every claim behind a row or a cell."""
    typer.echo(str(_found(lambda: _open(release).why(row, field))))


def show(
    what: Annotated[str, typer.Argument(help="The id of an official, or the word check.", metavar="OFFICIAL|check")],
    check_id: Annotated[
        str | None, typer.Argument(help="After the word check: the id of a check.", metavar="CHECK_ID")
    ] = None,
    format: Annotated[
        PageFormat, typer.Option("--format", help="How to print it; markdown for checks only.")
    ] = PageFormat.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    release: ReleaseOption = None,
) -> None:
    """Print everything about one official, each cell with its support; or a claim that was held against the record."""
    if as_json:
        format = PageFormat.JSON
    if what == "check":
        _show_check(check_id, format, release)
    elif check_id is not None:
        raise typer.BadParameter(f"{what} {check_id}: give the id of one official, or `check` and the id of a check")
    elif format is PageFormat.MARKDOWN:
        raise typer.BadParameter("a dossier is printed as text or json")
    else:
        dossier = _found(lambda: _open(release).dossier(what))
        if format is PageFormat.TEXT:
            typer.echo("\n".join(_lines(dossier)))
        else:
            print_json(json.dumps(dossier, ensure_ascii=False, indent=2))


def _show_check(check_id: str | None, format: PageFormat, release: str | None) -> None:
    # Without an id none is found, and the message lists those there are.
    check = _found(lambda: _open(release).check(check_id or ""))
    if format is PageFormat.JSON:
        print_json(json.dumps(check.to_dict(), ensure_ascii=False, indent=2))
    elif format is PageFormat.MARKDOWN:
        print_utf8(f"{check.to_markdown()}\n")
    else:
        typer.echo(str(check))


def search(
    text: Annotated[list[str], typer.Argument(help="A name in any spelling, or a part of one.")],
    limit: Annotated[int, typer.Option(min=1, help="How many to print at most.")] = 10,
    min_score: Annotated[float, typer.Option(min=0, max=100, help="From which score on.")] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="Print the hits as JSON.")] = False,
    release: ReleaseOption = None,
) -> None:
    """Find people and organisations by any spelling of their names, Latin or Persian; exit 1 if there are none."""
    hits = _found(lambda: _open(release).search(typed(" ".join(text)), limit, min_score))
    if as_json:
        print_json(json.dumps(hits.records(), ensure_ascii=False, indent=2))
    elif hits:
        typer.echo(str(hits))
    if not hits:
        typer.echo("mostanad: nothing found", err=True)
        raise typer.Exit(1)


def _open(name: str | None) -> Any:
    from mostanad.loader import release

    return release(name)


def _found(look: Any) -> Any:
    """What was looked for.

    A sentence if it is not there (exit 1), or if there is no such release, or in it no such check (exit 2).
    """
    from mostanad.loader import CheckNotFound, ReleaseNotFound

    try:
        return look()
    except LookupError as error:
        typer.echo(f"mostanad: {error.args[0]}", err=True)
        raise typer.Exit(2 if isinstance(error, ReleaseNotFound | CheckNotFound) else 1) from None
    except ValueError as error:  # a file that is not Parquet or not JSON
        typer.echo(f"mostanad: the release is damaged ({error}); run `mostanad verify`", err=True)
        raise typer.Exit(1) from None


def _lines(dossier: dict[str, Any]) -> Iterator[str]:
    official = dossier["official"]
    yield f"{official['name']} ({official['official_id']}), release {dossier['version']}"
    for table, rows in dossier["rows"].items():
        yield f"\n{table}"
        for row in rows:
            row_id, *_ = row.values()
            yield f"  {row_id}"
            for name, value in row.items():
                fact = dossier["facts"].get(f"{row_id}/{name}")
                if fact is not None:
                    who = ", ".join(
                        sorted({item["asserted_by"] for item in fact["evidence"] if item["stance"] == "asserts"})
                    )
                    mark = fact["support"] + (", disputed" if fact["disputed"] else "")
                    yield f"    {name}: {value}  [{mark}; {'/'.join(fact['modalities'])}; {who}]"

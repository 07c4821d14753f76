"""The command that cites the documents behind rows: cite."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

import typer

from mostanad.cli.look import ReleaseOption, _found, _open
from mostanad.cli.printing import print_json, print_utf8


class Style(StrEnum):
    """In which form; the names of mostanad.loader.STYLES."""

    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    TEXT = "text"


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(cite)


def cite(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids of rows, facts (ROW/FIELD), claims, documents or checks.")
    ],
    style: Annotated[
        Style, typer.Option("--style", help="bibtex: BibLaTeX; csl-json: CSL 1.0.2; text: a line for each.")
    ] = Style.BIBTEX,
    accessed: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day on which you looked at the addresses, if you did."),
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Print the release and the documents behind exactly these rows, ready to be cited."""
    day = accessed.date() if accessed else None
    found: str = _found(lambda: _open(release).cite(ids, style.value, day))
    if style is Style.TEXT:
        typer.echo(found, nl=False)
    elif style is Style.CSL_JSON:
        print_json(found.removesuffix("\n"))
    else:
        print_utf8(found)

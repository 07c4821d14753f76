"""The command that checks a data package: validate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mostanad.cli.check import Directory, DocumentsOption, FormatOption, TrustedOption
from mostanad.cli.printing import print_utf8
from mostanad.cli.report import Format, print_report

if TYPE_CHECKING:
    from mostanad.validation.run import Layer

Codes = list[str] | None


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(validate)


def validate(
    directory: Directory = Path("."),
    documents: DocumentsOption = None,
    format: FormatOption = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option("--output", help="Write the report to this file instead.", show_default=False)
    ] = None,
    select: Annotated[
        Codes, typer.Option("--select", help="Report these codes only, or those that begin so: MST1,MST303.")
    ] = None,
    ignore: Annotated[Codes, typer.Option("--ignore", help="Leave these codes out, or those that begin so.")] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Add how often each code was found, and where the time went.")
    ] = False,
    max_findings: Annotated[
        int | None, typer.Option("--max-findings", min=0, help="Report the first N only.", show_default=False)
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="First fix what is safe: canonical text, order, line ends.")
    ] = False,
    layers: Annotated[
        str | None,
        typer.Option(
            "--layers",
            help="Run these only, as text,rows; or all: Frictionless too, an outside judge that takes its time.",
            show_default="all but frictionless",
        ),
    ] = None,
    trusted: TrustedOption = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what --fix would change, and nothing else; exit 1 if anything.")
    ] = False,
) -> None:
    """Check a data package, in layers."""
    from mostanad.validation import validate as check_package
    from mostanad.validation.selection import limited, selected

    if fix and diff:
        raise typer.BadParameter("give either --fix or --diff")
    wanted, unwanted = _codes(select, "--select"), _codes(ignore, "--ignore")
    if diff:
        _show_fixes(directory)
        return
    if fix:
        _fix(directory)
    report = check_package(directory, documents=documents, layers=_layers(layers), trusted=trusted)
    report = selected(report, wanted, unwanted)
    print_report(limited(report, max_findings), format, directory, output, statistics=statistics)


def _layers(given: str | None) -> tuple[Layer, ...]:
    """The layers that an option names."""
    from mostanad.validation import ALL_LAYERS, LAYERS

    if given is None:
        return LAYERS
    names = {name.strip() for name in given.split(",")}
    if wrong := sorted(names.difference(ALL_LAYERS, {"all"})):
        message = f"{wrong[0]!r} is not a layer; use all, or some of {', '.join(ALL_LAYERS)}"
        raise typer.BadParameter(message, param_hint="--layers")
    return tuple(name for name in ALL_LAYERS if name in names or "all" in names)


def _codes(given: Codes, option: str) -> tuple[str, ...]:
    """The codes or prefixes of an option, which may be given several times, and each time with commas."""
    from mostanad.validation.selection import known_codes, unknown

    prefixes = tuple(code.strip() for item in given or [] for code in item.split(","))
    if prefixes and (wrong := unknown(prefixes, known_codes())):
        raise typer.BadParameter(f"no code begins with {wrong[0]!r}", param_hint=option)
    return prefixes


def _show_fixes(directory: Path) -> None:
    from mostanad.curation.fmt import difference, fixes
    from mostanad.files import open_package

    package = open_package(directory)
    changed, refused = fixes(package)
    print_utf8(difference(package, changed))
    _explain(refused)
    if changed:
        raise typer.Exit(1)


def _fix(directory: Path) -> None:
    from mostanad.cli.curate import opened
    from mostanad.curation.fmt import fixes, replace_tables

    with opened(directory, edits=True) as package:
        changed, refused = fixes(package)
        for file in replace_tables(package, changed):
            typer.echo(f"mostanad: fixed {file}", err=True)
    _explain(refused)


def _explain(refused: list[str]) -> None:
    """What cannot be fixed by program; the report says where it is."""
    for why in refused:
        typer.echo(f"mostanad: not fixed: {why}", err=True)

"""Prints reports: in the format asked for, to standard output or a file, and for a terminal with colours."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mostanad.cli.printing import print_json
from mostanad.files import disk

if TYPE_CHECKING:
    from mostanad.validation import Report


class Format(StrEnum):
    """How a report is printed; the names of mostanad.validation.formats, which takes longer to import."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    MARKDOWN = "markdown"


def print_report(
    report: Report, format: Format, directory: Path, output: Path | None = None, *, statistics: bool = False
) -> None:
    """Print a report, or write it to a file, and leave with exit 1 if it has findings.

    Without findings the exit is 2 if not all that was asked for was run.

    Args:
        report: the report.
        format: in which format.
        directory: what was checked; in a repository, paths are given relative to that.
        output: the file to write; None: standard output.
        statistics: whether to add counts and times.
    """
    from mostanad.validation.formats import Format as Formats
    from mostanad.validation.formats import Options, github, render
    from mostanad.validation.formats.text import summary

    prefix = prefix_of(directory, os.environ)
    is_coloured = output is None and coloured(os.environ, is_terminal=sys.stdout is not None and sys.stdout.isatty())
    job_summary = os.environ.get("GITHUB_STEP_SUMMARY", "") if format is Format.GITHUB else ""
    options = Options(
        statistics=statistics,
        prefix=prefix,
        width=shutil.get_terminal_size((120, 24)).columns,
        is_coloured=is_coloured,
        has_summary=bool(job_summary),
    )
    text = render(report, Formats(format.value), options)
    if job_summary and (report.findings or report.unfinished):
        with Path(job_summary).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(github.as_summary(report, prefix))
    if output is not None:
        disk.write_atomically(output, f"{text}\n".encode("utf-8", errors="backslashreplace"))
        typer.echo(f"mostanad: wrote {output}: {summary(report)}", err=True)
    elif format in (Format.JSON, Format.SARIF):
        print_json(text)
    else:
        typer.echo(text, color=is_coloured or None)
    if report.findings or report.left_out:
        raise typer.Exit(1)
    if report.unfinished:
        typer.echo(f"mostanad: not looked for everywhere: {', '.join(sorted(report.unfinished))}", err=True)
        raise typer.Exit(2)


def coloured(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set; anywhere if FORCE_COLOR is."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return is_terminal and environment.get("TERM") != "dumb"


def prefix_of(directory: Path, environment: Mapping[str, str]) -> str:
    """Where a directory lies in its repository, for those who read paths from there: empty, or with a slash at its end.

    The repository is what GITHUB_WORKSPACE names, or else where the command is run.
    """
    root = Path(environment.get("GITHUB_WORKSPACE") or ".").resolve()
    here = directory.resolve()
    if here == root or not here.is_relative_to(root):
        return ""
    return here.relative_to(root).as_posix() + "/"

"""Print reports in the requested format, to standard output or a file, with colours on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.output import failed, say
from mostanad.files import disk

with lazy_imports():
    from mostanad import validation

#: The formats of mostanad.validation.formats, which is slow to import.
Format = StrEnum("Format", ["TEXT", "JSON", "GITHUB", "SARIF", "MARKDOWN"])
Directory = Annotated[Path, Argument(help="The directory with datapackage.json.")]
DocumentsOption = Annotated[
    Path | None, Option(envvar="MOSTANAD_DOCUMENTS", help="The folder with the source documents.")
]
TrustedOption = Annotated[bool, Option("--trusted", help="Lift the limits on size and time, for your own package.")]
Engine = StrEnum("Engine", ["LOCAL", "SPARK"])
EngineOption = Annotated[
    Engine, Option(help="Where to work: on this machine, or on Apache Spark for large packages of your own.")
]
Address = Annotated[
    str, Argument(help="The directory with datapackage.json; for Spark also a URL such as hdfs://host/folder.")
]
FormatOption = Annotated[Format, Option(help="How to print the report.")]


def print_report(report: validation.Report, format: Format, directory: Path, output: Path | None = None) -> None:
    """Print a report or write it to a file, and exit with 1 if it has findings.

    Exit with 2 if it has none, but not all requested checks ran. In a repository, paths are relative to its root.
    """
    from mostanad.validation import formats

    # The root is GITHUB_WORKSPACE, or else the working directory.
    root, here = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve(), directory.resolve()
    prefix = f"{here.relative_to(root).as_posix()}/" if here != root and here.is_relative_to(root) else ""
    is_coloured = output is None and coloured(os.environ, is_terminal=sys.stdout is not None and sys.stdout.isatty())
    job_summary = os.environ.get("GITHUB_STEP_SUMMARY", "") if format is Format.GITHUB else ""
    text = formats.render(
        report,
        format.value,
        prefix=prefix,
        width=shutil.get_terminal_size((120, 24)).columns,
        is_coloured=is_coloured,
        has_summary=bool(job_summary),
    )
    if job_summary and (report.findings or report.unfinished):
        with Path(job_summary).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(formats.github.as_summary(report, prefix))
    if output is not None:
        disk.write_atomically(output, f"{text}\n".encode("utf-8", errors="backslashreplace"))
        say(f"wrote {output}: {formats.visible.summary(report)}")
    else:
        typer.echo(text, color=is_coloured or None)
    if report.findings:
        raise typer.Exit(1)
    if report.unfinished:
        raise failed(f"these checks did not run completely: {', '.join(sorted(report.unfinished))}", 2)


def coloured(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to use colours: on a terminal, or anywhere if FORCE_COLOR is set, but never if NO_COLOR is set."""
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (is_terminal and environment.get("TERM") != "dumb")

"""The command that writes a release in the form of another program: export."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mostanad.files import disk

if TYPE_CHECKING:
    import pyarrow as pa


class ExportFormat(StrEnum):
    """What a release can be written as."""

    SQLITE = "sqlite"
    XLSX = "xlsx"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    FTM = "ftm"
    FTM_STATEMENTS = "ftm-statements"


def add_commands(app: typer.Typer) -> None:
    """Add this module's command to the application."""
    app.command()(export)


def export(
    format: Annotated[ExportFormat, typer.Argument(help="What to write; docs/exports.md says what each form holds.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    release: Annotated[
        str | None, typer.Argument(help="A version at hand, or the directory of a release; as a rule the newest.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a release in the form of another program: SQLite, a spreadsheet, a bibliography, FollowTheMoney."""
    import sqlite3

    from mostanad.releases.exports.spreadsheet import DoesNotFit

    _check_target(out, force)
    tables, version = _read(release)
    try:
        _replace(format, tables, version, out, force)
    except sqlite3.IntegrityError as error:  # an empty cell where none may be, a key twice
        raise _damaged(str(error)) from None
    except (DoesNotFit, sqlite3.Error) as error:
        typer.echo(f"mostanad: {error}", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"wrote {out}")


def _check_target(out: Path, force: bool) -> None:
    if out.is_dir() or (out.exists() and not out.is_file()):
        raise typer.BadParameter(f"{out} is not a file")
    if not force and (out.exists() or out.is_symlink()):
        raise typer.BadParameter(f"{out} is there already; --force replaces it")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"{out.parent}: no such directory")


def _read(name: str | None) -> tuple[Mapping[str, pa.Table], str]:
    """The tables of a release and its version; a sentence if there is none (exit 2) or it is damaged (exit 1)."""
    from mostanad.files.typed import arrow_schema
    from mostanad.loader import ReleaseNotFound, release
    from mostanad.releases.exports.columns import MODELS

    try:
        found = release(name)
        tables = {table: found.load(table, "arrow") for table in MODELS}
    except LookupError as error:
        typer.echo(f"mostanad: {error.args[0]}", err=True)
        raise typer.Exit(2 if isinstance(error, ReleaseNotFound) else 1) from None
    except ValueError as error:  # a file that is not Parquet
        raise _damaged(str(error)) from None
    for table, model in MODELS.items():
        if not tables[table].schema.equals(arrow_schema(model)):
            raise _damaged(f"{table}: its columns are not those of this version of mostanad")
    return tables, found.version


def _damaged(why: str) -> typer.Exit:
    typer.echo(f"mostanad: the release is damaged ({why}); run `mostanad verify`", err=True)
    return typer.Exit(1)


def _replace(format: ExportFormat, tables: Mapping[str, pa.Table], version: str, out: Path, force: bool) -> None:
    """Write beside the target, and put it in its place when it is whole."""
    with tempfile.TemporaryDirectory(prefix=".mostanad-", dir=out.parent) as folder:
        written = Path(folder) / "export"
        _write(format, tables, version, written)
        disk.sync(written)
        _check_target(out, force)  # somebody may have put it there meanwhile
        os.replace(written, out)


def _write(format: ExportFormat, tables: Mapping[str, pa.Table], version: str, path: Path) -> None:
    if format is ExportFormat.SQLITE:
        from mostanad.releases.exports import sqlite

        sqlite.write(tables, version, path)
    elif format is ExportFormat.XLSX:
        from mostanad.releases.exports import spreadsheet

        spreadsheet.write(tables, version, path)
    else:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_text(format, tables, version))


def _text(format: ExportFormat, tables: Mapping[str, pa.Table], version: str) -> Iterable[str]:
    if format is ExportFormat.BIBTEX:
        from mostanad.releases.exports import bibliography

        return (bibliography.release_bibtex(version), bibliography.bibtex(tables, version))
    if format is ExportFormat.CSL_JSON:
        from mostanad.releases.exports import bibliography

        return (bibliography.csl_json(tables, version),)
    from mostanad.releases.exports import ftm

    lines = ftm.entities if format is ExportFormat.FTM else ftm.statements
    return (f"{line}\n" for line in lines(tables, version))

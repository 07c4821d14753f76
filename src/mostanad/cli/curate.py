"""Commands for curators: source add, locate, agree, seal, todo, fmt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.check import DocumentsOption
from mostanad.cli.typed import typed
from mostanad.files import Package, open_package

Dir = Annotated[Path, typer.Option("--dir", "-C", help="The directory with datapackage.json.")]
Source = Annotated[str, typer.Argument(help="The id of a source.")]


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    sources = typer.Typer(help="Sources: the documents that facts come from.", no_args_is_help=True)
    sources.command("add")(source_add)
    app.add_typer(sources, name="source")
    for command in (locate, agree, seal, todo, fmt):
        app.command()(command)


@contextmanager
def refusals() -> Iterator[None]:
    """Print why an edit was refused, and leave with exit 1."""
    from mostanad.curation.locate import SheetError
    from mostanad.curation.transaction import EditRefused
    from mostanad.documents import PassageError
    from mostanad.validation import Report
    from mostanad.validation.formats import as_text

    try:
        yield
    except SheetError as error:
        for problem in sorted(error.problems, key=lambda problem: problem.line):
            typer.echo(f"sheet:{problem.line}: {problem.column}: {problem.message}")
            if problem.value:
                typer.echo(f"    value: {problem.value}")
        typer.echo(f"mostanad: {error}", err=True)
        raise typer.Exit(1) from None
    except (EditRefused, PassageError) as error:
        if isinstance(error, EditRefused) and error.findings:
            typer.echo(as_text(Report(error.findings)))
        typer.echo(f"mostanad: {error}", err=True)
        raise typer.Exit(1) from None


@contextmanager
def opened(directory: Path, *, edits: bool) -> Iterator[Package]:
    """The package, to read or, while nobody else does, to edit; prints why that is refused, and leaves with exit 1."""
    from mostanad.curation.transaction import editing

    with refusals():
        if not edits:
            yield open_package(directory)
            return
        with editing(directory, lambda what: typer.echo(f"mostanad: {what}", err=True)) as package:
            yield package


def source_add(
    file: Annotated[Path, typer.Argument(help="The document.", exists=True, dir_okay=False)],
    source_id: Annotated[str, typer.Option("--id", help="The id to mint.")],
    title: Annotated[str, typer.Option(help="The title as published.")],
    kind: Annotated[str, typer.Option(help="What sort of document (see the codebook: SourceKind).")],
    publisher: Annotated[str, typer.Option(help="The party that publishes it.")],
    language: Annotated[str, typer.Option(help="Its language (BCP 47).")] = "en",
    cell: Annotated[list[str] | None, typer.Option(help="Any other cell, as column=value; repeat as needed.")] = None,
    directory: Dir = Path("."),
) -> None:
    """Register a document: its hash, size, format and what is known of it."""
    from mostanad.curation.register import add_source

    cells = {
        "source_id": source_id,
        "title": typed(title),
        "kind": kind,
        "publisher_id": publisher,
        "language": language,
    }
    for given in map(typed, cell or []):
        name, equals, value = given.partition("=")
        if not equals:
            raise typer.BadParameter(f"{given!r} is not column=value")
        cells[name.strip()] = value.strip()
    with opened(directory, edits=True) as package:
        typer.echo(f"registered {add_source(package, file, cells)}")


def locate(
    source: Annotated[str, typer.Argument(help="The id of a source.")] = "",
    find: Annotated[
        str, typer.Option("--find", help="Words to find: words, start ... end, or context [[words]] context.")
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="A sheet of facts to enter; - for standard input.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the last edit back.")] = False,
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Find words in a document, or enter a sheet of facts: passages, rows and claims, all or nothing."""
    if sum(map(bool, (find, sheet, undo))) != 1 or bool(source) == undo:
        raise typer.BadParameter("give SOURCE and one of --find and --sheet, or --undo alone")
    from mostanad.curation.transaction import undo as take_back

    with refusals():
        if undo:
            typer.echo(f"as before: {', '.join(take_back(directory))}")
        elif find:
            _find(source, find, documents, directory)
        else:
            _enter(source, sheet, documents, directory)


def _find(source: str, words: str, documents: Path | None, directory: Path) -> None:
    from mostanad.curation.locate import document_of
    from mostanad.documents import Documents, Selector, context, sha256
    from mostanad.documents import find as find_words

    document = document_of(open_package(directory), source, Documents.at_hand(documents))
    text = document.text
    try:
        hits = find_words(typed(words), text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    for hit in hits:
        selector = Selector("char", hit.start, hit.end)
        typer.echo(f"{selector} sha256 {sha256(document.passage(selector))}\n    {context(text, hit)}")
    if len(hits) != 1:
        what = "do not stand in the document" if not hits else f"stand {len(hits)} times: add context around [[words]]"
        typer.echo(f"mostanad: these words {what}", err=True)
        raise typer.Exit(1)


def _enter(source: str, sheet: str, documents: Path | None, directory: Path) -> None:
    from mostanad.curation.locate import enter
    from mostanad.documents import Documents

    text = _read(sheet)
    with opened(directory, edits=True) as package:
        done = enter(package, source, text, Documents.at_hand(documents))
    typer.echo(f"entered {done.passages} passages, {done.rows} rows, {done.claims} claims: {', '.join(done.files)}")
    typer.echo("next: read `git diff`, then `mostanad seal`; `mostanad locate --undo` takes it back")


def _read(sheet: str) -> str:
    content = sys.stdin.buffer.read() if sheet == "-" else Path(sheet).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{sheet}: not UTF-8 at byte {error.start}") from None


def agree(
    source: Source,
    first: Annotated[Path, typer.Argument(help="The sheet of the one reader.")],
    second: Annotated[Path, typer.Argument(help="The sheet of the other.")],
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Print how far two readers' sheets of one document agree, table by table."""
    from mostanad.curation import sheet
    from mostanad.curation.agreement import agreement
    from mostanad.curation.locate import SheetError, document_of
    from mostanad.documents import Documents

    with refusals():
        text = document_of(open_package(directory), source, Documents.at_hand(documents)).text
        read = [sheet.read(_read(str(path)), text) for path in (first, second)]
        if problems := [problem for _, found in read for problem in found]:
            raise SheetError(problems)
    typer.echo(f"{'table':16} {'first':>6} {'second':>6} {'same place':>10} {'equal':>6} {'F':>5}")
    for row in agreement(read[0][0], read[1][0]):
        typer.echo(f"{row.table:16} {row.first:6} {row.second:6} {row.same_place:10} {row.equal:6} {row.f:5.2f}")


def seal(
    reread: Annotated[
        str, typer.Option("--reread", metavar="CLAIM", help="Show a claim beside its passage and seal it anew.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Seal without asking.")] = False,
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Seal the claims that are not sealed yet, or one whose seal is broken, after reading it again."""
    from mostanad.curation.sealing import reread as read_again
    from mostanad.curation.sealing import seal_again, seal_new
    from mostanad.documents import Documents

    with opened(directory, edits=True) as package:
        if not reread:
            typer.echo(f"sealed {seal_new(package)} claims")
            return
        seen = read_again(package, reread, Documents.at_hand(documents))
        for name, value in seen.cells.items():
            typer.echo(f"{name:18} {value}")
        typer.echo(f"\npassage:\n{seen.words}\n")
        if not yes and not typer.confirm("Does the passage say this?"):
            raise typer.Exit(1)
        seal_again(package, reread)
        typer.echo(f"sealed {reread}")


def todo(directory: Dir = Path(".")) -> None:
    """List cells without a claim, claims without a seal and passages that nothing uses; exit 1 if there are any."""
    from mostanad.curation.todo import todo as left_to_do

    with refusals():
        left = left_to_do(open_package(directory))
    for what, names in (
        ("no claim", left.cells_without_claim),
        ("no seal", left.claims_without_seal),
        ("unused", left.unused_passages),
    ):
        for name in names:
            typer.echo(f"{what}: {name}")
    if left.cells_without_claim or left.claims_without_seal or left.unused_passages:
        raise typer.Exit(1)
    typer.echo("nothing left to do")


def fmt(
    check: Annotated[bool, typer.Option("--check", help="Only say which files are not canonical.")] = False,
    directory: Dir = Path("."),
) -> None:
    """Put files that a spreadsheet saved back into canonical form."""
    from mostanad.curation.fmt import fmt as bring_into_form

    with opened(directory, edits=not check) as package:
        changed = bring_into_form(package, write=not check)
    for file in changed:
        typer.echo(f"{'not canonical' if check else 'formatted'}: {file}")
    if check and changed:
        raise typer.Exit(1)

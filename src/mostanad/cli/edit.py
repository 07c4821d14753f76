"""Commands that enter and edit facts: init, source add, locate, agree, propose, seal, todo, fmt."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

import mostanad
from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.output import failed, say, typed, usage_errors, waiting
from mostanad.cli.report import DocumentsOption

if TYPE_CHECKING:
    from mostanad.curation.proposals import Decision

with lazy_imports():
    from mostanad import files, validation
    from mostanad.curation import agreement, sealing, sources, transaction
    from mostanad.curation import fmt as formatting
    from mostanad.curation import sheet as sheets
    from mostanad.curation import todo as left
    from mostanad.documents import document, find, folder

Dir = Annotated[Path, Option("--dir", "-C", help="The directory with datapackage.json.")]
Source = Annotated[str, Argument(help="The id of a source.")]
Cells = Annotated[list[str] | None, Option("--cell", help="Any other cell of the source, as column=value.")]

source = typer.Typer(help="Add a document that facts come from.", no_args_is_help=True)


@contextmanager
def refusals() -> Iterator[None]:
    """Print why an edit was refused, and exit with 1."""
    try:
        yield
    except (sheets.SheetError, transaction.EditRefused, document.PassageError) as error:
        for problem in getattr(error, "problems", ()):
            typer.echo(f"sheet:{problem.line}: {problem.column}: {problem.message}")
            if problem.value:
                typer.echo(f"    value: {problem.value}")
        if findings := getattr(error, "findings", ()):
            from mostanad.validation import formats

            typer.echo(formats.render(validation.Report(findings), "text"))
        raise failed(error) from None


@contextmanager
def opened(directory: Path, *, edits: bool) -> Iterator["files.Package"]:
    """Open a package to read it, or to edit it under a lock. If that is refused, print why and exit with 1."""
    with (
        refusals(),
        transaction.editing(directory, say) if edits else nullcontext(files.open_package(directory)) as package,
    ):
        yield package


def init(
    directory: Annotated[Path, Argument(help="The directory to make; it must be new or empty.")],
    empty: Annotated[bool, Option("--empty", help="Leave out the invented examples.")] = False,
) -> None:
    """Make a small dataset of your own to begin with.

    It has two invented officials, an event, a listing and the document that says so; it is valid, builds and has a CI.
    """
    from mostanad.curation import starter

    with refusals(), waiting("making"):
        starter.start(directory, mostanad.__version__, is_empty=empty)
    first = f"write its title and description into {directory / 'datapackage.json'}, then " if empty else ""
    typer.echo(f"made {directory}; next: {first}`mostanad validate {directory} --documents {directory / 'documents'}`")


@source.command("add")
def source_add(
    file: Annotated[Path, Argument(help="The document.", exists=True, dir_okay=False)],
    source_id: Annotated[str, Option("--id", help="The id to give it; never used before.")],
    title: Annotated[str, Option(help="The title as published.")],
    kind: Annotated[str, Option(help="What sort of document (see the codebook: SourceKind).")],
    publisher: Annotated[str, Option(help="The party that publishes it.")],
    language: Annotated[str, Option(help="Its language (BCP 47).")] = "en",
    cell: Cells = None,
    directory: Dir = Path("."),
) -> None:
    """Register a document, with its hash, size and format."""
    known = {"source_id": source_id, "kind": kind, "publisher_id": publisher, "language": language}
    cells = {**known, "title": typed(title), **_cells(map(typed, cell or []))}
    with opened(directory, edits=True) as package, waiting("registering"):
        added = sources.add_source(package, file, cells)
    typer.echo(f"registered {added}")


def _pair(given: str, form: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise typer.BadParameter(f"{given!r} is not {form}")
    return name.strip(), value.strip()


def _cells(given: Iterable[str]) -> dict[str, str]:
    return dict(_pair(cell, "column=value") for cell in given)


def locate(
    source: Source = "",
    find: Annotated[str, Option(help="Words to find: words, start ... end, or context [[words]] context.")] = "",
    sheet: Annotated[str, Option(help="A sheet of facts to enter; - for standard input.")] = "",
    undo: Annotated[bool, Option("--undo", help="Undo the last edit.")] = False,
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Find words in a document, or enter a sheet of facts.

    A sheet becomes passages, rows and claims, all or nothing.
    """
    if sum(map(bool, (find, sheet, undo))) != 1 or bool(source) == undo:
        raise typer.BadParameter("give SOURCE and one of --find and --sheet, or --undo alone")

    with refusals():
        if undo:
            typer.echo(f"edit undone: {', '.join(transaction.undo(directory))}")
        elif find:
            _find(source, find, folder.Documents.at_hand(documents), directory)
        else:
            _enter(source, _read(sheet), folder.Documents.at_hand(documents), directory)


def _find(source: str, words: str, documents: "folder.Documents", directory: Path) -> None:
    found = sources.document_of(files.open_package(directory), source, documents)
    with usage_errors():
        hits = find.find(typed(words), found.text)
    for hit in hits:
        typer.echo(f"{hit} sha256 {folder.sha256(found.passage(hit))}\n    {find.context(found.text, hit)}")
    if len(hits) != 1:
        what = "are not in the document" if not hits else f"occur {len(hits)} times: add context around [[words]]"
        raise failed(f"these words {what}")


def _enter(source: str, sheet: str, documents: "folder.Documents", directory: Path) -> None:
    with opened(directory, edits=True) as package, waiting("entering"):
        done = sheets.enter(package, source, sheet, documents)
    from mostanad.models.language import counted

    made = (counted(getattr(done, f"{what}s"), what) for what in ("passage", "row", "claim"))
    typer.echo(f"entered {', '.join(made)}: {', '.join(done.files)}")
    typer.echo("next: read `git diff`, then `mostanad seal`; `mostanad locate --undo` undoes it")


def _read(file: str) -> str:
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"not UTF-8 at byte {error.start}, in line {line}; save it as CSV in UTF-8"
        raise typer.BadParameter(f"{file}: {what}") from None


def agree(
    source: Source,
    first: Annotated[Path, Argument(help="The sheet of one reader.")],
    second: Annotated[Path, Argument(help="The sheet of the other reader.")],
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Print how far two readers' sheets of a document agree."""
    with refusals():
        text = sources.document_of(files.open_package(directory), source, folder.Documents.at_hand(documents)).text
        read = [sheets.read(_read(str(path)), text) for path in (first, second)]
        if problems := [problem for _, found in read for problem in found]:
            raise sheets.SheetError(problems)
    typer.echo(f"{'table':16} {'first':>6} {'second':>6} {'same place':>10} {'equal':>6} {'F':>5}")
    for row in agreement.agreement(read[0][0], read[1][0]):
        typer.echo(f"{row.table:16} {row.first:6} {row.second:6} {row.same_place:10} {row.equal:6} {row.f:5.2f}")


def propose(
    list_name: Annotated[str, Argument(metavar="LIST", help="Which list (see docs/lists.md).")],
    file: Annotated[Path, Argument(help="Its new version.", exists=True, dir_okay=False)],
    published: Annotated[str, Option(help="The day of this version: 2026-03-16.")] = "",
    decisions: Annotated[
        Path | None, Option(help="A CSV file of decisions: key,entity_id,...,reason.", exists=True, dir_okay=False)
    ] = None,
    join: Annotated[list[str] | None, Option(help="One decision: KEY=ENTITY_ID=REASON; repeat as needed.")] = None,
    form: Annotated[str, Option("--format", help="The format of the file; by default the list's usual one.")] = "",
    cell: Cells = None,
    apply: Annotated[bool, Option("--apply", help="Edit the tables; `locate --undo` undoes it.")] = False,
    part: Annotated[bool, Option("--part", help="The file is a part: what it lacks has not ended.")] = False,
    whole: Annotated[list[str] | None, Option(help="The code of a programme from which to add everybody.")] = None,
    many_ends: Annotated[bool, Option("--many-ends", help="Apply even if many listings would end.")] = False,
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Propose what a new version of an official list changes.

    New listings, delistings and names go to standard output, as a patch for you to review; what you have to decide
    goes to standard error. The command never joins two records by itself: it shows candidates, best first, and you
    say who is who with --join or --decisions.
    """
    from mostanad.curation import proposals
    from mostanad.documents import lists
    from mostanad.models.vocabularies import DocumentFormat

    followed = lists.followed_lists()
    with opened(directory, edits=apply) as package:
        at_hand = folder.Documents.at_hand(documents)
        request = proposals.Request(
            followed[_one_of(list_name, followed, "followed list")],
            file.read_bytes(),
            published,
            DocumentFormat(_one_of(form, DocumentFormat, "format")) if form else None,
            _decisions(decisions, join or []),
            _cells(cell or []),
            part,
            frozenset(whole or []),
        )
        rows = transaction.read_rows(package)
        with _sound(package, at_hand), waiting("comparing"):
            proposal = proposals.propose(rows, request, at_hand)
        typer.echo("".join(f"{line}\n" for line in proposal.lines), err=True, nl=False)
        if proposal.is_empty:
            return
        if apply and proposal.many_ends and not many_ends:
            raise transaction.EditRefused(
                "nothing was written, because many listings would end; if the file is complete, give --many-ends"
            )
        with waiting("checking"):
            sealing.seal_added(package, proposal.rows)
            done = (transaction.commit if apply else transaction.patch)(package, proposal.rows)
        typer.echo(f"edited {', '.join(done)}\n" if apply else done, nl=False)


def _one_of(name: str, known: Iterable[str], what: str) -> str:
    if name not in list(known):
        raise typer.BadParameter(f"{name!r} is not a {what}; choose one of: {', '.join(known)}")
    return name


@contextmanager
def _sound(package: "files.Package", documents: "folder.Documents") -> Iterator[None]:
    """Refuse a package whose errors make the comparison fail."""
    try:
        yield
    except document.PassageError:
        raise
    except (KeyError, ValueError):
        if errors := validation.validate_package(package, documents).errors:
            raise transaction.EditRefused("the package has errors: correct them, then run this again", errors) from None
        raise


def _decisions(path: Path | None, joins: list[str]) -> "dict[str, Decision]":
    from mostanad.curation import proposals

    found = proposals.read_decisions(_read(str(path))) if path else {}
    for given in joins:
        key, rest = _pair(given, "KEY=ENTITY_ID=REASON")
        entity_id, reason = _pair(rest, "KEY=ENTITY_ID=REASON")
        found[key] = proposals.Decision(key, entity_id, reason=reason)
    return found


def seal(
    reread: Annotated[str, Option(metavar="CLAIM", help="Show a claim beside its passage and seal it anew.")] = "",
    yes: Annotated[bool, Option("--yes", help="Seal without asking.")] = False,
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Seal the claims that are new, or one that you read again."""
    with opened(directory, edits=True) as package:
        if not reread:
            with waiting("sealing"):
                made = sealing.seal_new(package)
            from mostanad.models.language import counted

            typer.echo(f"sealed {counted(made, 'claim')}")
            return
        cells, words = sealing.reread(package, reread, folder.Documents.at_hand(documents))
        for name, value in cells.items():
            typer.echo(f"{name:18} {value}")
        typer.echo(f"\npassage:\n{words}\n")
        if not yes and not typer.confirm("Does the passage say this?"):
            raise typer.Exit(1)
        sealing.seal_again(package, reread)
        typer.echo(f"sealed {reread}")


def todo(directory: Dir = Path(".")) -> None:
    """List what is left to do; exit 1 if there is anything.

    Cells without a claim, claims without a seal and passages that nothing uses.
    """
    with refusals():
        found = left.todo(files.open_package(directory))
    lines = [f"{what}: {name}" for what, names in found.items() for name in names]
    typer.echo("\n".join(lines) or "nothing left to do")
    if lines:
        raise typer.Exit(1)


def fmt(directory: Dir = Path(".")) -> None:
    """Put files that a spreadsheet saved into canonical form."""
    with opened(directory, edits=True) as package, waiting("formatting"):
        changed = formatting.fmt(package)
    typer.echo("".join(f"formatted: {file}\n" for file in changed), nl=False)

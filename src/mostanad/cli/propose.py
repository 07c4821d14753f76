"""The command ``propose``: a new version of an official list as a patch to the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mostanad.cli.check import DocumentsOption
from mostanad.cli.curate import Dir, opened
from mostanad.cli.printing import print_utf8
from mostanad.files import Package, disk

if TYPE_CHECKING:
    from mostanad.curation.proposals import Decision, FollowedList
    from mostanad.documents import Documents
    from mostanad.models.vocabularies import DocumentFormat


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    app.command()(propose)


def propose(
    followed: Annotated[str, typer.Argument(metavar="LIST", help="Which list (see docs/lists.md).")],
    file: Annotated[Path, typer.Argument(help="Its new version.", exists=True, dir_okay=False)],
    published: Annotated[str, typer.Option(help="The day on which it stood like this: 2026-03-16.")] = "",
    decisions: Annotated[
        Path | None, typer.Option(help="Who records are: key,entity_id,...,reason.", exists=True, dir_okay=False)
    ] = None,
    join: Annotated[
        list[str] | None, typer.Option(help="One decision: KEY=ENTITY_ID=REASON; repeat as needed.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="How the file is read; the list's usual format.")] = "",
    cell: Annotated[list[str] | None, typer.Option(help="A cell of the file's source, as column=value.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the patch to a file, not to standard output.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Edit the tables; `locate --undo` takes it back.")] = False,
    many_ends: Annotated[bool, typer.Option("--many-ends", help="Apply even if many listings would end.")] = False,
    documents: DocumentsOption = None,
    directory: Dir = Path("."),
) -> None:
    """Compare a list with the dataset and propose new listings, delistings and names as a patch.

    The patch goes to standard output, what to decide to standard error. Two records are never made one person by
    themselves: candidates are shown, best first, and --join or --decisions says who is who.
    """
    from mostanad.curation.proposals import Request
    from mostanad.curation.proposals import propose as make
    from mostanad.curation.proposals.patch import patch, seal
    from mostanad.curation.transaction import EditRefused, commit, read_rows
    from mostanad.documents import Documents

    _check_where(apply, out, directory)
    with opened(directory, edits=apply) as package:
        at_hand = Documents.at_hand(documents).with_file(file)
        request = Request(
            _followed(followed),
            file.read_bytes(),
            published,
            _format(form),
            _decisions(decisions, join or []),
            dict(_pair(given, "column=value") for given in cell or []),
        )
        rows = read_rows(package)
        with _sound(package, at_hand):
            proposal = make(rows, request, at_hand)
        for line in proposal.lines:
            typer.echo(line, err=True)
        if proposal.is_empty:
            return
        if apply and proposal.many_ends and not many_ends:
            raise EditRefused("many listings would end; if the file is whole, give --many-ends: nothing was written")
        seal(package, proposal.rows)
        if apply:
            typer.echo(f"edited {', '.join(commit(package, proposal.rows, at_hand))}")
            return
        text = patch(package, proposal.rows, at_hand)
    if out is not None:
        disk.write_atomically(out, text.encode("utf-8"))
        typer.echo(f"wrote {out}; read it, then apply it with: git apply {out}", err=True)
    else:
        print_utf8(text)


def _check_where(apply: bool, out: Path | None, directory: Path) -> None:
    if apply and out is not None:
        raise typer.BadParameter("--apply edits the tables and --out writes a patch: give one of them")
    if out is not None and out.resolve().is_relative_to(directory.resolve() / "datasets"):
        raise typer.BadParameter(f"--out {out} lies among the tables: write the patch elsewhere")


@contextmanager
def _sound(package: Package, documents: Documents) -> Iterator[None]:
    """Refuse a package that has errors over which comparing it stumbles."""
    from mostanad.curation.transaction import EditRefused
    from mostanad.documents import PassageError
    from mostanad.validation import validate_package

    try:
        yield
    except PassageError:
        raise
    except (KeyError, ValueError):
        if errors := validate_package(package, documents).errors:
            raise EditRefused("errors in the package: correct them first, then compare it", errors) from None
        raise


def _followed(name: str) -> FollowedList:
    from mostanad.curation.proposals import LISTS

    if name not in LISTS:
        raise typer.BadParameter(f"{name!r} is no list that is followed; these are: {', '.join(LISTS)}")
    return LISTS[name]


def _format(name: str) -> DocumentFormat | None:
    from mostanad.models.vocabularies import DocumentFormat

    if name and name not in list(DocumentFormat):
        raise typer.BadParameter(f"{name!r} is no format; these are: {', '.join(DocumentFormat)}")
    return DocumentFormat(name) if name else None


def _decisions(path: Path | None, joins: list[str]) -> dict[str, Decision]:
    from mostanad.curation.proposals import Decision, read_decisions

    try:
        found = read_decisions(path.read_bytes().decode("utf-8-sig")) if path else {}
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{path}: not UTF-8 at byte {error.start}") from None
    for given in joins:
        key, rest = _pair(given, "KEY=ENTITY_ID=REASON")
        entity_id, reason = _pair(rest, "KEY=ENTITY_ID=REASON")
        found[key] = Decision(key, entity_id, reason=reason)
    return found


def _pair(given: str, form: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise typer.BadParameter(f"{given!r} is not {form}")
    return name.strip(), value.strip()

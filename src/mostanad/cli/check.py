"""Commands that compile, and check what is compiled: schema, build, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mostanad.cli.printing import warnings_as_sentences
from mostanad.cli.report import Format, print_report

Directory = Annotated[Path, typer.Argument(help="The directory with datapackage.json.")]
DocumentsOption = Annotated[
    Path | None,
    typer.Option(
        "--documents", envvar="MOSTANAD_DOCUMENTS", help="The folder with the source documents.", show_default=False
    ),
]


TrustedOption = Annotated[
    bool, typer.Option("--trusted", help="Lift the limits on size and time: the package is your own.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the report.")]


def add_commands(app: typer.Typer) -> None:
    """Add this module's commands to the application."""
    for command in (schema, build, verify):
        app.command()(command)


def schema(
    directory: Directory = Path("."),
    write: Annotated[bool, typer.Option("--write", help="Write the generated files.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Say which generated files differ from the models.")] = False,
) -> None:
    """Generate schema/, datapackage.json and the codebook from the models, or check that they agree."""
    from mostanad import contract

    if write == check:
        raise typer.BadParameter("give either --write or --check")
    try:
        changed = contract.write(directory) if write else contract.drift(directory)
    except ValueError as error:
        raise typer.BadParameter(f"{directory}: {error}") from None
    if write:
        for path in changed:
            typer.echo(f"wrote {path}")
        return
    for path in changed:
        typer.echo(f"{path}: differs from the models; run `mostanad schema --write`")
    if changed:
        raise typer.Exit(1)
    typer.echo("the generated files agree with the models")


def build(
    directory: Directory = Path("."),
    out: Annotated[Path, typer.Option("--out", help="The directory in which the release's directory is made.")] = Path(
        "dist/releases"
    ),
    version: Annotated[
        str | None, typer.Option("--version", help="YYYY.M.N; as a rule that of datapackage.json.")
    ] = None,
    documents: DocumentsOption = None,
) -> None:
    """Check a data package and compile it into a release, all or nothing."""
    from mostanad.releases import BuildRefused
    from mostanad.releases import build as compile_release

    try:
        with warnings_as_sentences():
            path = compile_release(directory, out, version=version, documents=documents)
    except BuildRefused as refused:
        typer.echo("mostanad: no release is made, because there are errors", err=True)
        print_report(refused.report, Format.TEXT, directory)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    else:
        typer.echo(f"built {path}")


def verify(
    release: Annotated[Path, typer.Argument(help="The directory of a release, or a tree with an index.json.")],
    documents: DocumentsOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Check a release: hashes, schemas, counts, evidence, and the queries of its checks; or a tree of them."""
    from mostanad.loader.signed import known_keys
    from mostanad.publishing.check import check_tree, is_tree
    from mostanad.releases import verify as check_release

    if is_tree(release):
        _say_who_signed(release)
        print_report(check_tree(release, documents, known_keys()), format, release)
        return
    print_report(check_release(release, documents), format, release)


def _say_who_signed(tree: Path) -> None:
    """The key that signed the index of a tree, on the standard error; what is wrong with it is a finding."""
    from mostanad.publishing import index, sshsig
    from mostanad.publishing.tree import signer_of

    try:
        content = (tree / index.INDEX).read_bytes()
        said = index.read(content)
        key = signer_of(tree, said, content)
    except (OSError, index.IndexDamaged, sshsig.SignatureWrong):
        return
    if key is not None:
        until = f", holds until {said['expires']}" if "expires" in said else ""
        what = f"index {said['sequence']} of {said['updated']}"
        typer.echo(f"mostanad: {what}, signed by {key.fingerprint}{until}", err=True)

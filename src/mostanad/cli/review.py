"""Commands that check data and show changes: validate, explain, rules, coverage, summary, schema, contract."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

import mostanad
from mostanad.cli.edit import opened
from mostanad.cli.lazy_imports import lazy_imports
from mostanad.cli.look import ReleaseOption
from mostanad.cli.output import failed, lookups, print_json, say, usage_errors, waiting
from mostanad.cli.report import (
    Address,
    Directory,
    DocumentsOption,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    TrustedOption,
    print_report,
)

if TYPE_CHECKING:
    from mostanad.contract.lock import Review

with lazy_imports():
    from mostanad import files, releases, validation
    from mostanad.curation import fmt, transaction
    from mostanad.documents import folder
    from mostanad.files import resources
    from mostanad.releases import changes, changes_markdown
    from mostanad.releases.cluster import validate as cluster
    from mostanad.validation import explain as texts
    from mostanad.validation import finish, run
    from mostanad.validation import rules as catalogue

Codes = list[str] | None
TextOrJson = StrEnum("TextOrJson", ["TEXT", "JSON"])


def validate(
    address: Address = ".",
    documents: DocumentsOption = None,
    format: FormatOption = Format.TEXT,
    output: Annotated[Path | None, Option(help="Write the report to this file instead.")] = None,
    select: Annotated[
        Codes, Option(help="Report only these codes, or codes that begin like this: MST1,MST303.")
    ] = None,
    ignore: Annotated[Codes, Option(help="Leave out these codes, or codes that begin like this.")] = None,
    fix: Annotated[bool, Option("--fix", help="First fix what is safe: canonical text, order, line ends.")] = False,
    layers: Annotated[
        str | None,
        Option(
            help="Run only these, such as text,rows; or all, with Frictionless, a slow second check.",
            show_default="all but frictionless",
        ),
    ] = None,
    trusted: TrustedOption = False,
    engine: EngineOption = Engine.LOCAL,
    fresh: Annotated[
        bool, Option("--fresh", help="Check everything again, even what has not changed since it was clean.")
    ] = False,
) -> None:
    """Check a data package: text, types, rules, seals, documents."""
    if fix and engine is Engine.SPARK:
        raise typer.BadParameter("--fix edits files of this machine; give it without --engine spark")
    directory = Path(address)
    wanted, unwanted = _codes(select, "--select"), _codes(ignore, "--ignore")
    if fix:
        with opened(directory, edits=True) as package:
            changed, refused = fmt.fixes(package)
            for file in transaction.write_tables(package, changed, can_undo=False):
                say(f"fixed {file}")
        for why in refused:  # the report says where
            say(f"not fixed: {why}")
    asked = _layers(layers, wanted)
    with waiting("checking"):
        results = None if fresh else resources.cache_root() / resources.VALIDATED
        if engine is Engine.SPARK:
            with usage_errors():
                report = cluster.validate(address, documents=documents, layers=asked)
        else:
            report = validation.validate(directory, documents=documents, layers=asked, trusted=trusted, results=results)
    print_report(finish.selected(report, wanted, unwanted), format, directory, output)


def _layers(given: str | None, select: tuple[str, ...]) -> "tuple[run.Layer, ...]":
    """The layers that ``--layers`` names, or the default ones; a usage error if none looks for a selected code."""
    if given is None:
        return run.ALL_LAYERS if catalogue.not_looked_for(select, run.LAYERS) else run.LAYERS
    names = {name.strip() for name in given.split(",")}
    if wrong := sorted(names.difference(run.ALL_LAYERS, {"all"})):
        message = f"{wrong[0]!r} is not a layer; use all, or some of {', '.join(run.ALL_LAYERS)}"
        raise typer.BadParameter(message, param_hint="--layers")
    layers = tuple(name for name in run.ALL_LAYERS if name in names or "all" in names)
    if left_out := catalogue.not_looked_for(select, layers):
        raise typer.BadParameter(f"none of these layers looks for {left_out[0]}", param_hint="--layers")
    return layers


def _codes(given: Codes, option: str) -> tuple[str, ...]:
    """The codes or prefixes of an option, which may be repeated, and may have several with commas."""
    prefixes = tuple(code.strip() for item in given or [] for code in item.split(","))
    if prefixes and (wrong := catalogue.unknown(prefixes, catalogue.all_codes())):
        raise typer.BadParameter(f"no code begins with {wrong[0]!r}", param_hint=option)
    return prefixes


def explain(
    codes: Annotated[list[str], Argument(help="Codes of findings, like MST302.", metavar="CODE...")],
) -> None:
    """Explain codes of findings, with examples and remedies."""
    try:
        found = [texts.find(code) for code in codes]
    except texts.UnknownCode as unknown:
        raise failed(unknown.args[0], 2) from None
    typer.echo("\n\n".join(map(texts.as_text, found)))


def rules(
    format: Annotated[
        TextOrJson, Option(help="text: a line for each; json: with all texts and examples.")
    ] = TextOrJson.TEXT,
) -> None:
    """List all codes of findings."""
    items = list(texts.catalogue().values())
    if format is TextOrJson.JSON:
        print_json([item.as_dict() for item in items])
    else:
        typer.echo(texts.as_list(items))


def coverage(
    documents: DocumentsOption = None,
    format: Annotated[TextOrJson, Option(help="text: to read; json: an array.")] = TextOrJson.TEXT,
    release: ReleaseOption = None,
) -> None:
    """Print how far each list in the record reaches.

    Its first and last version, whether we hold the last one whole, and how many entries it has; with documents also how
    many of these are rows of the record, and why the others are not. It says nothing about later days.
    """
    from mostanad.loader import coverage as lists

    with lookups():
        found = lists.coverage(mostanad.release(release), folder.Documents.at_hand(documents))
    if format is TextOrJson.JSON:
        print_json(found)
    else:
        typer.echo("\n".join(lists.text(found)) or "the release holds no version of any list")


def summary(
    base: Annotated[Path, Argument(help="The package before, for example in a git worktree.")],
    head: Annotated[Path, Argument(help="The package after.")],
) -> None:
    """Print what changes between two packages, as Markdown.

    Facts, what they rest on, rows, claims and listings.
    """
    packages = files.open_package(base), files.open_package(head)
    trees = []
    for package in packages:
        try:
            with waiting("comparing"):
                trees.append(changes.read(package))
        except releases.BuildRefused as refused:
            say(f"{package.root}: it has errors, so its facts cannot be compared")
            print_report(refused.report, Format.TEXT, package.root)
    typer.echo(changes_markdown.as_markdown(changes.compare(*trees)))


def schema(
    directory: Directory = Path("."),
    write: Annotated[bool, Option("--write", help="Write the generated files.")] = False,
    check: Annotated[bool, Option("--check", help="Say which generated files differ from the models.")] = False,
) -> None:
    """Write the files generated from the models, or check them.

    These are schema/tables, schema/rows, datapackage.json, the codebook and the page of rules.
    """
    from mostanad import contract as promise

    if write == check:
        raise typer.BadParameter("give either --write or --check")
    with usage_errors(directory):
        made = promise.generated(directory)
        if (directory / "docs" / "rules.md").is_file():
            made["docs/rules.md"] = texts.rules_page()
    if write:
        for path in promise.write(directory, made):
            typer.echo(f"wrote {path}")
    elif changed := promise.drift(directory, made):
        for path in changed:
            typer.echo(f"{path}: differs from the models; run `mostanad schema --write`")
        raise typer.Exit(1)
    else:
        typer.echo("the generated files agree with the models")


def contract(
    directory: Annotated[Path, Option("--dir", "-C", help="The project's root, with pyproject.toml.")] = Path("."),
    lock: Annotated[bool, Option("--lock", help="Write schema/contract.lock.json, when a version is cut.")] = False,
) -> None:
    """Say which schema version the changes to the tables need.

    Each change since the last version is major, minor or patch. Exit 1 if the schema version is too small.
    """
    from mostanad.contract import lock as locking
    from mostanad.contract import version_of

    with usage_errors(directory):
        found = locking.review(directory, version_of(directory))
    typer.echo("\n".join(_as_lines(found)))
    if not found.may_be_locked or (found.locked is None and not lock):
        if lock:
            say("the lock was not written")
        raise typer.Exit(1)
    if lock:
        say("wrote the lock" if locking.write(directory) else "the lock has not changed")


def _as_lines(found: "Review") -> list[str]:
    from mostanad.contract.lock import PATH

    if found.locked is None and not found.refusals:
        return ["there is no lock, and no version is recorded: `mostanad contract --lock` writes the first one"]
    lines = [f"{change.severity}: {change.where}: {change.what}" for change in found.changes]
    lines += [f"error: {refusal}" for refusal in found.refusals]
    if found.locked is None:
        return lines
    counts = Counter(str(change.severity) for change in found.changes)
    summary = ", ".join(f"{number} {severity}" for severity, number in counts.items())
    lines.append(f"since schema version {found.locked}: {summary or 'nothing changed'}")
    lines.append(f"declared {found.declared}, needed {found.needed}{' or more' if found.changes else ''}")
    if found.is_too_small:
        lines.append(f'error: too small: write SCHEMA_VERSION = "{found.needed}" in src/mostanad/contract/version.py')
    if not found.may_be_locked and not found.is_released:
        lines.append(f"no version is recorded yet, so nothing is promised: remove {PATH} to begin anew")
    return lines

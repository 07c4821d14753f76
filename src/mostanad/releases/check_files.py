"""Checks the files of a release against SHA256SUMS and datapackage.json."""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mostanad.contract import SCHEMA_VERSION, About, without_examples
from mostanad.contract.lock import to_json
from mostanad.files import trees
from mostanad.models import vocabularies
from mostanad.releases import descriptor, layout
from mostanad.releases.codes import CODES, at, error_text
from mostanad.validation import Finding

_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


def absent_forms(root: Path) -> list[str]:
    """The forms without any file. A release may lack forms, but a form must be complete."""
    there = {layout.form_of(path) for path in trees.files(root)}
    return [form for form in layout.FORMS if form not in there]


def check_sums(root: Path, digest: descriptor.Digest, absent: Collection[str] = ()) -> Iterator[Finding]:
    """Check that SHA256SUMS names each file but itself, with its hash, and else only files of absent forms."""
    named: dict[str, tuple[int, str]] = {}
    try:
        text = (root / layout.SUMS).read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        yield at("MST604", layout.SUMS, f"cannot be read: {error_text(error)}")
        return
    lines = text.split("\n")
    if lines.pop() != "":
        yield at("MST604", layout.SUMS, "the last line has no line end", line=len(lines) + 1)
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            yield CODES["MST604"].at(layout.SUMS, number, 1, line, "not a sha256, two spaces and a path")
        elif match[2] in named:
            yield CODES["MST604"].at(layout.SUMS, number, 67, match[2], "the path is listed twice")
        else:
            named[match[2]] = (number, match[1])
    if list(named) != sorted(named):
        yield at("MST604", layout.SUMS, "the paths are not in order")
    there = [path for path in trees.files(root) if path != layout.SUMS]
    for path in sorted(path for path in named.keys() - set(there) if layout.form_of(path) not in absent):
        yield at("MST601", path, f"the file is missing, but line {named[path][0]} of SHA256SUMS lists it")
    for path in there:
        yield from _check_file(root, path, digest, named)


def _check_file(
    root: Path, path: str, digest: descriptor.Digest, named: dict[str, tuple[int, str]]
) -> Iterator[Finding]:
    if not trees.is_plain(root / path):
        yield at("MST602", path, "it is a link or a special file; a release holds plain files only")
    elif path not in named:
        yield at("MST602", path, "SHA256SUMS does not list the file")
    else:
        try:
            found = digest(root / path)
        except OSError as error:
            yield at("MST606", path, error_text(error))
            return
        if found != named[path][1]:
            yield at("MST603", path, f"its sha256 is not {named[path][1]}", found)


def check_descriptor(
    root: Path, digest: descriptor.Digest, absent: Collection[str] = ()
) -> tuple[About | None, list[Finding]]:
    """Check that datapackage.json describes each file correctly; it may include files of absent forms. Returns the
    dataset's description of itself (without a version if unreadable) and the findings. None instead of the description
    means that the release follows another version of the contract, whose tables this program does not know."""
    try:
        content = (root / layout.DESCRIPTOR).read_bytes()
        found = json.loads(content.decode("utf-8"))
        about = About.of(found, layout.version_of(found["version"]))
        vocabularies.extend(about.head.get("vocabularies"))
        found["resources"] = [one for one in found["resources"] if layout.form_of(one["path"]) not in absent]
        resources = {resource["path"]: resource for resource in found["resources"]}
        is_cut = without_examples(about.head, resources.values())  # until 2026.11.35 all releases had them
    except (OSError, ValueError, RecursionError) as error:
        return About({}), [_wrong("", f"cannot be read: {error_text(error)}")]
    except (TypeError, KeyError, AttributeError):
        return About({}), [_wrong("", "it must be an object with a version, and resources with paths")]
    said = found.get("schemaVersion")
    if isinstance(said, str) and said != SCHEMA_VERSION and re.fullmatch(r"\d+\.\d+\.\d+", said):
        what = f"the release follows contract {said}, but this mostanad knows the tables of {SCHEMA_VERSION}"
        own = "verify it with the version of mostanad that built it; `sha256sum -c SHA256SUMS` checks its bytes without"
        return None, [replace(_wrong(said, what), remedy=own)]
    try:
        expected = descriptor.descriptor(root, about, digest)
    except OSError as error:
        return about, [at("MST606", str(error.filename or ""), error_text(error))]
    wanted = to_json(expected)
    missing = [_wrong(where, f"{where}: {message}") for where, message in about.problems()]
    if content == wanted.encode() or ((absent or is_cut) and to_json(found) == wanted):
        return about, missing
    different = [*_compare(found, resources, expected)] or [
        _wrong("", "it is formatted differently, or repeats a member")
    ]
    return about, [*missing, *different]


def _compare(
    found: dict[str, Any], resources: dict[str, dict[str, Any]], expected: dict[str, Any]
) -> Iterator[Finding]:
    wanted = {resource["path"]: resource for resource in expected["resources"]}
    for path in sorted(wanted.keys() - resources.keys()):
        yield _wrong(path, f"{path} is not described")
    for path in sorted(resources.keys() - wanted.keys(), key=str):
        yield _wrong(str(path), f"it describes {path}, which is not there")
    for path, resource in wanted.items():
        if differing := _differing(resources.get(path, resource), resource):
            yield _wrong(path, f"{path}: the description differs from the file in {', '.join(differing)}")
    if differing := [name for name in _differing(found, expected) if name != "resources"]:
        yield _wrong("", f"it differs from every release of this version in {', '.join(differing)}")


def _wrong(value: str, message: str) -> Finding:
    return at("MST605", layout.DESCRIPTOR, message, value)


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))

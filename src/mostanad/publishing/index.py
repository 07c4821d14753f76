"""Read, check and write ``index.json``. Its digest shows accidental changes, but anybody can compute a new digest. So
a program that downloads must remember the sequence and digest of the last index that it saw."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import Any
from urllib.parse import urlsplit

from mostanad.files.resources import resource
from mostanad.models.cells import version_order

INDEX = "index.json"
SCHEMA = "index.schema.json"
RELEASES = "releases"
#: The first mostanad that reads each major version of the contract. Each new major version needs an entry.
MIN_LOADER = {"1": "2026.11.0", "2": "2026.11.3"}

#: The paths of a release and its archive, by version; of the proof that a version continues an older one, by both
#: versions; and of the signature of an index, by digest, which is next to the index even on hosts without folders.
folder, archive = f"{RELEASES}/{{}}".format, "archives/mostanad-{}.tar.gz".format
proof, signature = "proofs/{}-{}.json".format, "index.{}.sig".format

#: The known formats. An index without withdrawn releases and signatures keeps format 1, which old programs can read.
#: They refuse the formats 2 (withdrawn releases) and 3 (signed) and say that they are too old.
_FORMATS = (1, 2, 3)
#: A path that means the same on every system, and never leads out of the folder that it is joined to.
_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_URL = re.compile(r"https?://[A-Za-z0-9._~:/%@!$&'()*+,;=\[\]-]+")

Index = dict[str, Any]


class IndexDamaged(ValueError):
    """An index.json that is not valid; the message says why."""


@cache
def schema() -> dict[str, Any]:
    return dict(json.loads(resource("schema/index.schema.json").read_bytes()))


def min_loader(schema_version: str) -> str:
    """The first mostanad that can read releases of this version of the contract (:data:`MIN_LOADER`)."""
    return MIN_LOADER[schema_version.partition(".")[0]]


def signatures(index: Mapping[str, Any]) -> set[str]:
    """The paths of the signatures of this index and the previous one, which somebody may be reading right now."""
    return {signature(index[name]) for name in ("digest", "previous") if index[name] is not None}


def is_safe(path: str) -> bool:
    """Whether a path means the same on every system, and stays in its folder."""
    return _SAFE.fullmatch(path) is not None


def is_withdrawn(release: Mapping[str, Any]) -> bool:
    """Whether the entry of a release says that it was withdrawn; then it has no files."""
    return "withdrawn" in release


def format_of(releases: Sequence[Mapping[str, Any]], *, is_signed: bool) -> int:
    """The format of an index with these releases."""
    return 3 if is_signed else 2 if any(map(is_withdrawn, releases)) else 1


def replacements(releases: Sequence[Mapping[str, Any]]) -> dict[str, str | None]:
    """For each version, the next one that was not withdrawn, or None. The releases must be oldest first."""
    found: dict[str, str | None] = {}
    offered = None
    for one in reversed(releases):
        found[one["version"]] = offered
        offered = offered if is_withdrawn(one) else one["version"]
    return found


def mirror(url: str) -> str:
    """The URL of a mirror, without a trailing slash; a ValueError if it is not http(s), or has a user or a query."""
    parts = urlsplit(url)
    if not _URL.fullmatch(url) or not parts.hostname or "@" in parts.netloc:
        raise ValueError(f"{url!r} is not the URL of a mirror; give http(s)://HOST/PATH")
    return url.rstrip("/")


def digest(index: Mapping[str, Any]) -> str:
    """The sha256 of an index without its digest, in the form of RFC 8785."""
    said = {name: value for name, value in index.items() if name != "digest"}
    # This equals RFC 8785 because all names are ASCII and all numbers are integers.
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(index: Mapping[str, Any]) -> Index:
    return {**index, "digest": digest(index)}


def to_bytes(index: Mapping[str, Any]) -> bytes:
    """Serialize an index; no other form is valid."""
    return (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> Index:
    """Parse and check an index; an IndexDamaged if its form or digest is wrong, or if it contradicts itself."""
    index = parse(content)
    for wrong in problems(index, content):
        raise IndexDamaged(wrong)
    return index


def parse(content: bytes) -> Index:
    """Parse an index and check it against ``schema/index.schema.json`` only; raises like :func:`read`."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    try:
        index = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise IndexDamaged(f"not JSON: {str(error).splitlines()[0]}") from None
    if isinstance(index, dict) and index.get("format", 1) not in _FORMATS:
        raise IndexDamaged(f"it is of format {str(index['format'])[:20]}, but this program knows 1 to {_FORMATS[-1]}")
    if wrong := best_match(islice(Draft202012Validator(schema()).iter_errors(index), 10)):
        raise IndexDamaged(f"it does not fit its schema at {wrong.json_path[:200]}: {wrong.message[-200:]}")
    if b"\\" in content:  # an escape could hide a final newline, which "$" in a pattern ignores, or a surrogate
        raise IndexDamaged("it contains a backslash, which no index needs")
    try:
        for day in (index["updated"], index.get("expires", index["updated"])):
            dt.date.fromisoformat(day)
        for release in index["releases"]:
            version_order(release["version"])
            for fact in release["superseded_facts"]:
                version_order(fact["in"])
    except ValueError as error:
        raise IndexDamaged(f"it contains an invalid day or version: {error}") from None
    return dict(index)


def problems(index: Index, content: bytes) -> Iterator[str]:
    """What is wrong with an index that fits its schema, a sentence each."""
    if index["digest"] != digest(index):
        yield "its digest does not match its content: it was edited, or is damaged"
    elif content != to_bytes(index):
        yield "it is not in the form that `mostanad publish` writes"
    versions = [release["version"] for release in index["releases"]]
    if sorted(set(versions), key=version_order) != versions:
        yield "its versions are not in order, or one occurs twice"
    if index["latest"] != versions[-1]:
        yield f"it calls {index['latest']} the latest version, but has {versions[-1]}"
    if index["format"] != format_of(index["releases"], is_signed="expires" in index):
        yield f"it is of format {index['format']}, which does not fit its withdrawn releases or its signature"
    if index.get("expires", index["updated"]) < index["updated"]:
        yield "it expires before the day on which it was published"
    replaced_by = replacements(index["releases"])
    for release, after in zip(index["releases"], [*versions[1:], None], strict=True):
        yield from _problems_of(release, after, replaced_by[release["version"]], index["updated"])
    if [(one["older"], one["newer"]) for one in index["proofs"]] != list(pairwise(versions)):
        yield "it must have one proof for each pair of successive versions"
    elif any(one["path"] != proof(one["older"], one["newer"]) for one in index["proofs"]):
        yield "the path of a proof does not fit its versions"


def _problems_of(release: Mapping[str, Any], after: str | None, replaced_by: str | None, day: str) -> Iterator[str]:
    version, said = release["version"], release.get("withdrawn")
    if release["superseded_by"] != after:
        yield f"{version} says that {release['superseded_by']} follows it; it must be {after}"
    if any(version_order(one["in"]) <= version_order(version) for one in release["superseded_facts"]):
        yield f"a fact of {version} is superseded in a version that is not later"
    if said:
        if said["replaced_by"] != replaced_by:
            yield f"{version} was withdrawn and says that {said['replaced_by']} replaces it; it must be {replaced_by}"
        if not release["date"] <= said["date"] <= day:
            yield f"{version} was withdrawn on {said['date']}, before its own date, or after that of the index"
        return
    if release["path"] != folder(version) or release["archive"]["path"] != archive(version):
        yield f"the path of {version} does not fit its version"
    paths = [file["path"] for file in release["files"]]
    if sorted(set(paths)) != paths:
        yield f"the files of {version} are not in order, or one occurs twice"
    if not all(is_safe(path) for path in paths):
        yield f"a path of {version} is not safe"

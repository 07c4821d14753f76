"""Write to a published tree: lock it, read its index, and replace the index in one atomic step.

The name of a signature contains the digest of its index. So the signature can be written before ``index.json`` is
replaced, and at any moment the current index has its signature.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mostanad.contract.lock import to_json
from mostanad.files import disk, locks
from mostanad.files.trees import is_plain, is_there
from mostanad.publishing import index, sshsig
from mostanad.validation import Report

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: The file that a publishing process locks. It is never removed; only the lock counts, not the file.
LOCK = ".publish.lock"


class PublishRefused(Exception):
    """A refused publication or withdrawal; the tree is unchanged. ``report`` has the findings in a release, if any."""

    def __init__(self, message: str, report: Report | None = None) -> None:
        super().__init__(message)
        self.report = report


@dataclass(frozen=True)
class Done:
    """The result of a publication or withdrawal: the current index, the versions added (or newly withdrawn), whether a
    new index was written, and the mirror URLs where withdrawn releases must be removed too."""

    index: index.Index
    added: tuple[str, ...]
    is_changed: bool
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signing:
    """How to sign an index: the private key, the days of validity, the other keys that may have signed the previous
    index, and whether to allow an unsigned index after a signed one, or the reverse."""

    key: Ed25519PrivateKey | None = None
    days: int = 180
    known: Sequence[sshsig.Key] = ()
    allow_unsigned: bool = False


UNSIGNED = Signing()


@dataclass
class Tree:
    """A tree that is being published to. ``signer`` signed the ``old`` index; ``placed`` are the paths added so far;
    ``new`` is the index being written; ``work`` is the folder where files are made before they move into the tree."""

    root: Path
    old: index.Index | None
    signing: Signing = UNSIGNED
    signer: sshsig.Key | None = None
    placed: list[Path] = field(default_factory=list)
    new: bytes = b""
    work: Path = field(init=False)

    @property
    def known(self) -> dict[str, dict[str, Any]]:
        """The entries of the old index, by version."""
        return {one["version"]: one for one in self.old["releases"]} if self.old else {}

    @property
    def withdrawn(self) -> list[str]:
        return [version for version, one in self.known.items() if index.is_withdrawn(one)]


@contextlib.contextmanager
def opened(target: Path, signing: Signing, day: str) -> Iterator[Tree]:
    """Lock a tree and read its index. PublishRefused if another process holds the lock, or if the index is damaged, is
    dated after ``day``, or has a signature that the next index may not follow."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locks.held(target / LOCK, wait=False))
        except BlockingIOError:
            raise PublishRefused(
                f"{target}: another process is publishing there; wait for it, or stop it (its lock ends with it)"
            ) from None
        tree = _read(target, signing)
        if not signing.allow_unsigned:
            _refuse_signed_otherwise(tree)
        if tree.old and day < tree.old["updated"]:
            raise PublishRefused(f"{day} is before {tree.old['updated']}, the day of the last publication")
        yield tree


def _read(target: Path, signing: Signing) -> Tree:
    try:
        content = (target / index.INDEX).read_bytes()
        old = index.read(content)
    except FileNotFoundError:
        return Tree(target, None, signing)
    except index.IndexDamaged as error:
        message = f"{target / index.INDEX}: {error}; replace it with the last published index"
        raise PublishRefused(message) from None
    tree = Tree(target, old, signing)
    with contextlib.suppress(sshsig.SignatureWrong):
        tree.signer = signer_of(target, old, content)
    return tree


def signer_of(root: Path, said: index.Index, content: bytes) -> sshsig.Key | None:
    """The key that signed the index of a tree, None if there is no signature; a SignatureWrong if it is not valid."""
    path = root / index.signature(said["digest"])
    if not is_there(path):
        return None
    if not is_plain(path):
        raise sshsig.SignatureWrong("it is a link or not a file")
    with path.open("rb") as file:
        return sshsig.signer(file.read(sshsig.MOST + 1), content)


def _refuse_signed_otherwise(tree: Tree) -> None:
    """Refuse to publish a signed tree unsigned by accident, or to sign on top of an index that somebody else wrote."""
    old, key = tree.old or {}, tree.signing.key
    if key is None and "expires" in old:
        raise PublishRefused(f"{tree.root} was signed before: give the key (--key), or --allow-unsigned")
    if old and key is not None and tree.signer not in (sshsig.public(key), *tree.signing.known):
        who = f"signed by {tree.signer.fingerprint}" if tree.signer else "without a valid signature"
        raise PublishRefused(
            f"index {old['sequence']} in {tree.root} is {who}: a new signature would also confirm its content. Name "
            "that key in MOSTANAD_KEYS or, if you know that the index is yours, give --allow-unsigned"
        )


def next_index(tree: Tree, releases: list[dict[str, Any]], day: str) -> index.Index:
    """The next index, without proofs and digest."""
    old, signing = tree.old, tree.signing
    last_day = dt.date.fromisoformat(day) + dt.timedelta(days=signing.days)
    return {
        "format": index.format_of(releases, is_signed=signing.key is not None),
        "name": "mostanad",
        "sequence": old["sequence"] + 1 if old else 1,
        "updated": day,
        **({"expires": last_day.isoformat()} if signing.key is not None else {}),
        "previous": old["digest"] if old else None,
        "latest": releases[-1]["version"],
        "releases": releases,
        "proofs": [],
    }


def write_index(tree: Tree, new: index.Index) -> None:
    """Write the signature and the schema of a new index, then replace the old index in one atomic step."""
    content = tree.new = index.to_bytes(new)
    index.read(content)
    written = [(index.SCHEMA, to_json(index.schema()).encode()), (index.INDEX, content)]
    if tree.signing.key is not None:
        written.insert(0, (index.signature(new["digest"]), sshsig.sign(tree.signing.key, content)))
    for path, text in written:
        made = tree.work / path
        made.write_bytes(text)
        disk.sync(made)
    for path, _ in written:
        disk.sync(tree.root)  # what was moved so far must survive a crash of the machine
        if path == index.signature(new["digest"]):
            tree.placed.append(tree.root / path)
        os.replace(tree.work / path, tree.root / path)
    with contextlib.suppress(OSError):  # the index is complete; only a crash of the machine could undo it
        disk.sync(tree.root)
        clear_signatures(tree.root, new)


def clear_signatures(root: Path, said: index.Index | None) -> None:
    """Remove all signatures except those of this index and the previous one."""
    kept = index.signatures(said) if said else set()
    for path in root.glob(index.signature("[0-9a-f]" * 64)):
        if path.name not in kept and is_plain(path):
            path.unlink()

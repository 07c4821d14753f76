"""Files of a tree: their entries in the index, copies, and the archive of a release."""

import gzip
import hashlib
import shutil
import tarfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from mostanad.files import trees
from mostanad.publishing import index


def entry(root: Path, path: str) -> dict[str, Any]:
    """The path, size and sha256 of a file; a ValueError if it is not a plain file, or its path is not safe."""
    if not index.is_safe(path) or not trees.is_plain(root / path):
        raise ValueError(f"{path!r} is not a plain file with a plain name, and cannot be published")
    return {"path": path, "bytes": (root / path).stat().st_size, "sha256": trees.digest(root / path)}


def entries(root: Path) -> list[dict[str, Any]]:
    """The entries of all files of a release, in order; raises like :func:`entry`."""
    return [entry(root, path) for path in trees.files(root)]


def copy(source: Path, target: Path, files: Sequence[Mapping[str, Any]]) -> None:
    """Copy the files of a release into an empty directory; an OSError if a copy does not match its entry."""
    for file in files:
        (target / file["path"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / file["path"], target / file["path"])
        if entry(target, file["path"]) != file:
            raise OSError(f"{source / file['path']}: changed while it was copied, or the copy is damaged")


def pack(root: Path, version: str, files: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Write the archive of a release: a tar (pax, POSIX.1-2001) with gzip (RFC 1952), of files in order without times
    and owners. The same release always gives the same tar, and with the same zlib the same archive."""
    with (
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as packing,
        tarfile.open(fileobj=cast(IO[bytes], packing), mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for file in files:
            member = tarfile.TarInfo(f"mostanad-{version}/{file['path']}")
            member.size, member.mode = file["bytes"], 0o644
            with (root / file["path"]).open("rb") as content:
                tar.addfile(member, content)


def packed(path: Path, version: str) -> list[dict[str, Any]]:
    """The entries of the files in an archive, in order; a ValueError for anything but its plain files."""
    found = []
    top = f"mostanad-{version}/"
    try:
        with gzip.open(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r:") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or not member.name.startswith(top):
                    raise ValueError(f"it contains {member.name!r}, which is not a file of {version}")
                name = member.name.removeprefix(top)
                sha256 = hashlib.file_digest(cast(tarfile.ExFileObject, content), "sha256").hexdigest()
                found.append({"path": name, "bytes": member.size, "sha256": sha256})
            while piece := unpacked.read(1 << 20):  # to the end, where gzip checks the checksum
                if piece.strip(b"\0"):
                    raise ValueError("it has data after its end")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise ValueError(f"not an archive: {error}") from None
    return found

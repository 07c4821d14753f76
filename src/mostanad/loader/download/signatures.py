"""Check the signature of an index: by a key that the user names, or else by a key that is pinned in this mostanad.

An index from a URL must be signed, unless the user allows unsigned ones. A folder is the user's own: its signature is
checked only if the user names keys. If keys are named, no other key and no unsigned index is accepted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mostanad.loader.download import environment
from mostanad.loader.download.faults import IndexRefused, SourceFailed

if TYPE_CHECKING:
    from mostanad.publishing.sshsig import Key

#: The current and the next key of the publishers, as lines ``ssh-ed25519 AAAA...``. None exists yet.
PINNED: tuple[str, ...] = ()


def named_keys() -> tuple[Key, ...]:
    """The keys in ``MOSTANAD_KEYS``, or in the file that it names; an IndexRefused if they cannot be read."""
    if not (named := os.environ.get(environment.KEYS, "").strip()):
        return ()
    try:
        return _read(named if named.startswith("ssh-") else Path(named).expanduser().read_text("utf-8"))
    except OSError as error:
        raise IndexRefused(f"{environment.KEYS}: {named}: {error.strerror or error}") from None
    except (ValueError, RuntimeError) as error:  # RuntimeError: no home directory for ~
        raise IndexRefused(f"{environment.KEYS}: {error}") from None


def known_keys() -> tuple[Key, ...]:
    """The named keys, or else the pinned ones; raises like :func:`named_keys`."""
    return named_keys() or (_read("\n".join(PINNED)) if PINNED else ())


def _read(lines: str) -> tuple[Key, ...]:
    from mostanad.publishing.sshsig import read_keys  # only where there are keys: it imports cryptography

    return read_keys(lines)


def keys_for(place: str) -> tuple[Key, ...]:
    """The keys, one of which must have signed the index; empty if no signature is required or can be checked."""
    return known_keys() if environment.is_address(place) else named_keys()


def signer(place: str, index: bytes, path: str, get: Callable[[str, int], bytes]) -> str | None:
    """The fingerprint of the key that signed an index; None if there is no signature, or no key to check it with.
    Raises IndexRefused if the signature is not valid, SourceFailed if it may exist but could not be fetched."""
    if not keys_for(place):
        return None
    from mostanad.publishing import sshsig

    try:
        return sshsig.signer(get(f"{place}/{path}", sshsig.MOST), index).fingerprint
    except SourceFailed as error:
        if error.is_absent:
            return None
        raise SourceFailed(f"its signature: {error}", again=error.again) from None
    except sshsig.SignatureWrong as error:
        raise IndexRefused(f"the signature of the index at {place} is not valid: {error}") from None


def refuse_unsigned(place: str, signed_by: str | None, *, allow_unsigned: bool) -> None:
    """Raise IndexRefused unless an index is signed as required. ``signed_by`` None: unsigned, or not checked."""
    fingerprints = [key.fingerprint for key in keys_for(place)]
    is_allowed = allow_unsigned or environment.is_set(environment.ALLOW_UNSIGNED)
    if signed_by in fingerprints or (not fingerprints and (is_allowed or not environment.is_address(place))):
        return
    how = f"accept it unsigned with --allow-unsigned, allow_unsigned=True or {environment.ALLOW_UNSIGNED}=1"
    if not fingerprints:
        why = (
            "cannot be verified, because no key is known: this mostanad has none pinned yet. Name the key of its "
            f"publisher in {environment.KEYS}, or {how}"
        )
    elif signed_by is not None:
        known = " or ".join(fingerprints)
        why = f"is signed by {signed_by}, not by {known}; if you know that key, name it in {environment.KEYS}"
    elif named_keys():
        why = f"is unsigned, but {environment.KEYS} names the key that must have signed it"
    elif is_allowed:
        return
    else:
        why = f"is unsigned; {how}"
    raise IndexRefused(f"the index at {place} {why}")

"""Signatures as ``ssh-keygen -Y sign`` makes them (PROTOCOL.sshsig of OpenSSH), with Ed25519 keys (RFC 8032) alone.

What is read is read strictly: one key, one namespace, exact lengths, and nothing behind the end.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: For what a signature is: one that was made for anything else does not count.
NAMESPACE = "mostanad-index"
#: How many bytes a signature has at most; those of ssh-keygen have about 300.
MOST = 4096
_KIND = b"ssh-ed25519"
_MAGIC, _VERSION = b"SSHSIG", struct.pack(">I", 1)
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
_ARMOUR = re.compile(f"{_BEGIN}([A-Za-z0-9+/=\n]+)\n{_END}")
_WIDTH = 70


class SignatureWrong(ValueError):
    """A signature that is not valid, or no such signature at all; the message says why."""


@dataclass(frozen=True)
class Key:
    """A public key: its 32 bytes."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """The key as OpenSSH writes it (RFC 8709)."""
        return _strings(_KIND, self.raw)

    @property
    def line(self) -> str:
        """The line of a ``.pub`` file."""
        return f"{_KIND.decode()} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """By what people know it, as ``ssh-keygen -l`` prints it."""
        return f"SHA256:{base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip('=')}"


def read_keys(text: str) -> tuple[Key, ...]:
    """The keys of lines ``ssh-ed25519 BASE64 [COMMENT]``, empty ones and those with ``#`` apart; else a ValueError."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    if not lines:
        raise ValueError("there is no key")
    return tuple(map(_read_key, lines))


def _read_key(line: str) -> Key:
    kind, *rest = line.split(maxsplit=2)
    try:
        if kind.encode() == _KIND:
            return _key(base64.b64decode(rest[0], validate=True))
    except (ValueError, IndexError):
        pass
    raise ValueError(f"{line[:40]!r} is not a public key: give lines as `ssh-ed25519 AAAA...`")


def new_key(path: Path) -> Key:
    """Make a key, write its private half as OpenSSH does, without a passphrase, to a new file that only you can read,
    or an OSError and nothing of it; returns the public half."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return public(private)


def private_key(path: Path) -> Ed25519PrivateKey:
    """Read a private key; a ValueError if the file holds none, one of another kind, or one with a passphrase."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    content = path.read_bytes()
    try:
        found = load_ssh_private_key(content, None)
    except TypeError:
        raise ValueError(f"{path}: this key has a passphrase; sign with a copy without (`ssh-keygen -p`)") from None
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError(f"{path}: this is not a private Ed25519 key of OpenSSH; `mostanad keygen` makes one")
    return found


def public(private: Ed25519PrivateKey) -> Key:
    """The public half of a key."""
    return Key(private.public_key().public_bytes_raw())


def sign(private: Ed25519PrivateKey, message: bytes) -> bytes:
    """The signature of a message, as a file that ``ssh-keygen -Y verify`` takes."""
    made = _strings(_KIND, private.sign(_signed(b"sha512", message)))
    blob = _MAGIC + _VERSION + _strings(public(private).blob, NAMESPACE.encode(), b"", b"sha512", made)
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _WIDTH] + "\n" for start in range(0, len(text), _WIDTH)]
    return "".join([_BEGIN, *lines, _END]).encode()


def signer(signature: bytes, message: bytes) -> Key:
    """The key that made a signature of a message, as ``ssh-keygen -Y sign -n mostanad-index`` or we write it.

    SignatureWrong if it is none, or one of something else. Anybody can make a key: the caller must know whether to
    believe this one.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    key, hashed, made = _parsed(signature)
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(made, _signed(hashed, message))
    except (InvalidSignature, ValueError):
        raise SignatureWrong(f"{key.fingerprint} did not sign what lies there") from None
    return key


def _parsed(signature: bytes) -> tuple[Key, bytes, bytes]:
    """Of a signature the key, the name of the hash, and the 64 bytes themselves."""
    armour = _ARMOUR.fullmatch(signature.decode("ascii", "replace")) if len(signature) <= MOST else None
    if armour is None:
        raise SignatureWrong("the file is not a signature of OpenSSH")
    try:
        blob = base64.b64decode(armour[1].replace("\n", ""), validate=True)
        if not blob.startswith(_MAGIC + _VERSION):
            raise ValueError("version")
        key, namespace, reserved, hashed, made = _parts(blob[len(_MAGIC + _VERSION) :], 5)
        kind, raw = _parts(made, 2)
    except ValueError:
        raise SignatureWrong("the signature is damaged: its parts do not have the lengths that they name") from None
    if namespace != NAMESPACE.encode():
        raise SignatureWrong(f"it is a signature for {namespace[:50].decode('ascii', 'replace')!r}, not {NAMESPACE!r}")
    if kind != _KIND or not key.startswith(_strings(_KIND)):
        raise SignatureWrong("it is not a signature with an Ed25519 key")
    if hashed not in _HASHES or reserved or len(raw) != 64:
        raise SignatureWrong("it is not a signature as OpenSSH makes it: another hash or another length")
    try:
        return _key(key), hashed, raw
    except ValueError:
        raise SignatureWrong("the key in the signature is damaged") from None


def _signed(hashed: bytes, message: bytes) -> bytes:
    """What is signed in the place of a message."""
    return _MAGIC + _strings(NAMESPACE.encode(), b"", hashed, _HASHES[hashed](message).digest())


def _key(blob: bytes) -> Key:
    kind, raw = _parts(blob, 2)
    if kind != _KIND or len(raw) != 32:
        raise ValueError("not an Ed25519 key")
    return Key(raw)


def _strings(*contents: bytes) -> bytes:
    """As RFC 4251 writes strings: of each its length, and its bytes."""
    return b"".join(struct.pack(">I", len(content)) + content for content in contents)


def _parts(blob: bytes, number: int) -> list[bytes]:
    """Exactly so many strings, and nothing behind them; a ValueError if there is anything else."""
    found = []
    for _ in range(number):
        length = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + length:
            raise ValueError("cut off")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    if blob:
        raise ValueError("bytes behind the end")
    return found

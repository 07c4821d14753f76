"""Signatures in the format of ``ssh-keygen -Y sign`` (PROTOCOL.sshsig of OpenSSH), with Ed25519 keys (RFC 8032) only.

The parser is strict: one kind of key, one namespace, exact lengths, and no trailing bytes.
"""

import base64
import hashlib
import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_ssh_private_key

#: The namespace of our signatures: one that was made for another purpose is not valid.
NAMESPACE = "mostanad-index"
#: The maximum size of a signature in bytes; those of ssh-keygen have about 300.
MOST = 4096
_KIND = b"ssh-ed25519"
_HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
_ARMOUR = re.compile(f"{_BEGIN}([A-Za-z0-9+/=\n]+)\n{_END}")
_WIDTH = 70


def _strings(*contents: bytes) -> bytes:
    """Encode strings as in RFC 4251: the length of each, then its bytes."""
    return b"".join(struct.pack(">I", len(content)) + content for content in contents)


#: The bytes before the 32 bytes of a key, and before the 64 bytes of a raw signature.
_KEY, _MADE = (_strings(_KIND, bytes(size))[:-size] for size in (32, 64))
_HEAD = b"SSHSIG" + struct.pack(">I", 1)
#: The offset of the 32 bytes of the key in a signature.
_AT = len(_HEAD) + 4 + len(_KEY)


class SignatureWrong(ValueError):
    """A signature that is not valid, or a file that is not a signature; the message says why."""


@dataclass(frozen=True)
class Key:
    """A public key: its 32 bytes."""

    raw: bytes

    @property
    def blob(self) -> bytes:
        """The key as OpenSSH writes it (RFC 8709)."""
        return _KEY + self.raw

    @property
    def line(self) -> str:
        """The line of a ``.pub`` file."""
        return f"{_KIND.decode()} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """The fingerprint, as ``ssh-keygen -l`` prints it."""
        return f"SHA256:{base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip('=')}"


def read_keys(text: str) -> tuple[Key, ...]:
    """Read lines ``ssh-ed25519 BASE64 [COMMENT]``; skip empty and ``#`` lines. ValueError for no key or other lines."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    if not lines:
        raise ValueError("there is no key")
    return tuple(map(_read_key, lines))


def _read_key(line: str) -> Key:
    kind, *rest = line.split(maxsplit=2)
    try:
        blob = base64.b64decode(rest[0], validate=True) if kind.encode() == _KIND else b""
    except (ValueError, IndexError):
        blob = b""
    if not blob.startswith(_KEY) or len(blob) != len(_KEY) + 32:
        raise ValueError(f"{line[:40]!r} is not a public key: give lines as `ssh-ed25519 AAAA...`")
    return Key(blob[len(_KEY) :])


def new_key(path: Path) -> Key:
    """Make a key, write the private key (OpenSSH format, no passphrase) to a new file that only its owner can read, and
    return the public key. An OSError leaves no partial file."""
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
    content = path.read_bytes()
    try:
        found = load_ssh_private_key(content, None)
    except TypeError:
        raise ValueError(f"{path} has a passphrase; sign with a copy that has none (`ssh-keygen -p`)") from None
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError(f"{path}: this is not a private Ed25519 key of OpenSSH; `mostanad keygen` makes one")
    return found


def public(private: Ed25519PrivateKey) -> Key:
    return Key(private.public_key().public_bytes_raw())


def sign(private: Ed25519PrivateKey, message: bytes) -> bytes:
    """Sign a message; returns a file that ``ssh-keygen -Y verify`` accepts."""
    text = base64.b64encode(_blob(public(private), b"sha512", private.sign(_signed(b"sha512", message)))).decode()
    lines = [text[start : start + _WIDTH] + "\n" for start in range(0, len(text), _WIDTH)]
    return "".join([_BEGIN, *lines, _END]).encode()


def signer(signature: bytes, message: bytes) -> Key:
    """The key that signed a message, else SignatureWrong. The caller decides whether to trust that key."""
    armour = _ARMOUR.fullmatch(signature.decode("ascii", "replace")) if len(signature) <= MOST else None
    if armour is None:
        raise SignatureWrong("the file is not a signature of OpenSSH")
    try:
        blob = base64.b64decode(armour[1].replace("\n", ""), validate=True)
    except ValueError:
        blob = b""
    key, made = Key(blob[_AT : _AT + 32]), blob[-64:]
    hashed = next((name for name in _HASHES if _blob(key, name, made) == blob), None)
    if hashed is None:
        raise SignatureWrong(f"it is not a signature for {NAMESPACE!r} with an Ed25519 key, or it is damaged")
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(made, _signed(hashed, message))
    except (InvalidSignature, ValueError):
        raise SignatureWrong(f"the signature of {key.fingerprint} does not match this file") from None
    return key


def _blob(key: Key, hashed: bytes, made: bytes) -> bytes:
    """The binary form of a signature: header, key, namespace, name of the hash and raw signature."""
    return _HEAD + _strings(key.blob, NAMESPACE.encode(), b"", hashed, _MADE + made)


def _signed(hashed: bytes, message: bytes) -> bytes:
    """The bytes that are actually signed for a message."""
    return b"SSHSIG" + _strings(NAMESPACE.encode(), b"", hashed, _HASHES[hashed](message).digest())

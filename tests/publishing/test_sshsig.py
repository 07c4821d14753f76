"""Signatures in the form of OpenSSH: what ssh-keygen makes is read, what we make it reads, and nothing else is."""

from __future__ import annotations

import base64
import os
import shutil
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.cases import each, quick
from tests.publishing.conftest import KEY, OTHER_KEY

from mostanad.publishing import sshsig
from mostanad.publishing.sshsig import SignatureWrong, new_key, private_key, public, read_keys, sign, signer

MESSAGE = b'{\n "format": 3\n}\n'
needs_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="not checked: there is no ssh-keygen")


def ssh_keygen(*args: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["ssh-keygen", *map(str, args)], input=given, capture_output=True, check=False)


def string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def armour(blob: bytes) -> bytes:
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + 70] for start in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def made(
    message: bytes = MESSAGE,
    version: int = 1,
    key: bytes | None = None,
    namespace: bytes = b"mostanad-index",
    reserved: bytes = b"",
    hashed: bytes = b"sha512",
    kind: bytes = b"ssh-ed25519",
    more: tuple[bytes, bytes, bytes] = (b"", b"", b""),
) -> bytes:
    """The blob of a signature, as the specification has it, with one thing that is otherwise; ``more`` is behind."""
    import hashlib

    blob = key if key is not None else string(b"ssh-ed25519") + string(KEY.public_key().public_bytes_raw()) + more[0]
    digest = hashlib.new(hashed.decode(), message).digest()
    signed = b"SSHSIG" + string(namespace) + string(reserved) + string(hashed) + string(digest)
    signature = string(kind) + string(KEY.sign(signed)) + more[1]
    parts = (blob, namespace, reserved, hashed, signature)
    return b"SSHSIG" + struct.pack(">I", version) + b"".join(map(string, parts)) + more[2]


def test_it_is_written_as_the_specification_says() -> None:
    assert sign(KEY, MESSAGE) == armour(made())
    assert signer(sign(KEY, MESSAGE), MESSAGE) == public(KEY)
    assert signer(armour(made(hashed=b"sha256")), MESSAGE) == public(KEY)


@needs_ssh_keygen
def test_ssh_keygen_verifies_ours(tmp_path: Path) -> None:
    key = new_key(tmp_path / "key")
    (tmp_path / "sig").write_bytes(sign(private_key(tmp_path / "key"), MESSAGE))
    (tmp_path / "allowed").write_text(f'mostanad namespaces="{sshsig.NAMESPACE}" {key.line}\n', "utf-8")
    how = ("-Y", "verify", "-f", tmp_path / "allowed", "-I", "mostanad", "-n", sshsig.NAMESPACE)
    run = ssh_keygen(*how, "-s", tmp_path / "sig", given=MESSAGE)
    assert (run.returncode, key.fingerprint.encode() in run.stdout) == (0, True)
    assert ssh_keygen(*how, "-s", tmp_path / "sig", given=MESSAGE + b" ").returncode != 0
    assert ssh_keygen("-l", "-f", tmp_path / "key").stdout.split()[1].decode() == key.fingerprint
    assert ssh_keygen("-y", "-f", tmp_path / "key").stdout.decode().strip() == key.line


@needs_ssh_keygen
@pytest.mark.parametrize("options", [(), ("-O", "hashalg=sha256")])
def test_we_verify_what_ssh_keygen_signs(tmp_path: Path, options: tuple[str, ...]) -> None:
    ssh_keygen("-q", "-t", "ed25519", "-N", "", "-C", "a comment", "-f", tmp_path / "key")
    signature = ssh_keygen("-Y", "sign", *options, "-n", sshsig.NAMESPACE, "-f", tmp_path / "key", given=MESSAGE).stdout
    (key,) = read_keys((tmp_path / "key.pub").read_text("utf-8"))
    assert signer(signature, MESSAGE) == key == public(private_key(tmp_path / "key"))
    if not options:  # Ed25519 always gives the same signature: it is the same file
        assert sign(private_key(tmp_path / "key"), MESSAGE) == signature


@needs_ssh_keygen
@pytest.mark.parametrize("kind", quick(1, ["rsa", "ecdsa"]))
def test_real_signatures_of_other_kinds_are_refused(tmp_path: Path, kind: str) -> None:
    ssh_keygen("-q", "-t", kind, "-N", "", "-f", tmp_path / "key")
    signature = ssh_keygen("-Y", "sign", "-n", sshsig.NAMESPACE, "-f", tmp_path / "key", given=MESSAGE).stdout
    with pytest.raises(SignatureWrong, match=DAMAGED):
        signer(signature, MESSAGE)


def openssh(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return base64.b64decode(key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split()[1])


RIGHT = made()
DAMAGED = "it is not a signature for 'mostanad-index' with an Ed25519 key, or it is damaged"
WRONG = [
    (armour(made(b"another message")), "does not match this file"),
    (sign(KEY, MESSAGE).replace(b"SIGNATURE-----\nU1NIU0", b"SIGNATURE-----\nU1NIU1"), DAMAGED),
    (armour(made(namespace=b"file")), DAMAGED),
    (armour(made(namespace=b"")), DAMAGED),
    (armour(made(namespace=b"mostanad-index\0")), DAMAGED),
    (armour(made(version=2)), DAMAGED),
    (armour(made(reserved=b"x")), DAMAGED),
    (armour(made(hashed=b"sha1")), DAMAGED),
    (armour(made(hashed=b"sha384")), DAMAGED),
    (armour(made(key=string(b"ssh-ed25519") + string(OTHER_KEY.public_key().public_bytes_raw()))), "does not match"),
    (armour(made(key=openssh(rsa.generate_private_key(65537, 2048)))), DAMAGED),
    (armour(made(key=openssh(ec.generate_private_key(ec.SECP256R1())))), DAMAGED),
    (armour(made(kind=b"rsa-sha2-512")), DAMAGED),
    (armour(made(key=string(b"ssh-ed25519") + string(b"k" * 31))), DAMAGED),
    (armour(made(key=string(b"ssh-ed25519"))), DAMAGED),
    (armour(made(more=(b"x", b"", b""))), DAMAGED),
    (armour(made(more=(b"", b"x", b""))), DAMAGED),
    (armour(made(more=(b"", b"", b"x"))), DAMAGED),
    (armour(RIGHT[:-1]), DAMAGED),
    (armour(RIGHT[:-1] + bytes([RIGHT[-1] ^ 1])), "does not match"),
    (armour(RIGHT.replace(string(b"sha512"), b"\xff\xff\xff\xffsha512")), DAMAGED),
    (armour(b""), "not a signature of OpenSSH"),
    (armour(RIGHT)[:-1], "not a signature of OpenSSH"),
    (armour(RIGHT)[: len(armour(RIGHT)) // 2], "not a signature of OpenSSH"),
    (armour(RIGHT) + b"\n", "not a signature of OpenSSH"),
    (b" " + armour(RIGHT), "not a signature of OpenSSH"),
    (armour(RIGHT) * 2, "not a signature of OpenSSH"),
    (armour(RIGHT).replace(b"\n", b"\r\n"), "not a signature of OpenSSH"),
    (armour(RIGHT).replace(b"SSH SIG", b"PGP SIG"), "not a signature of OpenSSH"),
    (armour(RIGHT).replace(b"\n-----END", b"=\n-----END"), DAMAGED),
    (armour(b"x" * sshsig.MOST), "not a signature of OpenSSH"),
    (b"<!DOCTYPE html><html></html>", "not a signature of OpenSSH"),
    (b"\xff\xfe", "not a signature of OpenSSH"),
    (b"", "not a signature of OpenSSH"),
]


@each(("signature", "message"), WRONG)
def test_what_is_none(signature: bytes, message: str) -> None:
    with pytest.raises(SignatureWrong, match=message):
        signer(signature, MESSAGE)


def test_every_bit_counts() -> None:
    """Whatever single bit of the blob is turned, the signature does not hold, or is another key's."""
    blob = made()
    for place in range(len(blob) * 8):
        turned = bytearray(blob)
        turned[place // 8] ^= 1 << place % 8
        with pytest.raises(SignatureWrong):
            signer(armour(bytes(turned)), MESSAGE)


def test_a_number_beyond_the_order_of_the_group_is_refused() -> None:
    """Else there would be a second signature of the same message (RFC 8032, section 8.4)."""
    order = 2**252 + 27742317777372353535851937790883648493
    blob = made()
    number = int.from_bytes(blob[-32:], "little") + order
    with pytest.raises(SignatureWrong, match="does not match"):
        signer(armour(blob[:-32] + number.to_bytes(32, "little")), MESSAGE)


def test_keys_are_read_line_by_line() -> None:
    one, other = public(KEY), public(OTHER_KEY)
    assert read_keys(f"# ours\n\n{one.line} the key of today\n  {other.line}\r\n") == (one, other)
    assert one.fingerprint != other.fingerprint


LINE = public(KEY).line


@each(
    "text",
    [
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAB3Nza",
        LINE[:-1],
        LINE + "A",
        LINE.replace("ssh", "SSH"),
        f"mostanad {LINE}",
        f"{LINE}\nx",
        "ssh-ed25519 " + base64.b64encode(public(KEY).blob + b"x").decode(),
        "ssh-ed25519 " + base64.b64encode(string(b"ssh-rsa") + string(b"k" * 32)).decode(),
    ],
)
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="is not a public key: give lines as"):
        read_keys(text)


@pytest.mark.parametrize("text", ["", "\n", "# none\n"])
def test_no_key_at_all(text: str) -> None:
    with pytest.raises(ValueError, match="there is no key"):
        read_keys(text)


def test_a_new_key_is_its_owners_alone_and_replaces_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = new_key(tmp_path / "key")
    finally:
        os.umask(before)
    content = (tmp_path / "key").read_bytes()
    assert public(private_key(tmp_path / "key")) == key
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        new_key(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == content
    assert new_key(tmp_path / "other") != key


def test_of_a_key_that_cannot_be_written_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(OSError, match="disk full"):
        new_key(tmp_path / "key")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_private_key_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "key"
    other = ec.generate_private_key(ec.SECP256R1())
    for content in (b"", b"x", LINE.encode(), other.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="this is not a private Ed25519 key of OpenSSH; `mostanad keygen` makes"):
            private_key(path)


@needs_ssh_keygen
def test_a_key_with_a_passphrase_is_refused_with_advice(tmp_path: Path) -> None:
    ssh_keygen("-q", "-t", "ed25519", "-N", "secret words", "-f", tmp_path / "key")
    with pytest.raises(ValueError, match=r"has a passphrase; sign with a copy that has none"):
        private_key(tmp_path / "key")

"""Whose index is believed: signed by a key that is known, or unsigned because the user says so; and what is tried."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import server as ways
from tests.loader.download import small_tree
from tests.loader.download.conftest import A_PAGE, is_right, nothing_is_used
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD, TODAY
from tests.publishing.conftest import KEY, OTHER_KEY, sign, signature
from tests.publishing.test_sshsig import armour, made

import mostanad
from mostanad.loader import DownloadError, IndexRefused, StaleIndexWarning, download, versions
from mostanad.loader.download import environment, signatures
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.trusted_index import seen
from mostanad.publishing import index, sshsig

LINE, OTHER_LINE = sshsig.public(KEY).line, sshsig.public(OTHER_KEY).line
BY, BY_OTHER = sshsig.public(KEY).fingerprint, sshsig.public(OTHER_KEY).fingerprint
#: The same, as a pattern.
AS, AS_OTHER = re.escape(BY), re.escape(BY_OTHER)


@pytest.fixture(autouse=True)
def nothing_is_allowed(at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(environment.ALLOW_UNSIGNED)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user names the key of those who publish."""
    monkeypatch.setenv(environment.KEYS, LINE)


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """This mostanad has pinned two keys: that of today, and the next."""
    monkeypatch.setattr(signatures, "PINNED", (LINE, OTHER_LINE))


def publish(tree: Path, key: Any = KEY, expires: dt.date = TODAY + dt.timedelta(days=1), **changes: Any) -> None:
    """Give the tree a signed index."""
    small_tree.change(tree, lambda made: made.update(format=3, expires=str(expires), **changes))
    sign(tree, key)


def next_of(tree: Path) -> dict[str, Any]:
    """What the index after that of the tree says besides."""
    before = small_tree.said(tree)
    return {"sequence": before["sequence"] + 1, "previous": before["digest"]}


def test_from_an_address_it_must_be_signed(server: Server, at_hand: Cache, cli: Any) -> None:
    """Until a key is pinned nothing can be checked; the message says so, and how to go on."""
    how = "accept it unsigned with --allow-unsigned, allow_unsigned=True or MOSTANAD_ALLOW_UNSIGNED=1"
    message = rf"no key is known: this mostanad has none pinned yet\. Name the key .* in MOSTANAD_KEYS, or {how}$"
    for way in (lambda: download(NEW), lambda: mostanad.load("events", version=NEW)):
        with pytest.raises(IndexRefused, match=message):
            way()
    with pytest.warns(StaleIndexWarning, match="listing only releases on this machine: .* no key is known"):
        assert versions() == []
    run = cli("download", NEW)
    assert (run.code, "--allow-unsigned" in run.err) == (2, True)
    assert nothing_is_used(at_hand)
    assert seen(at_hand, server.address) is None


def test_it_may_be_unsigned_if_the_user_says_so(server: Server, cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert mostanad.download(OLD, allow_unsigned=True).version == OLD
    run = cli("download", NEW, "--allow-unsigned")
    assert (run.code, run.err.endswith("signature not checked\n")) == (0, True)
    monkeypatch.setenv(environment.ALLOW_UNSIGNED, "yes")
    assert versions() == [OLD, NEW]


@pytest.mark.usefixtures("named")
def test_signed_by_the_key_that_is_named(server: Server, mirror: Server, tree: Path, at_hand: Cache, cli: Any) -> None:
    publish(tree)
    assert is_right()
    known = seen(at_hand, server.address)
    assert known is not None
    assert known.signed_by == BY
    assert re.search(rf"index 2 of {TODAY} \([01] days old\), from {server.address}, signed by {AS}", cli("cache").out)
    assert mirror.asked(".sig") == []


def test_keys_in_a_file(server: Server, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text(f"# of those who publish\n{OTHER_LINE} next\n{LINE} now\n", "utf-8")
    monkeypatch.setenv(environment.KEYS, str(tmp_path / "keys"))
    publish(tree)
    assert is_right()


@pytest.mark.usefixtures("pinned")
def test_each_pinned_key_counts_and_one_may_follow_the_other(server: Server, tree: Path, at_hand: Cache) -> None:
    publish(tree)
    assert is_right(OLD)
    publish(tree, OTHER_KEY, **next_of(tree))
    assert is_right(NEW)
    known = seen(at_hand, server.address)
    assert known is not None
    assert known.signed_by == BY_OTHER


@pytest.mark.usefixtures("pinned")
def test_keys_that_are_named_take_the_place_of_those_that_are_pinned(
    server: Server, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tree)
    monkeypatch.setenv(environment.KEYS, OTHER_LINE)
    with pytest.raises(IndexRefused, match=rf"is signed by {AS}, not by {AS_OTHER}; if you know that"):
        download(NEW)


def other_index(tree: Path) -> None:
    signature(tree).write_bytes(sshsig.sign(KEY, b"{}"))


def of_the_index_before(tree: Path) -> None:
    before = signature(tree).read_bytes()
    small_tree.change(tree, lambda made: made.update(next_of(tree)))
    signature(tree).write_bytes(before)


def expires_edited(tree: Path) -> None:
    before = signature(tree).read_bytes()
    small_tree.change(tree, lambda made: made.update(expires="9999-12-31"))
    signature(tree).write_bytes(before)


def other_key(tree: Path) -> None:
    sign(tree, OTHER_KEY)


def spoilt(how: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(tree: Path) -> None:
        signature(tree).write_bytes(how((tree / index.INDEX).read_bytes()))

    return spoil


WRONG: list[tuple[Callable[[Path], None], str]] = [
    (other_index, "is not valid: the signature of SHA256:.* does not match this file"),
    (of_the_index_before, "does not match this file"),
    (expires_edited, "does not match this file"),
    (other_key, rf"is signed by {AS_OTHER}, not by {AS}"),
    (spoilt(lambda content: armour(made(content, namespace=b"file"))), "not a signature for 'mostanad-index'"),
    (spoilt(lambda content: armour(made(content, kind=b"ssh-rsa"))), "with an Ed25519 key, or it is damaged"),
    (spoilt(lambda content: armour(made(content, more=(b"", b"", b"x")))), "damaged"),
    (spoilt(lambda content: sshsig.sign(KEY, content) + b"\n"), "not a signature of OpenSSH"),
    (spoilt(lambda content: sshsig.sign(KEY, content)[:-20]), "not a signature of OpenSSH"),
    (spoilt(lambda _: b""), "not a signature of OpenSSH"),
]


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(("how", "message"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_signature(server: Server, tree: Path, at_hand: Cache, how: Any, message: str) -> None:
    publish(tree)
    how(tree)
    for allowed in (False, True):
        with pytest.raises(IndexRefused, match=message):
            download(NEW, allow_unsigned=allowed)
    assert nothing_is_used(at_hand)
    assert seen(at_hand, server.address) is None
    sign(tree)
    assert is_right()


@pytest.mark.usefixtures("pinned")
@pytest.mark.parametrize("how", [how for how, _ in WRONG if how is not other_key])
def test_a_wrong_signature_is_not_an_unsigned_index(server: Server, tree: Path, how: Any) -> None:
    publish(tree)
    how(tree)
    with pytest.raises(IndexRefused, match=r"the signature of the index at .* is not valid"):
        download(NEW, allow_unsigned=True)


@pytest.mark.parametrize("way", [ways.status(404), ways.status(410)])
def test_a_signature_that_is_missing(server: Server, tree: Path, monkeypatch: pytest.MonkeyPatch, way: Any) -> None:
    publish(tree)
    server.behave("index.*.sig", always=way)
    monkeypatch.setenv(environment.KEYS, LINE)
    for allowed in (False, True):
        with pytest.raises(IndexRefused, match="is unsigned, but MOSTANAD_KEYS names the key that must have"):
            download(NEW, allow_unsigned=allowed)
    monkeypatch.delenv(environment.KEYS)
    monkeypatch.setattr(signatures, "PINNED", (LINE,))
    with pytest.raises(IndexRefused, match="is unsigned; accept it unsigned with --allow-unsigned"):
        download(NEW)
    assert download(NEW, allow_unsigned=True).version == NEW


@pytest.mark.usefixtures("named")
def test_an_index_that_is_replaced_before_its_signature_is_fetched(server: Server, tree: Path) -> None:
    """The signature of the old one is gone by then: the new one is fetched, and nothing is refused."""
    publish(tree)
    old = (tree / "index.json").read_bytes()
    publish(tree, **next_of(tree))
    for path in tree.glob("index.*.sig"):
        if small_tree.said(tree)["digest"] not in path.name:
            path.unlink()
    server.behave("index.json", ways.instead(old))
    assert versions() == [OLD, NEW]
    assert len(server.asked("index.json")) == 2


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("way", "message"),
    [
        (ways.page, f"its signature: {A_PAGE}"),
        (ways.page_without_length, f"its signature: {A_PAGE}"),
        (ways.instead(b"-" * 10**6), f"its signature: it is longer than {sshsig.MOST} bytes"),
        (ways.cut, "its signature: cut off after"),
        (ways.status(503), "its signature: HTTP 503"),
        (ways.redirect("file:///etc/passwd"), "its signature: .* is not allowed"),
    ],
)
def test_a_signature_that_cannot_be_had(server: Server, tree: Path, at_hand: Cache, way: Any, message: str) -> None:
    """It may be there: so this is no unsigned index, but none; what was seen before stands."""
    publish(tree)
    server.behave("index.*.sig", always=way)
    with pytest.raises(DownloadError, match=message):
        download(NEW, allow_unsigned=True)
    assert nothing_is_used(at_hand)
    server.heal()
    assert versions() == [OLD, NEW]
    server.behave("index.*.sig", always=way)
    with pytest.warns(StaleIndexWarning, match=rf"its signature: .*using the last one seen: index 2 .* signed by {AS}"):
        assert is_right()


@pytest.mark.usefixtures("named")
def test_the_same_index_in_other_bytes(server: Server, tree: Path) -> None:
    publish(tree)
    content = json.dumps(small_tree.said(tree)).encode()
    (tree / index.INDEX).write_bytes(content)
    sign(tree)
    with pytest.raises(DownloadError, match="not in the form that `mostanad publish` writes"):
        download(NEW)


@pytest.mark.usefixtures("named")
def test_an_older_index_with_its_own_signature(server: Server, tree: Path) -> None:
    publish(tree)
    old = (tree / index.INDEX).read_bytes()
    publish(tree, **next_of(tree))
    assert is_right(OLD)
    (tree / index.INDEX).write_bytes(old)
    with pytest.raises(IndexRefused, match=r"gives index 2 of .*but 3 of .* was seen before"):
        download(NEW)


@pytest.mark.usefixtures("named")
def test_one_that_has_expired_is_told_and_used(server: Server, tree: Path, cli: Any) -> None:
    day = TODAY - dt.timedelta(days=1)
    publish(tree, expires=day, updated=str(TODAY - dt.timedelta(days=9)))
    with pytest.warns(StaleIndexWarning, match=rf"\((9|10) days old, expired on {day}\).*there may be a newer one"):
        assert is_right()
    assert f"expired on {day}" in cli("cache").out


@pytest.mark.usefixtures("named")
def test_one_that_holds_until_today_is_not_told_of(server: Server, tree: Path) -> None:
    publish(tree, expires=dt.date.today(), updated=str(TODAY - dt.timedelta(days=170)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert versions() == [OLD, NEW]


def test_what_was_signed_is_not_followed_by_what_is_not(
    server: Server, tree: Path, cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tree)
    monkeypatch.setenv(environment.KEYS, LINE)
    assert is_right(OLD)
    monkeypatch.delenv(environment.KEYS)
    assert download(NEW, allow_unsigned=True).version == NEW  # the same index
    small_tree.change(tree, lambda made: (made.pop("expires"), made.update(format=1, **next_of(tree))))
    with pytest.raises(
        IndexRefused, match=rf"gives index 3 without a signature that can be verified, .* by {AS}: name"
    ):
        download(NEW, forms="csv", allow_unsigned=True)
    assert cli("cache", "--forget").out.endswith("; what was downloaded is still used, until --clean removes it\n")
    assert download(NEW, forms="csv", allow_unsigned=True).version == NEW
    assert cli("cache", "--forget", "--clean").out.startswith("forgot which indexes were seen\n")


def test_what_was_taken_unsigned_is_remembered_as_signed_once_it_was_checked(
    server: Server, tree: Path, at_hand: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tree)
    download(OLD, allow_unsigned=True)
    known = seen(at_hand, server.address)
    assert known is not None
    assert known.signed_by is None
    monkeypatch.setenv(environment.KEYS, LINE)
    assert versions()
    known = seen(at_hand, server.address)
    assert known is not None
    assert known.signed_by == BY


def test_what_was_taken_unsigned_does_not_stand_in_for_what_must_be_signed(
    server: Server, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tree)
    download(OLD, allow_unsigned=True)
    server.behave("index.json", always=ways.status(503))
    with pytest.raises(IndexRefused, match="no key is known"):
        download(NEW)
    monkeypatch.setenv(environment.KEYS, LINE)
    with pytest.raises(IndexRefused, match="is unsigned"):
        download(NEW)


def test_a_folder_is_ones_own_unless_keys_are_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(environment.INDEX, str(tree))
    monkeypatch.setattr(signatures, "PINNED", (OTHER_LINE,))
    assert is_right(OLD)
    monkeypatch.setenv(environment.KEYS, LINE)
    with pytest.raises(IndexRefused, match="is unsigned, but MOSTANAD_KEYS names"):
        download(NEW)
    publish(tree, **next_of(tree))
    assert is_right(NEW)
    other_index(tree)
    with pytest.raises(IndexRefused, match=r"the signature of the index at .* is not valid"):
        download(NEW, forms="csv")


@pytest.mark.parametrize(
    "keys", ["ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA", f"{LINE}\nx", "/no/such/file", "~nobody/x"]
)
def test_keys_that_are_none(server: Server, tree: Path, cli: Any, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    publish(tree)
    monkeypatch.setenv(environment.KEYS, keys)
    run = cli("download", NEW, "--allow-unsigned")
    assert (run.code, run.err.startswith("mostanad: MOSTANAD_KEYS: "), run.out) == (2, True, "")
    assert cli("verify", tree).code == 2


def test_a_dataset_of_another_key_has_versions_of_its_own_and_an_unsigned_one_has_not(
    server: Server, mirror: Server, tree: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tree)
    monkeypatch.setenv(environment.KEYS, LINE)
    assert versions() == [OLD, NEW]
    mirror.tree = Path(shutil.copytree(template, tmp_path / "fork"))
    small_tree.change(mirror.tree, lambda made: made["releases"][0].update(root="f" * 64))
    unsigned = (mirror.tree / "index.json").read_bytes()
    publish(mirror.tree, OTHER_KEY)
    monkeypatch.setenv(environment.KEYS, OTHER_LINE)
    monkeypatch.setenv(environment.INDEX, mirror.address)
    assert versions() == [OLD, NEW]
    monkeypatch.delenv(environment.KEYS)
    mirror.behave("index.json", always=ways.instead(unsigned))
    monkeypatch.setenv(environment.INDEX, mirror.address.replace("127.0.0.1", "localhost"))
    with pytest.raises(IndexRefused, match=f"the indexes of http://localhost:.* differ in root of release {OLD}"):
        download(NEW, allow_unsigned=True)

"""A tree that is signed: when it is published, when something is withdrawn, and never by accident otherwise."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest
from tests.cases import quick
from tests.publishing.conftest import DAY, KEY, KEYS, OLD, OTHER_KEY, SIGNING, forge, said, sign, signature
from tests.publishing.test_sshsig import needs_ssh_keygen
from tests.releases.conftest import NOWHERE

from mostanad.publishing import index, sshsig
from mostanad.publishing.audit import check_tree
from mostanad.publishing.publish import publish, withdraw
from mostanad.publishing.tree import UNSIGNED, PublishRefused, Signing

LATER = DAY + dt.timedelta(days=1)
OTHERS = (sshsig.public(OTHER_KEY),)


@pytest.fixture
def signed_tree(tree: Path) -> Path:
    """The tree, signed by its own publisher."""
    forge(tree, format=3, expires="2121-01-01")
    sign(tree)
    return tree


def codes(tree: Path, keys: tuple[sshsig.Key, ...] = ()) -> list[str]:
    return [finding.code for finding in check_tree(tree, NOWHERE, keys).findings]


@pytest.mark.slow
def test_published_signed(releases: Path, tmp_path: Path) -> None:
    done = publish(releases, tmp_path / "tree", date=DAY, signing=SIGNING)
    assert (done.index["format"], done.index["expires"]) == (3, str(DAY + dt.timedelta(days=36_500)))
    content = (tmp_path / "tree" / index.INDEX).read_bytes()
    assert sshsig.signer(signature(tmp_path / "tree").read_bytes(), content) == KEYS[0]
    report = check_tree(tmp_path / "tree", NOWHERE, KEYS)
    assert (report.findings, [what for what in report.not_checked if "who published" in what]) == ((), [])
    again = publish(releases, tmp_path / "tree", date=DAY, signing=SIGNING)
    assert not again.is_changed


@pytest.mark.slow
def test_the_signatures_that_are_kept_are_those_of_the_last_two(signed_tree: Path, releases: Path) -> None:
    digests = [said(signed_tree)["digest"]]
    for number in (1, 2):
        publish(releases, signed_tree, date=DAY + dt.timedelta(days=number), signing=SIGNING)
        digests.append(said(signed_tree)["digest"])
        kept = {path.name for path in signed_tree.glob("*.sig")}
        assert kept == {index.signature(digest) for digest in digests[-2:]}
        assert codes(signed_tree, KEYS) == []


def test_only_signatures_of_other_indexes_are_removed(signed_tree: Path, releases: Path) -> None:
    for name in ("index.html.sig", "index..sig", f"index.{'g' * 64}.sig", f"index.{'0' * 65}.sig"):
        (signed_tree / name).touch()
    (signed_tree / index.signature("1" * 64)).mkdir()
    (signed_tree / index.signature("2" * 64)).symlink_to("index.json")
    before = {path.name for path in signed_tree.iterdir()}
    (signed_tree / index.signature("0" * 64)).touch()
    publish(releases, signed_tree, date=DAY + dt.timedelta(days=1), signing=SIGNING)
    assert {path.name for path in signed_tree.iterdir()} == before | {signature(signed_tree).name}


def test_the_signature_is_there_before_the_index(
    signed_tree: Path, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads while it is published finds a signature of either index."""
    replace, seen = os.replace, []

    def instead(source: Path, target: Path) -> None:
        replace(source, target)
        seen.append(target)
        content = (signed_tree / index.INDEX).read_bytes()
        assert sshsig.signer(signature(signed_tree).read_bytes(), content) == KEYS[0]

    monkeypatch.setattr(os, "replace", instead)
    publish(releases, signed_tree, date=LATER, signing=SIGNING)
    assert seen == [signature(signed_tree), signed_tree / index.SCHEMA, signed_tree / index.INDEX]


def test_a_withdrawal_is_signed_too(signed_tree: Path) -> None:
    done = withdraw(signed_tree, [OLD], "privacy: an address", LATER, SIGNING)
    assert (done.index["format"], done.index["updated"]) == (3, str(LATER))
    assert codes(signed_tree, KEYS) == []


def test_a_signed_tree_is_not_published_unsigned_by_accident(signed_tree: Path, releases: Path) -> None:
    before = (signed_tree / index.INDEX).read_bytes()
    signature(signed_tree).unlink()  # that it was signed, the index says
    for way in (
        lambda signing: publish(releases, signed_tree, date=LATER, signing=signing),
        lambda signing: withdraw(signed_tree, [OLD], "privacy", LATER, signing),
    ):
        with pytest.raises(PublishRefused, match="was signed before: give the key"):
            way(UNSIGNED)
        assert (signed_tree / index.INDEX).read_bytes() == before
    publish(releases, signed_tree, date=LATER, signing=Signing(allow_unsigned=True))
    assert (said(signed_tree)["format"], "expires" in said(signed_tree)) == (1, False)


@pytest.mark.parametrize("what", quick(2, ["unsigned", "signature missing", "another's", "edited"]))
def test_nothing_is_signed_that_somebody_else_put_there(tree: Path, releases: Path, what: str) -> None:
    if what != "unsigned":
        forge(tree, format=3, expires="2121-01-01")
        sign(tree, OTHER_KEY if what == "another's" else KEY)
    if what == "signature missing":
        signature(tree).unlink()
    if what == "edited":
        content = signature(tree).read_bytes()
        forge(tree, expires="2120-01-01")
        signature(tree).write_bytes(content)
    before = (tree / index.INDEX).read_bytes()
    with pytest.raises(PublishRefused, match="a new signature would also confirm its content"):
        publish(releases, tree, date=LATER, signing=SIGNING)
    assert (tree / index.INDEX).read_bytes() == before
    publish(releases, tree, date=LATER, signing=Signing(KEY, 36_500, allow_unsigned=True))
    assert codes(tree, KEYS) == []


@pytest.mark.slow
def test_the_next_key_follows_one_that_is_known(signed_tree: Path, releases: Path) -> None:
    """On the same day too, on which nothing else is new."""
    publish(releases, signed_tree, date=LATER, signing=SIGNING)
    with pytest.raises(PublishRefused, match="SHA256:"):
        publish(releases, signed_tree, date=LATER, signing=Signing(OTHER_KEY, 36_500))
    done = publish(releases, signed_tree, date=LATER, signing=Signing(OTHER_KEY, 36_500, KEYS))
    assert (done.is_changed, done.index["sequence"]) == (True, 3)
    assert codes(signed_tree, OTHERS) == []
    assert codes(signed_tree, KEYS) == ["MST641"]


@pytest.mark.slow
def test_what_is_checked_of_a_signature(signed_tree: Path, tree: Path) -> None:
    report = check_tree(signed_tree, NOWHERE)
    assert report.findings == ()
    fingerprint = KEYS[0].fingerprint
    message = f"who published it: the index is signed by {fingerprint}, but MOSTANAD_KEYS names no trusted key"
    assert message in report.not_checked[0]
    assert codes(signed_tree, OTHERS) == ["MST641"]
    path = signature(signed_tree)
    content = path.read_bytes()
    for wrong in (b"", content + b"x", content * 1000):
        path.write_bytes(wrong)
        assert codes(signed_tree) == ["MST641"]
    path.unlink()
    path.symlink_to(signed_tree / index.INDEX)
    assert codes(signed_tree) == ["MST641"]
    path.unlink()
    assert codes(signed_tree) == codes(signed_tree, KEYS) == ["MST640"]
    path.with_name(index.signature("0" * 64)).write_bytes(content)
    assert codes(signed_tree) == ["MST633", "MST640"]


@pytest.mark.slow
def test_an_unsigned_tree_is_no_finding_unless_keys_are_named(tree: Path) -> None:
    report = check_tree(tree, NOWHERE)
    assert report.findings == ()
    assert "who published it: the index is unsigned" in report.not_checked
    assert codes(tree, KEYS) == ["MST640"]


@pytest.mark.slow
def test_a_format_that_does_not_say_that_it_is_signed(tree: Path) -> None:
    """An old program must not take an index that is signed for one that need not be."""
    forge(tree, expires="2121-01-01")
    assert codes(tree)[0] == "MST630"
    forge(tree, format=3, expires="2021-01-01")
    assert "MST630" in codes(tree)


def test_how_many_days_it_holds(tree: Path, releases: Path) -> None:
    publish(releases, tree, date=LATER, signing=Signing(KEY, 1, allow_unsigned=True))
    assert said(tree)["expires"] == str(LATER + dt.timedelta(days=1))
    assert codes(tree, KEYS) == ["MST642"]


@needs_ssh_keygen
def test_by_hand(signed_tree: Path, tmp_path: Path) -> None:
    """As docs/publishing.md shows it; the commands are read from there."""
    page = (Path(__file__).parents[2] / "docs/publishing.md").read_text("utf-8")
    lines = page.partition("<!-- by hand -->\n```sh\n")[2].partition("```")[0]
    assert "ssh-keygen -Y verify" in lines
    lines = lines.replace("ssh-ed25519 AAAA...", KEYS[0].line)
    run = subprocess.run(["sh", "-e", "-c", lines], cwd=signed_tree, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert f'Good "mostanad-index" signature for mostanad with ED25519 key {KEYS[0].fingerprint}' in run.stdout
    (signed_tree / index.INDEX).write_bytes((signed_tree / index.INDEX).read_bytes() + b"\n")
    run = subprocess.run(["sh", "-e", "-c", lines], cwd=signed_tree, capture_output=True, text=True, check=False)
    assert run.returncode != 0

"""mostanad publish, and mostanad verify of a tree."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from tests.publishing.conftest import KEYS, NEW, OLD, first, published, recorded, releases, said, signature, tree
from tests.releases.conftest import release_of_the_world
from typer.testing import CliRunner, Result

from mostanad.cli.main import app
from mostanad.contract import ANSWERS, About
from mostanad.publishing import sshsig
from mostanad.releases import build

__all__ = ["first", "published", "recorded", "releases", "tree"]


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.mark.slow
def test_publish_and_verify(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    done = run(
        "publish", tmp_path / "tree", "--releases", releases, "--date", "2021-12-24", "--mirror", "https://x.org/a/"
    )
    assert done.exit_code == 0
    unanswered, *lines = done.output.splitlines()
    assert unanswered.startswith(f"mostanad: {NEW} does not say whom people who are named in it can ask; fill in")
    assert lines[:2] == [f"published {OLD}", f"published {NEW}"]
    assert lines[2] == f"index 1, {said(tmp_path / 'tree')['digest']}"
    assert said(tmp_path / "tree")["releases"][0]["mirrors"] == ["https://x.org/a"]
    again = run("publish", tmp_path / "tree", "--releases", releases, "--date", "2021-12-24")
    nothing = "nothing is new: index 1 of 2021-12-24 remains valid"
    assert (again.exit_code, again.output.splitlines()) == (0, [unanswered, nothing])
    assert run("verify", tmp_path / "tree").exit_code == 0


@pytest.mark.slow
def test_a_release_that_says_who_answers_is_published_without_a_warning(recorded: Path, tmp_path: Path) -> None:
    tree, filled = tmp_path / "tree", dict.fromkeys(ANSWERS, "https://example.org")
    package = Path(shutil.copytree(recorded / "package", tmp_path / "package"))
    head = json.loads((package / "datapackage.json").read_text("utf-8"))
    (package / "datapackage.json").write_text(json.dumps(head | {"answers": filled}), "utf-8")
    made = build(package, tmp_path / "out")
    done = run("publish", tree, "--releases", tmp_path / "out", "--date", "2021-12-24")
    assert (done.exit_code, done.output.splitlines()[0]) == (0, f"published {NEW}")
    assert About({"answers": filled}).answers in (made / "README.md").read_text("utf-8")
    assert run("verify", made).exit_code == 0
    (made / "README.md").write_text((made / "README.md").read_text("utf-8").replace("example", "example2"), "utf-8")
    assert "MST616" in run("verify", made).output


def test_a_tree_that_was_edited(tree: Path) -> None:
    path = tree / "releases" / OLD / "CITATION.cff"
    path.write_bytes(path.read_bytes() + b"\n")
    done = run("verify", tree)
    assert done.exit_code == 1
    assert f"releases/{OLD}/CITATION.cff" in done.output
    assert "MST632" in done.output


@pytest.mark.slow
def test_what_is_refused_ends_with_one(
    tmp_path: Path, releases: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    unrecorded = release_of_the_world(tmp_path_factory)
    done = run("publish", tmp_path / "tree", "--releases", unrecorded.parent)
    assert done.exit_code == 1
    assert "nothing was published: 2026.11.0 is not recorded" in done.output
    shutil.copytree(releases, tmp_path / "bad")
    (tmp_path / "bad" / NEW / "csv/facts.csv").write_bytes(b"")
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "bad", "--date", "2021-12-24")
    assert done.exit_code == 1
    assert "this release has errors" in done.output
    assert "MST603" in done.output


def test_what_cannot_be_run_ends_with_two(tmp_path: Path, releases: Path) -> None:
    done = run("publish", tmp_path / "tree", "--releases", releases, "--mirror", "ftp://x.org")
    assert done.exit_code == 2
    assert "is not the URL of a mirror" in done.output
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "nothing")
    assert isinstance(done.exception, FileNotFoundError)  # which main() makes a sentence and exit 2 of
    assert not (tmp_path / "tree").exists()


def test_withdraw(tree: Path, releases: Path, tmp_path: Path) -> None:
    given: list[str | Path] = [
        "--withdraw",
        OLD,
        "--reason",
        "privacy: an address",
        "--date",
        "2021-12-25",
        "--releases",
        releases,
    ]
    done = run("publish", tree, *given)
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            f"withdrawn {OLD}, since 2021-12-25, replaced by {NEW}; nothing of it is left in {tree}",
            f"also remove {releases / OLD}",
            f"index 2, {said(tree)['digest']}",
            "mostanad: this index is unsigned; `mostanad keygen` makes a key, --key signs with it",
        ],
    )
    assert run("verify", tree).exit_code == 0
    again = run("publish", tree, "--releases", releases, "--date", "2021-12-25")
    assert again.exit_code == 1
    assert f"nothing was published: {releases / OLD}: {OLD} was withdrawn on 2021-12-25 (privacy: an" in again.output
    (tree / "releases" / OLD).mkdir()
    (tree / "releases" / OLD / "left.csv").touch()
    left = run("verify", tree)
    assert left.exit_code == 1
    assert "MST639" in left.output


def test_mirrors_are_named_from_which_it_must_go_too(tmp_path: Path, releases: Path) -> None:
    tree = tmp_path / "tree"
    run("publish", tree, "--releases", releases, "--date", "2021-12-24", "--mirror", "https://x.org/a")
    done = run("publish", tree, "--withdraw", OLD, "--reason", "privacy", "--date", "2021-12-24")
    assert f"also remove https://x.org/a/releases/{OLD}\n" in done.output


def test_what_is_not_withdrawn(tree: Path) -> None:
    done = run("publish", tree, "--withdraw", NEW, "--reason", "privacy", "--date", "2021-12-24")
    assert done.exit_code == 1
    assert f"nothing was withdrawn: {NEW} is the newest release" in done.output
    for given in (["--withdraw", OLD], ["--reason", "privacy"], ["--withdraw", OLD, "--reason", "a\nb"]):
        assert run("publish", tree, *given).exit_code == 2
    given = ["--withdraw", OLD, "--reason", "privacy", "--mirror", "https://x.org"]
    assert run("publish", tree, *given).exit_code == 2
    assert [release["version"] for release in said(tree)["releases"] if "withdrawn" in release] == []


@pytest.mark.slow
def test_releases_that_still_hold_what_was_removed_for_privacy_are_named(tmp_path: Path, releases: Path) -> None:
    done = run("publish", tmp_path / "tree", "--releases", releases, "--date", "2021-12-24")
    hint = f"mostanad: {OLD} still holds 1 of the facts removed for privacy since; see --withdraw\n"
    assert hint in done.output
    assert "still holds" not in done.output.replace(hint, "")
    run("publish", tmp_path / "tree", "--withdraw", OLD, "--reason", "privacy", "--date", "2021-12-24")
    shutil.copytree(releases / NEW, tmp_path / "new" / NEW)
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "new", "--date", "2021-12-25")
    assert (done.exit_code, "index 3" in done.output, "still holds" in done.output) == (0, True, False)


DAY = ("--date", "2021-12-24")


@pytest.mark.slow
def test_a_key_and_a_signed_tree(tmp_path: Path, releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("keygen", tmp_path / "key")
    line, fingerprint = made.output.splitlines()
    (key,) = sshsig.read_keys(line)
    assert (made.exit_code, fingerprint) == (0, key.fingerprint)
    assert isinstance(run("keygen", tmp_path / "key").exception, FileExistsError)  # of which main() makes exit 2
    given = ("publish", tmp_path / "tree", "--releases", releases, "--expires-in", 36_500 // 10)
    done = run(*given, *DAY, "--key", tmp_path / "key")
    until = said(tmp_path / "tree")["expires"]
    assert (done.exit_code, "unsigned" in done.output, until) == (0, False, "2031-12-22")
    assert "chmod" not in done.output
    assert f", signed, valid until {until}\n" in done.output
    unsigned = run(*given, "--date", "2021-12-25")
    assert unsigned.exit_code == 1
    assert "was signed before: give the key (--key), or --allow-unsigned" in unsigned.output
    monkeypatch.setenv("MOSTANAD_SIGNING_KEY", str(tmp_path / "key"))
    withdrawn = run("publish", tmp_path / "tree", "--withdraw", OLD, "--reason", "privacy", "--date", "2021-12-25")
    assert (withdrawn.exit_code, "index 2, " in withdrawn.output, "signed" in withdrawn.output) == (0, True, True)
    monkeypatch.setenv("MOSTANAD_KEYS", line)
    verified = run("verify", tmp_path / "tree")
    assert f"mostanad: index 2 of 2021-12-25, signed by {fingerprint}, valid until 2022-06-23\n" in verified.output
    assert "MST64" not in verified.output.replace("MST642", "")
    monkeypatch.setenv("MOSTANAD_KEYS", KEYS[0].line)
    wrong = run("verify", tmp_path / "tree")
    assert (wrong.exit_code, "MST641" in wrong.output) == (1, True)
    signature(tmp_path / "tree").unlink()
    assert "MST640" in run("verify", tmp_path / "tree").output


@pytest.mark.skipif(os.name != "posix", reason="not checked: permissions are bits on POSIX only")
@pytest.mark.slow
def test_a_key_that_others_can_read_is_told(tmp_path: Path, releases: Path) -> None:
    run("keygen", tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    done = run("publish", tmp_path / "tree", "--releases", releases, *DAY, "--key", tmp_path / "key")
    assert (done.exit_code, f"run `chmod 600 {tmp_path / 'key'}`" in done.output) == (0, True)


def test_what_is_no_key_ends_with_two(tmp_path: Path, releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("x", "utf-8")
    given = ("publish", tmp_path / "tree", "--releases", releases, *DAY)
    done = run(*given, "--key", tmp_path / "key")
    assert (done.exit_code, "not a private Ed25519 key" in " ".join(done.output.split())) == (2, True)
    assert isinstance(run(*given, "--key", tmp_path / "nothing").exception, FileNotFoundError)
    monkeypatch.setenv("MOSTANAD_KEYS", "ssh-rsa AAAA")
    assert "MOSTANAD_KEYS: 'ssh-rsa AAAA' is not a public key" in str(run(*given).exception)
    assert run("publish", tmp_path / "tree", "--expires-in", "0").exit_code == 2
    assert not (tmp_path / "tree").exists()

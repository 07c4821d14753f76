"""The command site: what it says, and that nothing half-written stays."""

from __future__ import annotations

import builtins
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.releases.conftest import VERSION, release_of_the_world

Cli = Callable[..., Run]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the invented world; not to be changed."""
    return release_of_the_world(tmp_path_factory)


@pytest.mark.slow
def test_it_writes_a_site_and_says_where(cli: Cli, release: Path, tmp_path: Path) -> None:
    run = cli("site", release, "--out", tmp_path / "site", "--address", "https://example.org/x")
    pages = len(list((tmp_path / "site").rglob("*.html")))
    assert (run.code, run.err) == (0, "")
    assert run.out == f"wrote {pages} pages of release {VERSION} to {tmp_path / 'site'}\n"
    assert "https://example.org/x/index.html" in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_version_that_is_not_at_hand_is_told(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOSTANAD_OFFLINE", "1")
    run = cli("site", "1999.1.0", "--out", tmp_path / "site")
    assert run.code != 0
    assert "1999.1.0" in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_release_that_is_damaged_is_told(cli: Cli, release: Path, tmp_path: Path) -> None:
    for name, content in {"events.parquet": b"", "facts.parquet": None}.items():
        spoilt = Path(shutil.copytree(release, tmp_path / name / VERSION))
        if content is None:
            (spoilt / "parquet" / name).unlink()
        else:
            (spoilt / "parquet" / name).write_bytes(content)
        run = cli("site", spoilt, "--out", tmp_path / name / "site")
        assert run.code != 0
        assert "Traceback" not in run.err
        assert "verify" in run.err
        assert [path.name for path in (tmp_path / name).iterdir()] == [VERSION]


def test_an_address_that_is_none_is_told(cli: Cli, release: Path, tmp_path: Path) -> None:
    run = cli("site", release, "--out", tmp_path / "site", "--address", "example.org")
    assert run.code == 2
    assert "'example.org' is not a web address" in run.err
    assert list(tmp_path.iterdir()) == []


def test_something_else_in_the_directory_is_told_and_stays(cli: Cli, release: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    for out in (tmp_path, tmp_path / "letter.txt"):
        run = cli("site", release, "--out", out)
        assert run.code != 0
        assert "the path exists and is not a site of mostanad" in run.err
        assert "Traceback" not in run.err
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("letter.txt", "mine")]


def test_what_cannot_be_written_leaves_nothing_half_written(
    cli: Cli, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mostanad.site import builder

    kept = builder._text
    written = []

    def full(path: Path, text: str) -> None:
        written.append(path)
        if len(written) > 20:
            raise OSError(28, "No space left on device", str(path))
        kept(path, text)

    monkeypatch.setattr(builder, "_text", full)
    run = cli("site", release, "--out", tmp_path / "site")
    assert run.code != 0
    assert "No space left on device" in run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []


def test_without_jinja_it_says_what_to_install(
    cli: Cli, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "jinja2":
            raise ModuleNotFoundError("No module named 'jinja2'", name="jinja2")
        return importing(name, *args, **kwargs)

    for name in [name for name in sys.modules if name.startswith(("mostanad.site", "jinja2"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    run = cli("site", release, "--out", tmp_path / "site")
    assert (run.code, run.out) == (2, "")
    assert "mostanad[site]" in run.err
    assert "Traceback" not in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_serves_what_it_wrote_if_asked(
    cli: Cli, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mostanad.site import serving

    served: list[tuple[Path, int]] = []
    monkeypatch.setattr(serving, "serve_site", lambda folder, port, say: served.append((folder, port)))
    run = cli("site", release, "--out", tmp_path / "site", "--serve", "--port", "0")
    assert run.code == 0
    assert served == [(tmp_path / "site", 0)]

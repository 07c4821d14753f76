"""Files from a server that misbehaves: the right bytes, or a clear error."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import server as ways
from tests.loader.download import small_tree
from tests.loader.download.conftest import A_PAGE, TABLE, is_right, nothing_is_used
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW

from mostanad.loader import DownloadError, StaleIndexWarning, download, versions
from mostanad.loader.download import fetch_file
from mostanad.loader.download.cache import Cache
from mostanad.publishing import files, index


def test_a_connection_that_is_cut_is_resumed(server: Server) -> None:
    server.behave(f"*/{TABLE}", ways.cut, ways.cut)
    assert is_right()
    ranges = server.asked(TABLE)
    size = (server.tree / "releases" / NEW / TABLE).stat().st_size
    half = (size + 1) // 2
    assert ranges == [None, f"bytes={half}-", f"bytes={half + (size - half + 1) // 2}-"]


def test_a_download_that_was_given_up_goes_on_the_next_time(server: Server, at_hand: Cache) -> None:
    server.behave(f"*/{TABLE}", ways.cut, always=ways.status(503))
    server.behave("archives/*", always=ways.status(404))
    with pytest.raises(DownloadError, match="HTTP 503"):
        download(NEW)
    assert nothing_is_used(at_hand)
    server.heal()
    assert is_right()
    assert [found is not None for found in server.asked(TABLE)] == [True]


@pytest.mark.parametrize("way", [ways.no_ranges, ways.other_range, ways.status(416)])
def test_a_server_that_resumes_wrongly_is_read_from_the_beginning(server: Server, way: ways.Way) -> None:
    server.behave(f"*/{TABLE}", ways.cut, way)
    assert is_right()
    assert server.asked(TABLE)[0] is None


def test_a_server_without_ranges_that_is_cut(server: Server) -> None:
    server.behave(f"*/{TABLE}", ways.cut_no_ranges, ways.cut_no_ranges, ways.no_ranges)
    assert is_right()


@pytest.mark.parametrize("way", [ways.right, ways.no_ranges])
@pytest.mark.parametrize("more", [-1000, -1, 0, 10**6])
def test_what_was_kept_of_another_file_is_not_used(server: Server, at_hand: Cache, way: ways.Way, more: int) -> None:
    entry = files.entry(server.tree / "releases" / NEW, TABLE)
    at_hand.make()
    part = at_hand.part(entry["sha256"])
    part.parent.mkdir()
    part.write_bytes(b"x" * (entry["bytes"] + more))
    server.behave(f"*/{TABLE}", always=way)
    assert is_right()
    assert server.asked(".tar.gz") == []


BAD = {
    "truncated": (ways.truncated, "bytes there, but .* in the index"),
    "flipped": (ways.flipped, "its sha256 differs"),
    "longer": (ways.longer, "bytes there, but .* in the index"),
    "longer_without_length": (ways.longer_without_length, "longer there than in the index"),
    "cut": (ways.cut, "cut off after [0-9]+ of"),
    "cut_without_length": (ways.cut_without_length, "cut off after [0-9]+ of"),
    "page": (ways.page, A_PAGE),
    "hidden_page": (ways.hidden_page, "its sha256 differs"),
    "page_without_length": (ways.page_without_length, "cut off after [0-9]+ of|what was resumed"),
    "zipped": (ways.zipped, "bytes there, but .* in the index"),
    "silent": (ways.silent, "no answer within"),
    "garbage": (ways.garbage, "nothing|status line|BadStatusLine"),
    "403": (ways.status(403), "HTTP 403"),
    "404": (ways.status(404), "HTTP 404"),
    "500": (ways.status(500), "HTTP 500"),
    "204": (ways.status(204), "HTTP 204"),
    "to a file": (ways.redirect("file:///etc/passwd"), "file:///etc/passwd.* is not allowed"),
    "to ftp": (ways.redirect("ftp://127.0.0.1/x"), "redirects to ftp:"),
    "in a circle": (ways.redirect("/index.json/../index.json"), "cannot be fetched"),
    "elsewhere": (ways.redirect("http://127.0.0.1:1/x"), "refused"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", BAD)
def test_a_bad_place_is_told_and_leaves_nothing(server: Server, at_hand: Cache, way: str) -> None:
    how, message = BAD[way]
    monkey = [f"releases/{NEW}/parquet/*", "archives/*"]
    for pattern in monkey:
        server.behave(pattern, always=how)
    with pytest.raises(DownloadError, match=rf"(?s){TABLE} cannot be fetched:.*{server.address}.*(?:{message})"):
        download(NEW)
    assert nothing_is_used(at_hand)
    server.heal()
    assert is_right()


@pytest.mark.slow
@pytest.mark.parametrize("way", BAD)
def test_a_good_mirror_makes_up_for_a_bad_place(server: Server, mirror: Server, way: str) -> None:
    server.behave("releases/*", always=BAD[way][0])
    server.behave("archives/*", always=BAD[way][0])
    assert is_right()
    assert mirror.asked(TABLE)
    assert len(server.requests) <= fetch_file.TRIES + 15  # a mirror that fails is asked after the others


@pytest.mark.slow
@pytest.mark.parametrize("way", BAD)
def test_an_archive_makes_up_for_bad_files(server: Server, way: str) -> None:
    server.behave("releases/*", always=BAD[way][0])
    assert is_right()
    assert server.asked(".tar.gz")


@pytest.mark.slow
@pytest.mark.parametrize("way", BAD)
def test_files_make_up_for_a_bad_archive(server: Server, at_hand: Cache, way: str) -> None:
    server.behave("archives/*", always=BAD[way][0])
    download(NEW, forms="all")
    assert server.asked(".tar.gz")
    assert is_right()


@pytest.mark.parametrize("way", [ways.cut, ways.status(500), ways.status(503), ways.silent, ways.garbage])
def test_what_passes_is_tried_again_in_silence(server: Server, way: ways.Way, recwarn: Any) -> None:
    server.behave(f"*/{TABLE}", way)
    server.behave("index.json", way)
    assert is_right()
    assert len(server.asked("index.json")) >= 2
    assert server.asked(".tar.gz") == []
    assert list(recwarn) == []


def test_an_archive_alone_is_enough_where_there_are_no_folders(server: Server, at_hand: Cache, tmp_path: Path) -> None:
    """As on a page of releases: the index is there, and the archives lie elsewhere."""
    other = Server(tmp_path / "other")
    name = Path(index.archive(NEW)).name
    (tmp_path / "other").mkdir()
    shutil.move(server.tree / "archives" / name, tmp_path / "other" / name)
    shutil.rmtree(server.tree / "releases")
    small_tree.change(
        server.tree, lambda made: made["releases"][1]["archive"].update(mirrors=[f"{other.address}/{name}"])
    )
    assert is_right()
    assert list((at_hand.root / "parts").iterdir()) == []  # its files are kept, and not itself
    other.close()


def test_whoever_is_gone_is_told(server: Server, at_hand: Cache) -> None:
    server.close()
    with pytest.raises(DownloadError, match=r"the index at .* cannot be fetched: .*refused"):
        download(NEW)
    with pytest.warns(StaleIndexWarning, match="listing only releases on this machine"):
        assert versions() == []

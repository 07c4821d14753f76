"""Files of others: how much of them is read, and what is not opened at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mostanad.files import PackageError, limits, open_package
from mostanad.files.reading import NotAFile, TooLarge, Unread, excess, parse_json, read_file


def test_a_file_of_the_size_that_is_allowed_is_read_and_no_greater_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc\r\n")
    assert read_file(path, 5) == b"abc\r\n"
    with pytest.raises(TooLarge):
        read_file(path, 4)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="not checked: such files are there on Linux only")
def test_a_file_that_lies_about_its_size_is_not_read_beyond_the_limit() -> None:
    assert os.stat("/proc/self/status").st_size == 0
    with pytest.raises(TooLarge):
        read_file(Path("/proc/self/status"), 10)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="not checked: there are no pipes with names here")
def test_neither_a_pipe_nor_a_device_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "datapackage.json")
    for path in (tmp_path / "datapackage.json", Path("/dev/zero")):
        with pytest.raises(NotAFile):
            read_file(path, 10)
    with pytest.raises(PackageError, match=r"cannot be read \(not a file\)"):
        open_package(tmp_path)


def test_a_table_within_the_limits() -> None:
    assert excess(b"x" * limits.LINE_BYTES + b"\n" + b"," * limits.COMMAS) is None
    assert excess(b"\n" * limits.LINES) is None


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a\n" + b"x" * (limits.LINE_BYTES + 1), 2, "the line has 64,001 bytes; 64,000 are allowed"),
        (b"a\nb\n" + b"," * (limits.COMMAS + 1), 3, "the line has 1,001 commas; 1,000 are allowed"),
        (b"\n" * (limits.LINES + 1), 0, "it has more than 200,000 lines"),
    ],
    ids=["line", "commas", "lines"],
)
def test_a_table_beyond_the_limits(content: bytes, line: int, message: str) -> None:
    assert excess(content) == (line, message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1, "a": 2}', "the key 'a' is repeated"),
        (b'{"\\u001b[31m": 1, "\\u001b[31m": 2}', r"the key '\\x1b\[31m' is repeated"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b"[" * 51 + b"]" * 51, "nested deeper than 50 levels"),
    ],
)
def test_json_that_programs_read_in_different_ways(content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_json(content)


def test_json_as_deep_as_is_allowed() -> None:
    assert parse_json(b"[" * 50 + b"]" * 50)


def test_a_descriptor_that_lies_elsewhere_or_has_too_much_in_it(tmp_path: Path) -> None:
    path = tmp_path / "package" / "datapackage.json"
    path.parent.mkdir()
    (tmp_path / "secret.json").write_text('{"resources": []}', "utf-8")
    path.symlink_to("../secret.json")
    with pytest.raises(PackageError, match="leads out of the package"):
        open_package(path.parent)
    path.unlink()
    path.write_text(f'{{"resources": [{", ".join(["null"] * 1001)}]}}', "utf-8")
    with pytest.raises(PackageError, match="has more than 1,000 resources"):
        open_package(path.parent)


def test_a_file_that_is_read_in_parts_is_the_one_that_was_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"abcdef\n")
    unread = Unread(path)
    assert (len(unread), unread[2:4], unread[-1:], unread[5:3], unread[:]) == (7, b"cd", b"\n", b"", b"abcdef\n")
    other = tmp_path / "b.csv"
    other.write_bytes(b"abcdeg\n")
    other.replace(path)
    with pytest.raises(OSError, match="changed while it was being read"):
        unread[:]
    with pytest.raises(NotAFile):
        Unread(tmp_path)
    with pytest.raises(FileNotFoundError):
        Unread(other)

"""Documents: the bytes of a passage, and finding a document by its hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.documents.document import Document, PassageError
from mostanad.documents.folder import Documents, sha256
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat

TEXT = "a é 🚢 بهرام\r\nzwei\nsecond e\u0301\u200c\n"


def passage(selector: str, content: bytes = TEXT.encode(), form: str = "text") -> bytes:
    return Document(content, DocumentFormat(form)).passage(parse(selector))


def test_the_hash_is_that_of_the_standard() -> None:
    """The two values of FIPS 180-4's examples and of the empty message."""
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@each(
    ("selector", "words"),
    [
        ("char=0,1", "a"),
        ("char=2,3", "é"),
        ("char=4,5", "🚢"),
        ("char=6,11", "بهرام"),
        ("char=11,13", "\r\n"),
        ("char=0,5", "a é 🚢"),
        ("char=18,26", "second e"),
        ("char=18,27", "second e\u0301"),
        (f"char=0,{len(TEXT)}", TEXT),
    ],
)
def test_characters_are_those_of_the_text_as_it_is(selector: str, words: str) -> None:
    assert passage(selector) == words.encode("utf-8")


@given(st.text(min_size=1), st.data())
def test_any_characters_are_cut_as_python_does(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert passage(f"char={start},{end}", text.encode()) == text[start:end].encode()


def test_a_byte_order_mark_is_a_character() -> None:
    content = b"\xef\xbb\xbfab"
    assert passage("char=0,1", content) == b"\xef\xbb\xbf"
    assert passage("char=1,2", content) == b"a"
    assert Document(content, DocumentFormat.TEXT).text == "\ufeffab"


@each(
    ("selector", "content", "found"),
    [
        ("line=0,1", b"a\nb\nc\n", b"a"),
        ("line=1,2", b"a\nb\nc\n", b"b"),
        ("line=0,2", b"a\nb\nc\n", b"a\nb"),
        ("line=2,3", b"a\nb\nc", b"c"),
        ("line=0,2", b"a\r\nb\r\nc", b"a\r\nb"),
        ("line=0,1", b"a\rb", b"a"),
        ("line=0,1", b" a \r\n", b" a "),
        ("line=0,2", b"a\n\nb\n", b"a\n"),
        ("line=0,3", b"a\n\n\nb\n", b"a\n\n"),
        ("line=1,2", b"a\n\nb\n", b""),
        ("line=0,1", b"\xff;\xc3\n", b"\xff;\xc3"),
        ("line=0,1", "a\u2028b\x0bc\x85\n".encode(), "a\u2028b\x0bc\x85".encode()),
    ],
)
def test_lines_are_bytes_without_the_last_line_end(selector: str, content: bytes, found: bytes) -> None:
    assert passage(selector, content, "csv") == passage(selector, content, "text") == found


@each(
    ("selector", "form", "message"),
    [
        (f"char={len(TEXT) - 1},{len(TEXT) + 1}", "text", f"ends after the document, which has {len(TEXT)} characters"),
        ("char=500,600", "text", "ends after the document"),
        ("line=2,4", "text", "ends after the document, which has 3 lines"),
        ("line=9,10", "csv", "ends after the document, which has 3 lines"),
        ("char=0,1", "csv", "a document of format csv has no char= passages"),
        ("record=1", "text", "a document of format text has no record= passages"),
        ("record=1", "csv", "a document of format csv has no record= passages"),
        ("absent=1", "text", "a document of format text has no absent= passages"),
    ],
)
def test_a_passage_that_is_not_there(selector: str, form: str, message: str) -> None:
    with pytest.raises(PassageError, match=message):
        passage(selector, form=form)


def test_the_hash_of_a_passage_is_that_of_its_bytes() -> None:
    annex = Document(b"no\tname\n1\tX\n", DocumentFormat.EU_ANNEX)
    for selector in ("line=0,1", "record=1", "absent=2", "absent=3"):
        assert annex.digest(parse(selector)) == sha256(annex.passage(parse(selector)))
    with pytest.raises(PassageError, match="the list has a record 1"):
        annex.digest(parse("absent=1"))


ANNEX = "no\tname\taka\tlisted_on\n25\tSALAVATI Abdolghassem\t\t2011-04-12\n97\tRAHIMI Hossein\t\t2022-10-17\n"


@each("name", ["Ali Shamkhani", "Amin Hossein Rahimi", "Hassan Rahimi"])
def test_a_name_is_absent_if_nobody_on_the_list_has_all_of_it(name: str) -> None:
    annex = Document(ANNEX.encode(), DocumentFormat.EU_ANNEX)
    assert annex.passage(parse(f"absent={name}")) == annex.content


@each(
    ("name", "message"),
    [
        ("Hossein Rahimi", "the list has the name Hossein Rahimi"),
        ("Hosein Rahimi", "the list has the name Hossein Rahimi"),
        ("Abolghassem Salavati", "the list has the name Abdolghassem Salavati"),
        ("Rahimi", "'Rahimi' is not a key"),
        ("Rahimi 2", "'Rahimi 2' is not a key"),
    ],
)
def test_a_name_that_may_be_on_the_list_is_not_absent(name: str, message: str) -> None:
    with pytest.raises(PassageError, match=message):
        passage(f"absent={name}", ANNEX.encode(), "eu_annex")


def test_in_a_list_that_cannot_be_read_nobody_is_absent() -> None:
    with pytest.raises(PassageError, match="not a list of format eu_annex"):
        passage("absent=Ali Shamkhani", b"no\tname\n\tX\n", "eu_annex")


def test_nothing_is_in_an_empty_document() -> None:
    for selector in ("char=0,1", "line=0,1"):
        with pytest.raises(PassageError, match="which has 0"):
            passage(selector, b"")


def test_a_text_that_is_not_utf_8_has_no_characters() -> None:
    document = Document(b"abc\xff", DocumentFormat.TEXT)
    for read in (lambda: document.text, lambda: document.passage(parse("char=0,1"))):
        with pytest.raises(PassageError, match="the document is not UTF-8: byte 3"):
            read()
    assert document.passage(parse("line=0,1")) == b"abc\xff"


def test_a_document_is_found_by_its_hash_whatever_its_name(tmp_path: Path) -> None:
    contents = {"a.txt": b"one", "deep/er/بدون نام": b"two", ".hidden": b"three", "empty": b""}
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "broken").symlink_to("nowhere")
    documents = Documents.at_hand(tmp_path)
    for content in contents.values():
        assert documents.find(hashlib.sha256(content).hexdigest()) == content
    assert documents.find(sha256(b"four")) is None
    assert documents.find("") is None


def test_a_document_that_changed_since_is_another(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"one")
    documents = Documents(tmp_path)
    assert documents.find(sha256(b"one")) == b"one"
    path.write_bytes(b"two")
    assert documents.find(sha256(b"one")) is None
    assert Documents(tmp_path).find(sha256(b"two")) == b"two"


def test_two_copies_are_one_document(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"one")
    assert Documents(tmp_path).find(sha256(b"one")) == b"one"


def test_the_folder_is_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    assert Documents.at_hand().folder is None
    assert Documents.at_hand().find(sha256(b"")) is None
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(one))
    assert Documents.at_hand().folder == one
    assert Documents.at_hand(other).folder == other
    assert Documents.at_hand(str(other)).folder == other
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", "")
    assert Documents.at_hand().folder is None


def test_a_folder_that_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    for name in ("none", "file"):
        with pytest.raises(FileNotFoundError, match=f"{name}: no such folder of documents"):
            Documents.at_hand(tmp_path / name)
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError, match="none: no such folder of documents"):
        Documents.at_hand()

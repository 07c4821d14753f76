"""The site as a whole: nothing leads nowhere, the same bytes each time, whole or not at all."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.site.reading import fetched, ids, led_to, place, read_file

from mostanad.loader import Release
from mostanad.site import build_site, builder
from mostanad.site.contents import Record
from mostanad.site.page import MISSING

Break = Callable[[pytest.MonkeyPatch], None]


def pages_of(site: Path) -> dict[str, Path]:
    """All but the one that stands for those that are missing."""
    found = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}
    return {path: file for path, file in found.items() if not path.endswith(MISSING)}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_page_is_well_made(site: Path) -> None:
    """Elements are closed, no id stands twice, there is one heading, and what is shown comes from the site."""
    for path, file in pages_of(site).items():
        page = read_file(file)
        assert [key for key, count in Counter(ids(page)).items() if count > 1] == [], path
        assert len(page.all("h1")) == 1, path
        for address in fetched(page):
            target, _ = place(path, address)
            assert (site / target).is_file(), (path, address)
        for link in led_to(page):
            if "//" in link.attributes["href"]:
                assert link.attributes["rel"] == "noreferrer nofollow"
                assert link.attributes["href"] == "https://example.org/blue-story"
            for inner in link.walk():
                assert inner is link or inner.tag != "a", path


@pytest.mark.slow
def test_the_page_for_missing_pages_leads_on_from_any_depth(invented: Release, site: Path, tmp_path: Path) -> None:
    build_site(invented, tmp_path / "site")
    build_site(invented, tmp_path / "in-a-folder", "/record")
    assert not (tmp_path / "in-a-folder/sitemap.xml").exists()  # of a folder the rest of the address is not known
    assert "canonical" not in (tmp_path / "in-a-folder/index.html").read_text("utf-8")
    for folder, root in ((site, "/norland/"), (tmp_path / "site", "/"), (tmp_path / "in-a-folder", "/record/")):
        page = read_file(folder / MISSING)
        addresses = [*fetched(page), *(link.attributes["href"] for link in led_to(page))]
        assert len(addresses) > 10
        for address in addresses:
            assert address.startswith((root, "#"))
            assert address[0] == "#" or (folder / address.removeprefix(root).partition("#")[0]).is_file(), address


@pytest.mark.slow
def test_every_link_of_the_real_site_leads_somewhere(real_site: Path, real_record: Record) -> None:
    """Fifty megabytes: so by pattern; test_every_page_is_well_made says that the pattern finds what a browser does."""
    known: dict[str, set[str]] = {}
    asked: dict[tuple[str, str], str] = {}
    outside: set[str] = set()
    for path, file in pages_of(real_site).items():
        text = file.read_text("utf-8")
        found = re.findall(r'\sid="([^"]*)"', text)
        assert len(found) == len(set(found)), path
        known[path] = set(found)
        for before, address in set(re.findall(r'<(\w+)[^<>]*?\s(?:href|src|action)="([^"]*)"', text)):
            if before == "a" and re.match(r"https?://", address):
                outside.add(html.unescape(address))
            else:
                asked[place(path, address)] = path
    for (target, fragment), path in asked.items():
        assert target in known or (real_site / target).is_file(), (path, target)
        assert not fragment or fragment in known[target], (path, target, fragment)
    assert len(asked) > 20_000
    documents = {row[name] for row in real_record.sources.values() for name in ("url", "archive_url") if row[name]}
    assert outside == documents  # nowhere else


@pytest.mark.slow
def test_no_page_is_longer_than_100_kilobytes(real_site: Path) -> None:
    sizes = {path: file.stat().st_size for path, file in pages_of(real_site).items()}
    assert {path: size for path, size in sizes.items() if size > 100_000} == {}
    assert len(sizes) > 10_000


def test_the_pattern_finds_every_link_that_a_browser_finds(site: Path) -> None:
    for path, file in pages_of(site).items():
        page, text = read_file(file), file.read_text("utf-8")
        found = Counter(address for _, address in re.findall(r'<(\w+)[^<>]*?\s(?:href|src|action)="([^"]*)"', text))
        links = page.all("link", rel="canonical") + page.all("link", rel="alternate")
        expected = [one.attributes["href"] for one in [*led_to(page), *links]] + fetched(page)
        assert found == Counter(expected), path


def test_every_row_document_and_event_has_its_page(record: Record, site: Path) -> None:
    found = defaultdict(set)
    for path in pages_of(site):
        folder, _, name = path.rpartition("/")
        found[folder].add(name.removesuffix(".html"))
    assert found["rows"] == set(record.rows)
    assert found["sources"] == set(record.sources)
    for table in ("events", "parties", "programmes"):
        assert found[table] == {next(iter(row.values())) for row in record.tables[table]}
    assert found["officials"] == record.dossiers


@pytest.mark.slow
def test_the_same_release_gives_the_same_bytes(invented: Release, site: Path, tmp_path: Path) -> None:
    count = build_site(invented, tmp_path / "again", "https://example.org/norland")
    again, before = files_of(tmp_path / "again"), files_of(site)
    assert again.keys() == before.keys()
    assert [path for path, content in again.items() if before[path] != content] == []
    assert count == sum(path.endswith(".html") for path in again)


#: Builds all of a site but eight in nine of the pages of rows, of which there are more than of all others, and alike.
_AGAIN = """
import sys
from pathlib import Path
from mostanad.loader import Release
from mostanad.site import builder
whole = builder._in_all_languages
builder._in_all_languages = lambda record: [
    one for number, one in enumerate(whole(record)) if one[1].template != "row" or number % 9 == 0
]
release, out = map(Path, sys.argv[1:])
builder.build_site(Release(release, release.name), out)
"""


@pytest.mark.slow
def test_the_command_writes_the_same_site_in_each_language(invented: Release, site: Path, tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("mostanad"), "site", invented.path, "--out", tmp_path / "site"]
    subprocess.run([*command, "--address", "https://example.org/norland"], check=True, capture_output=True)
    written, before = files_of(tmp_path / "site"), files_of(site)
    assert written.keys() == before.keys()
    assert [path for path, content in written.items() if before[path] != content] == []
    assert "fa/index.html" in written


@pytest.mark.slow
def test_the_real_release_gives_the_same_bytes_in_another_process(
    real: Release, real_site: Path, tmp_path: Path
) -> None:
    """One in which sets have another order, and in which a page cannot lean on the one before."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", _AGAIN, str(real.path), str(tmp_path / "again")]
    subprocess.run(command, env=environment, check=True)
    again, before = files_of(tmp_path / "again"), files_of(real_site)
    assert {path for path, content in again.items() if before.get(path) != content} == {builder.MARKER}
    left_out = before.keys() - again.keys()
    assert {path.removeprefix("fa/").partition("/")[0] for path in left_out} == {"rows"}
    assert len(again) > len(before) / 4
    assert sum("rows/" in path for path in again) > 1000


@pytest.mark.slow
def test_a_known_address_stands_in_the_sitemap_and_nowhere_else_if_none_is_known(
    invented: Release, site: Path, tmp_path: Path
) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = [one.text for one in ElementTree.parse(site / "sitemap.xml").iter(f"{space}loc")]
    assert sorted(map(str, places)) == sorted(f"https://example.org/norland/{path}" for path in pages_of(site))
    assert "Sitemap: https://example.org/norland/sitemap.xml" in (site / "robots.txt").read_text("utf-8")
    build_site(invented, tmp_path / "site")
    assert files_of(tmp_path / "site").keys() == files_of(site).keys() - {"sitemap.xml", "robots.txt"}
    assert not [path for path, content in files_of(tmp_path / "site").items() if b'rel="canonical"' in content]


@pytest.mark.slow
def test_an_address_with_signs_of_xml_is_written_as_it_is(invented: Release, tmp_path: Path) -> None:
    build_site(invented, tmp_path / "site", 'https://example.org/a&b<"c')
    (first, *_) = ElementTree.parse(tmp_path / "site/sitemap.xml").iter(
        "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    )
    assert first.text == 'https://example.org/a&b<"c/index.html'
    (canonical,) = read_file(tmp_path / "site/index.html").all("link", rel="canonical")
    assert canonical.attributes["href"] == first.text


@pytest.mark.slow
def test_progress_is_told(invented: Release, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    count = build_site(invented, tmp_path / "site", progress=lambda done, of: told.append((done, of)))
    assert told == [(number, count) for number in range(1, count + 1)]
    assert json.loads((tmp_path / "site" / builder.MARKER).read_text("utf-8")) == {
        "version": "2026.11.0",
        "pages": count,
    }


@pytest.mark.parametrize("base", ["example.org", "ftp://example.org", "javascript:alert(1)", "//example.org"])
def test_what_is_no_address_of_the_web_is_refused(base: str, invented: Release, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not a web address"):
        build_site(invented, tmp_path / "site", base)
    assert list(tmp_path.iterdir()) == []


def _fail(*_: Any, **__: Any) -> None:
    raise OSError(28, "no space left on device")


@pytest.mark.slow
@pytest.mark.parametrize(
    "breaks",
    [
        lambda patch: patch.setattr(builder, "_text", _fail),
        lambda patch: patch.setattr(builder, "_others", _fail),
        lambda patch: patch.setattr(builder, "put", _fail),
    ],
    ids=["first page", "other files", "last step"],
)
def test_what_fails_leaves_the_site_that_was_there(
    breaks: Break, invented: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    build_site(invented, out)
    before = files_of(out)
    breaks(monkeypatch)
    with pytest.raises(OSError, match="no space"):
        build_site(invented, out, "https://example.org/other")
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_a_site_gives_way_to_a_site_and_nothing_of_it_is_left(invented: Release, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build_site(invented, out, "https://example.org/")
    (out / "rows/gone.html").write_text("old", "utf-8")
    build_site(invented, out)
    assert not (out / "rows/gone.html").exists()
    assert not (out / "sitemap.xml").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_an_empty_directory_gives_way(invented: Release, tmp_path: Path) -> None:
    (tmp_path / "deep/site").mkdir(parents=True)
    build_site(invented, tmp_path / "deep/site")
    assert (tmp_path / "deep/site/index.html").is_file()


def test_something_else_is_never_replaced(invented: Release, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/letter.txt").write_text("mine", "utf-8")
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mostanad-site.json").write_text("{}", "utf-8")
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    before = files_of(tmp_path)
    for name in ("folder", "letter.txt", "link", "site"):
        with pytest.raises(FileExistsError, match="is not a site of mostanad"):
            build_site(invented, tmp_path / name)
    assert files_of(tmp_path) == before
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "site").is_symlink()


def test_no_rule_of_style_hides_a_sentence_that_leads_nowhere() -> None:
    """The second half of a lead can be one sentence without a link, as where no head is named: it is shown too."""
    style = (Path(builder.__file__).parent / "static/style.css").read_text("utf-8")
    assert [line for line in style.splitlines() if ".more" in line and "display: none" in line] == []

"""Writes the site: whole or not at all, the same bytes for the same release."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import escape

from mostanad.contract import codebook
from mostanad.documents.folder import Documents
from mostanad.files.place import put, refuse_to_replace, workplace
from mostanad.loader import Release
from mostanad.loader.listings import plot_listings
from mostanad.loader.overlaps import plot_bodies, plot_overlaps
from mostanad.models.language import Language, say, speaking
from mostanad.models.vocabularies import Support
from mostanad.site import (
    about,
    authorities,
    bodies,
    catalogues,
    dossiers,
    events,
    fact_checks,
    provinces,
    search_files,
    timelines,
)
from mostanad.site.contents import Record
from mostanad.site.page import MISSING, Page, folder_of
from mostanad.site.voices import script

#: The file by which a site is known: only a site gives way to a site.
MARKER = "mostanad-site.json"
_STATIC = Path(__file__).with_name("static")
#: The picture that other sites show beside a link, 1200 by 630.
_PREVIEW = "preview.png"
#: The rows of a list that can be filtered.
_LIST = re.compile(r'<table id="list".*?(<tbody.*?)</table>', re.DOTALL)
#: What a script says.
_SAID = re.compile(r'\bsay\("([^"]+)"')
#: How many addresses a sitemap may have.
_MAPPED = 50_000


class NoAddress(ValueError):
    """What should be the address of the site is not one."""


def build_site(
    release: Release,
    out: Path | str,
    base: str = "",
    progress: Callable[[int, int], None] | None = None,
    documents: Path | None = None,
) -> int:
    """Write a release as a website.

    Args:
        release: the release.
        out: the directory of the site; made if it is missing. A site that lies there gives way to the new one.
        base: the address at which it will be served, or of that only the folder of the server (``/record/``), which the
            links of ``404.html`` need; without the whole there is no sitemap, and citations name no address.
        progress: is told how many pages are written, and of how many.
        documents: a folder with source documents, of whose passages the pages then have the words; without it no word
            of a document is on a page, also where ``MOSTANAD_DOCUMENTS`` names a folder.

    Returns:
        how many pages it has.

    Raises:
        FileExistsError: if something else than a site lies there.
        NoAddress: a ValueError, if ``base`` is neither an address of the Web nor a folder of a server.
        OSError: if it cannot be written; what lay there before lies there as it was.
    """
    out = Path(out).absolute()
    if base and not re.match("https?://|/(?!/)", base):
        raise NoAddress(f"{base!r} is not an address of the Web: it begins with https://, or with / if it is a folder")
    base = base and f"{base.removesuffix('/')}/"
    refuse_to_replace(out, MARKER, "site of mostanad")
    record = Record.of(release, Documents(documents))
    out.parent.mkdir(parents=True, exist_ok=True)
    with workplace(out) as made:
        paths, rows, pages = [], defaultdict[tuple[str, str], list[Any]](list), list(_in_all_languages(record))
        for number, (language, page) in enumerate(pages, 1):
            with speaking(language):
                html, asked = page.html(record, base), page.asked()
            folder = folder_of(language)
            _text(made / folder / page.path, html)
            paths.append(folder + page.path)
            if page.of and (found := _LIST.search(html)):
                moved = re.sub(rf'href="{re.escape(page.root)}(?!https?:)', 'href="~/', found[1])
                rows[folder, page.of].append([moved, asked])
            if progress is not None:
                progress(number, len(pages))
        for path, text in chain(_others(record, paths, base), _scripts(rows)):
            _text(made / path, text)
        if record.about.name == "mostanad":  # the picture says so
            shutil.copy(_STATIC / _PREVIEW, made)
        for path in chain(*record.downloads.values()):
            (made / about.DOWNLOADS / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(release.path / path, made / about.DOWNLOADS / path)
        refuse_to_replace(out, MARKER, "site of mostanad")  # somebody may have put it there meanwhile
        put(made, out)
    return len(pages)


def all_pages(record: Record) -> Iterator[Page]:
    """Every page of the site."""
    rooms = (about, catalogues, provinces, fact_checks, events, bodies, authorities, dossiers)
    return chain(*(part.pages(record) for part in rooms))


def _in_all_languages(record: Record) -> Iterator[tuple[Language, Page]]:
    """Each page in each language, one after the other: what one has asked of the record is known to the next."""
    whole = []
    for language in record.languages:
        with speaking(language):
            whole.append([(language, page) for page in all_pages(record)])
    return chain(*zip(*whole, strict=True))


def _others(record: Record, paths: list[str], base: str) -> Iterator[tuple[str, str]]:
    """The files beside the pages."""
    for path in sorted(_STATIC.iterdir()):
        if path.name != _PREVIEW:
            yield path.name, path.read_text("utf-8")
    for language in record.languages:
        with speaking(language):
            yield from ((folder_of(language) + path, text) for path, text in _in_its_language(record))
    yield f"{about.DOWNLOADS}/codebook.md", codebook(has_examples=record.about.name == "mostanad")
    yield MARKER, json.dumps({"version": record.release.version, "pages": len(paths)}) + "\n"
    yield ".nojekyll", ""
    if urlsplit(base).netloc:
        yield from _sitemap([path for path in paths if not path.endswith(MISSING)], base)


def _in_its_language(record: Record) -> Iterator[tuple[str, str]]:
    """The files beside the pages of a language; scripts say everything in its words."""
    yield from _pictures(record)
    yield from timelines.files(record)
    yield from search_files.files(record)
    voices, label = record.voices, record.label_with_initials
    parties = [[party, label(party), *map(label, voices.untied[party])] for party in voices.parties]
    scripts = "".join(path.read_text("utf-8") for path in sorted(_STATIC.glob("*.js")))
    messages = [*_SAID.findall(scripts), *(one.replace("_", " ") for one in Support)]
    words = {message: said for message in messages if (said := say(message)) != message}
    yield "voices.js", voices.script() + script("mostanadParties", parties)
    if words:
        yield "words.js", script("mostanadWords", words)


def _pictures(record: Record) -> Iterator[tuple[str, str]]:
    """The pictures of listings and bodies that stand alone, and their data."""
    told, listings = record.told, record.tables["sanctions"]
    listing = {row[name] for row in listings for name in ("authority_id", "programme_id") if row[name]}
    charts = {"listings": plot_listings(told), "overlaps": plot_overlaps(told), "bodies": plot_bodies(told)}
    charts |= {f"listings-{key}": plot_listings(told, of=key) for key in sorted(listing)}
    for name, chart in charts.items():
        picture = chart.picture(record.release)
        yield f"pictures/{name}.svg", picture.svg
        yield f"pictures/{name}.csv", picture.csv


def _scripts(rows: Mapping[tuple[str, str], list[Any]]) -> Iterator[tuple[str, str]]:
    """Of each list with filters a script of all its rows, with :class:`mostanad.site.filters.Asked` of each."""
    for (folder, path), parts in rows.items():
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        yield f"{folder}parts/{path.removesuffix('.html')}.js", f"mostanadRows({text});\n"


def _sitemap(paths: list[str], base: str) -> Iterator[tuple[str, str]]:
    """Sitemaps (sitemaps.org) of all pages, and what leads to them: one if there are few, else an index of several."""
    parts = [paths[at : at + _MAPPED] for at in range(0, len(paths), _MAPPED)]
    names = ["sitemap.xml"] if len(parts) == 1 else [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _xml("urlset", "url", (base + path for path in part))
    if len(parts) > 1:
        yield "sitemap.xml", _xml("sitemapindex", "sitemap", (base + name for name in names))
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"


def _xml(root: str, each: str, places: Iterable[str]) -> str:
    lines = "".join(f"<{each}><loc>{escape(place)}</loc></{each}>\n" for place in places)
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{opening}{lines}</{root}>\n"


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())

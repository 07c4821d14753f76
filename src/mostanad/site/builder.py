"""Write the site, all of it or nothing. The same release gives the same bytes."""

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

#: The file that marks a directory as a site. Only such a directory, or an empty one, is replaced.
MARKER = "mostanad-site.json"
_STATIC = Path(__file__).with_name("static")
#: The image that other sites show beside a link, 1200 by 630 pixels.
_PREVIEW = "preview.png"
#: Matches the rows of a list with filters.
_LIST = re.compile(r'<table id="list".*?(<tbody.*?)</table>', re.DOTALL)
#: Matches a message in a script.
_SAID = re.compile(r'\bsay\("([^"]+)"')
#: The most URLs that a sitemap may have.
_MAPPED = 50_000


class NoAddress(ValueError):
    """The base URL of the site is not valid."""


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
        out: the directory of the site, created if missing. An existing site is replaced.
        base: the URL of the site, or only its path on the server (``/record/``), which the links in ``404.html`` need.
            Without a full URL there is no sitemap, and citations name no address.
        progress: called with the number of pages written and the total.
        documents: a folder with source documents whose passages the pages quote. Without it the pages quote none, even
            if ``MOSTANAD_DOCUMENTS`` names a folder.

    Returns:
        the number of pages.

    Raises:
        FileExistsError: if something other than a site is in that place.
        NoAddress: a ValueError, if ``base`` is neither a web URL nor a path on a server.
        OSError: if the site cannot be written; what was in that place stays.
    """
    out = Path(out).absolute()
    if base and not re.match("https?://|/(?!/)", base):
        raise NoAddress(f"{base!r} is not a web address: give a URL (https://...) or a path on the server (/.../)")
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
        if record.about.name == "mostanad":  # the image shows this name
            shutil.copy(_STATIC / _PREVIEW, made)
        for path in chain(*record.downloads.values()):
            (made / about.DOWNLOADS / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(release.path / path, made / about.DOWNLOADS / path)
        refuse_to_replace(out, MARKER, "site of mostanad")  # it may have appeared meanwhile
        put(made, out)
    return len(pages)


def all_pages(record: Record) -> Iterator[Page]:
    """Every page of the site."""
    rooms = (about, catalogues, provinces, fact_checks, events, bodies, authorities, dossiers)
    return chain(*(part.pages(record) for part in rooms))


def _in_all_languages(record: Record) -> Iterator[tuple[Language, Page]]:
    """Each page in all languages in turn: the next language can use what the record has cached for the one before."""
    whole = []
    for language in record.languages:
        with speaking(language):
            whole.append([(language, page) for page in all_pages(record)])
    return chain(*zip(*whole, strict=True))


def _others(record: Record, paths: list[str], base: str) -> Iterator[tuple[str, str]]:
    """The files other than pages: paths and texts."""
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
    """The files other than pages in the current language, among them the translated messages of the scripts."""
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
    """The charts of listings and bodies as separate SVG files, with their data as CSV."""
    told, listings = record.told, record.tables["sanctions"]
    listing = {row[name] for row in listings for name in ("authority_id", "programme_id") if row[name]}
    charts = {"listings": plot_listings(told), "overlaps": plot_overlaps(told), "bodies": plot_bodies(told)}
    charts |= {f"listings-{key}": plot_listings(told, of=key) for key in sorted(listing)}
    for name, chart in charts.items():
        picture = chart.picture(record.release)
        yield f"pictures/{name}.svg", picture.svg
        yield f"pictures/{name}.csv", picture.csv


def _scripts(rows: Mapping[tuple[str, str], list[Any]]) -> Iterator[tuple[str, str]]:
    """For each list with filters, a script with all its rows and the :class:`mostanad.site.filters.Asked` of each."""
    for (folder, path), parts in rows.items():
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        yield f"{folder}parts/{path.removesuffix('.html')}.js", f"mostanadRows({text});\n"


def _sitemap(paths: list[str], base: str) -> Iterator[tuple[str, str]]:
    """A sitemap (sitemaps.org) of all pages, or an index of several if there are many pages; and ``robots.txt``."""
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

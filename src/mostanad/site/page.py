"""Pages: path, template and values. A long list is split into pages that are not too long for a browser."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mostanad.loader.fact_check_text import DISPUTED, MARKS, prose
from mostanad.loader.reasons import accuses, ground
from mostanad.models import TABLES, words
from mostanad.models.language import Language, figure, say, say_many, spoken, together
from mostanad.models.vocabularies import Basis, ProgrammeKind
from mostanad.models.vocabularies import Part as EventPart
from mostanad.site import markup, posts, programmes, roles, show
from mostanad.site.contents import Record, of_evidence
from mostanad.site.evidence import place
from mostanad.site.names import apart
from mostanad.site.reasons import beside, of_rows

#: The page that servers show for a missing address.
MISSING = "404.html"
#: The most rows on a page of a list: a page should have at most 100 kB.
MOST = 105
#: The most rows of a section on its main page: with more, the longest page would have over 100 kB.
SHOWN = 8
#: A page with more sections than this has links to them at its top.
MANY = 5
#: The heading of a section; the id is at the section or at the heading. Headings in an aside, a figure or an article do
#: not count.
_SECTION = re.compile(
    r'<(?P<aside>aside|figure|article)\b.*?</(?P=aside)>|(?:<section(?: id="(?P<section>[^"]*)")?[^>]*>\s*)?'
    r'<h2(?: id="(?P<heading>[^"]*)")?(?P<title>[^>]*>.*?)</h2>',
    re.DOTALL,
)
Item = TypeVar("Item")
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """A page of the site: its path from the root, and a function for the values of its template, called when the page
    is written. The values can include ``data`` for JSON-LD and a ``description``."""

    path: str
    template: str
    title: str
    said: Callable[[], Said] = dict
    #: For a list with filters: the path of its first page, and the filter and sort values of each row.
    of: str = ""
    asked: Callable[[], list[Any]] = list

    @property
    def root(self) -> str:
        """The relative path from the page to the root of the site."""
        return "../" * self.path.count("/")

    def html(self, record: Record, base: str) -> str:
        """The page as HTML in the current language. ``base`` is the URL of the site, or its path on a server, with a
        slash at the end; or empty."""
        language = spoken()
        folder = folder_of(language)
        # A server shows this page at any missing address, however deep, so its links begin at the root of the server.
        root = urlsplit(base or "/").path if folder + self.path == MISSING else self.root
        base = base if urlsplit(base).netloc else ""
        top = "../" * folder.count("/") + root
        said = {"description": spoken().label("", record.about.description), "data": None, **self.said()}
        said["data"] = located(said["data"], base and base + folder + self.path)
        return with_jumps(
            _environment(language.code)
            .get_template(f"{self.template}.html")
            .render(
                page=self,
                record=record,
                show=record.once(f"show/{root}", lambda: show.Shown(record, root)),
                root=root,
                top=top,
                base=base and base + folder,
                site=base,
                language=language,
                languages=[(one, folder_of(one) + self.path) for one in record.languages],
                version=record.release.version,
                about=record.about,
                evidence_of=lambda row_id, name="": root + of_evidence(row_id, name),
                **said,
            )
        )


def with_jumps(html: str) -> str:
    """A page with links to its sections before the first of them, if it has many."""
    if html.count("<h2") <= MANY:
        return html
    head, main, rest = html.partition("<main")
    sections = [found for found in _SECTION.finditer(rest) if not found["aside"]]
    if len(sections) <= MANY:
        return html
    links, made, at = "", "", 0
    for number, found in enumerate(sections, 1):
        known = found["section"] or found["heading"]
        made += rest[at : found.start("title")] + ("" if known else f' id="section-{number}"')
        at = found.start("title")
        title = re.sub("<[^>]*>", "", found["title"].partition(">")[2])
        links += f'<li><a href="#{known or f"section-{number}"}">{title}</a></li>\n'
    rest = made + rest[at:]
    first = next(_SECTION.finditer(rest)).start()
    jumps = f'<nav class="jumps" aria-label="{say("On this page")}"><ul>\n{links}</ul></nav>\n'
    return f"{head}{main}{rest[:first]}{jumps}{rest[first:]}"


def folder_of(language: Language) -> str:
    """The folder of the pages in a language; for English, the root."""
    return "" if language.code == "en" else f"{language.code}/"


@dataclass(frozen=True)
class Part(Generic[Item]):
    """One page of a list, by its number from 1. ``paths`` are those of all its pages, and ``whole`` is the number of
    items in the list. ``sections`` maps each section of the list to the link at which it begins."""

    path: str
    number: int
    items: Sequence[Item]
    paths: tuple[str, ...]
    whole: int
    sections: Mapping[str, str]

    def title(self, title: str) -> str:
        """The title of this page: that of the list, with a page number from the second page on."""
        if self.number == 1:
            return title
        return say("%(title)s, page %(number)s of %(pages)s", title=title, number=self.number, pages=len(self.paths))


def in_parts(
    path: str,
    items: Sequence[Item],
    section: Callable[[Item], str],
    weight: Callable[[Item], int] = lambda item: 1,
    head: int = 0,
) -> Iterator[Part[Item]]:
    """The pages of a list, at least one. All but the first are under ``parts/``, where they cannot clash with an id.

    A page has at most :data:`MOST` rows. An item counts as ``weight`` rows, the top of the first page as ``head`` rows.
    """
    starts = _starts([weight(item) for item in items], head)
    found = [items[start:end] for start, end in pairwise([*starts, len(items)])]
    paths = (path, *(f"parts/{path.removesuffix('.html')}/{number}.html" for number in range(2, len(found) + 1)))
    begins: dict[str, str] = {}
    for where, some in zip(paths, found, strict=True):
        for item in some:
            begins.setdefault(section(item), f"{where}#{anchor(section(item))}")
    for number, some in enumerate(found, 1):
        yield Part(paths[number - 1], number, some, paths, len(items), begins if len(begins) > 1 else {})


def _starts(weights: Sequence[int], head: int = 0) -> list[int]:
    """The indices of the items with which pages begin.

    The order of a list differs between languages, but the number of its pages must not. Full pages are equally many in
    any order only if all items weigh the same. If light items weigh differently, each page gets an equal share.

    >>> _starts([1] * 250), _starts([5, 1] * 50), _starts([5, 1] * 50, head=50)
    ([0, 105, 210], [0, 33, 67], [0, 13, 41, 71])
    """
    total, heaviest = head + sum(weights), max(weights, default=1)
    pages = math.ceil(total / max(1, MOST + 1 - heaviest))
    # An item no heavier than a share ends in the share in which it begins, or in the next.
    if min(weights, default=1) < heaviest <= min(MOST, total // pages):
        shares = (before * pages // total for before in accumulate(weights[:-1], initial=head))  # in which each begins
        return [0, *(number for number, (one, two) in enumerate(pairwise(shares), 1) if one < two)]
    starts, weighed = [0], head
    for number, weight in enumerate(weights):
        weighed += weight
        if weighed > MOST and number > starts[-1]:
            starts.append(number)
            weighed = weight
    return starts


def anchor(section: str) -> str:
    """The id of a section of a list.

    >>> anchor("state body")
    'at-state-body'
    """
    return f"at-{'-'.join(section.split())}"


def whole(_: Any) -> str:
    """The section of every item of a list without sections."""
    return ""


def listing(
    path: str,
    template: str,
    title: str,
    items: Sequence[Item],
    section: Callable[[Item], str],
    line: Callable[[Item], Any],
    more: Callable[[Part[Item]], Said] = lambda part: {},
    weight: Callable[[Item], int] = lambda item: 1,
    asked: Callable[[Item], Any] | None = None,
    head: int = 0,
) -> Iterator[Page]:
    """The pages of a list. A template gets the ``part``, a ``line`` for each item, the lines by section, and the values
    of ``more``. Consecutive items with the same ``section`` form a section. ``asked`` returns the filter and sort
    values of an item: see :mod:`mostanad.site.filters`."""

    def said(part: Part[Item]) -> Said:
        lines = [(section(item), line(item)) for item in part.items]
        by_section = [(name, [one for _, one in some]) for name, some in groupby(lines, itemgetter(0))]
        own = {"part": part, "by_section": by_section, "listed_as": title}
        return {**own, "lines": [one for _, one in lines], **more(part)}

    def found(part: Part[Item]) -> list[Any]:
        return [asked(item) for item in part.items] if asked else []

    of = path if asked else ""
    for part in in_parts(path, items, section, weight, head):
        yield Page(part.path, template, part.title(title), partial(said, part), of, partial(found, part))


def located(data: Any, address: str) -> Any:
    """JSON-LD with each ``url`` that is a fragment (``#part``) made absolute, or left out without an address."""
    if isinstance(data, list):
        return [located(item, address) for item in data]
    if not isinstance(data, dict):
        return data
    found = {name: located(item, address) for name, item in data.items()}
    if str(found.get("url", "")).startswith("#"):
        url = address + found.pop("url").removesuffix("#")
        found |= {"url": url} if address else {}
    return found


@cache
def _environment(_: str) -> Environment:
    """The Jinja environment of a language. Jinja computes constants only once, so languages cannot share one."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=lambda value: figure(value) if type(value) is int else value,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    said = ("after", "between", "grade", "heading", "held_back", "in_plural", "last_named", "meant", "on", "seen")
    made.filters |= {name: getattr(words, name) for name in said}
    made.filters |= {"plain": words.meant, "when": words.when, "place": place, "ground": ground, "anchor": anchor}
    made.filters |= {"json_ld": _json_ld, "data": markup.data, "marked": markup.marked, "in_one": markup.in_one}
    made.filters |= {"together": together, "digits": lambda text: spoken().digits(text), "known": prose}
    made.filters |= {"sentence": lambda text: text[:1].upper() + text[1:], "apart": apart, "month": words.month}
    made.tests["accusing"] = lambda rows: any(map(accuses, rows))
    made.globals |= {"_": _said, "gettext": _said, "ngettext": _said_many, "said_by": words.said_by}
    made.globals |= {"spoken": spoken, "a_kind": a_kind, "roles": roles}
    made.globals |= {"of_programmes": programmes, "of_posts": posts, "on": words.on}
    made.globals |= {"reasons_of": of_rows, "reasons_beside": beside}
    made.globals |= {"MARKS": MARKS, "DISPUTED": DISPUTED, "TABLES": TABLES, "meaning": _meaning}
    return made


def _said(text: str, **values: Any) -> Markup:
    """A message of a template in the current language. Messages are HTML; values are escaped."""
    return Markup(say(text, **_escaped(values)))


def _said_many(one: str, several: str, number: int, **values: Any) -> Markup:
    return Markup(say_many(one, several, number, **_escaped(values)))


def _escaped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if type(value) is int else escape(value) for name, value in values.items()}


def _meaning(word: str) -> str:
    """The definition of a part, a grade or a kind of programme in the vocabulary."""
    return say({**ProgrammeKind.words(), **Basis.words(), **EventPart.words()}.get(word, ""))


#: Nouns for kinds of parties for which an article and the word of the vocabulary are not enough.
_KINDS = {
    "media": "a news outlet",
    "ngo": "a non-governmental organisation",
    "intergovernmental": "an intergovernmental body",
}


def a_kind(kind: str) -> str:
    """A kind of party as a noun with its article.

    >>> a_kind("armed_force"), a_kind("prison")
    ('an armed force', 'a prison')
    """
    noun = kind.replace("_", " ")
    return say(_KINDS.get(kind, f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"))


def _json_ld(data: Mapping[str, Any]) -> Markup:
    """JSON for a script element, in which nothing can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))

"""Charts of a release (data, finding and drawing function), and the standalone pictures made from them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from string import Template

from mostanad.files import csvtext, disk
from mostanad.loader.drawings import LAYOUTS, LINE, SHEET, Drawing, Measures, Svg, cut, in_layouts, r, tag, text
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Record, Tables
from mostanad.models.language import say, speaking, spoken

#: The colours of the site, light and dark. A renderer that ignores media queries uses the light ones.
LIGHT = {"ground": "#fff", "text": "#1c1a18", "faint": "#5c5853", "line": "#ded9d2", "post": "#0b4f9c",
         "listing": "#a5001a", "event": "#8a4b00", "tie": "#6a4a9c"}  # fmt: skip
DARK = {"ground": "#161514", "text": "#eeebe6", "faint": "#b0aaa2", "line": "#3d3a36", "post": "#8ab8f5",
        "listing": "#ff8a98", "event": "#f0b36a", "tie": "#c3a6f2"}  # fmt: skip
#: Every rule is limited to one class, so an inline picture does not restyle its page.
_SHAPES, _COLOURS = (Path(__file__).with_name(f"{name}.css").read_text("utf-8") for name in ("shapes", "colours"))
_LIGHT, _DARK = (Template(_COLOURS).substitute(colours) for colours in (LIGHT, DARK))
_STYLE = f"{_SHAPES}{_LIGHT}@media (prefers-color-scheme: dark) {{\n{_DARK}}}\n"
_MARGIN = 16.0


@dataclass(frozen=True)
class Picture:
    """A picture of a release. The same release always gives the same bytes.

    Attributes:
        title: what the picture shows.
        svg: a self-contained SVG document; ``str()`` returns it too.
        csv: the data; empty for :meth:`Release.plot_compare`.
    """

    title: str
    svg: str = field(repr=False)
    csv: str = field(default="", repr=False)

    def __str__(self) -> str:
        return self.svg

    _repr_svg_ = __str__  # for notebooks

    def save(self, path: str | Path) -> None:
        """Write the picture to a file atomically: if this fails, an earlier file stays as it was.

        Args:
            path: a name that ends in ``.svg`` or ``.png``. PNG needs the extra ``plot``, and an installed font.

        Raises:
            ValueError: if the name ends otherwise, or no font is installed for a PNG.
            ModuleNotFoundError: if the extra is not installed; the message says how to install it.
        """
        path = Path(path)
        if path.suffix.lower() not in (".svg", ".png"):
            raise ValueError(f"a picture is saved as .svg or .png, not as {path.name!r}")
        made = self.svg.encode() if path.suffix.lower() == ".svg" else _png(self.svg)
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.write_atomically(path, made)


def _png(svg: str) -> bytes:
    """Render a PNG at twice the screen size, in light colours."""
    try:
        from resvg_py import svg_to_bytes
    except ModuleNotFoundError:
        message = 'resvg-py is not installed; run: pip install "mostanad[plot]", or save the picture as .svg'
        raise ModuleNotFoundError(message, name="resvg_py") from None
    empty = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
    letter = '<text y="9" font-family="sans-serif">M</text>'
    if svg_to_bytes(empty.format(letter)) == svg_to_bytes(empty.format("")):
        raise ValueError("there is no font on this machine: install one (such as DejaVu Sans), or save it as .svg")
    return bytes(svg_to_bytes(svg, zoom=2.0))


def sheet(title: Sequence[str], drawings: Iterable[tuple[str, Drawing]], foot: Iterable[str], csv: str = "") -> Picture:
    """Stack drawings, each with an optional heading, under a title: the name, its Persian form and a subtitle."""
    name, persian, more = title
    parts = [text("title", _MARGIN, 34 + 24 * number, line) for number, line in enumerate(cut(name, 76, 3))]
    top = 20 + 24.0 * len(parts)
    if persian:
        top += 26
        parts.append(tag("text", persian, class_="title", lang="fa", x=_MARGIN, y=top))
    for line in cut(more, 125, 3):
        top += LINE + 3
        parts.append(text("note", _MARGIN, top, line))
    top += 16
    for heading, drawing in drawings:
        if heading:
            top += 34
            parts.append(text("head", _MARGIN, top - 10, heading))
        parts.append(tag("g", *drawing.parts, transform=f"translate({_MARGIN} {r(top)})"))
        top += drawing.height
    for line in (line for words in foot for line in cut(words, 125, 3)):
        top += LINE + 5
        parts.append(text("note", _MARGIN, top, line))
    # The picture has a background of its own: a page may be dark while the reader's system is light.
    width, height = SHEET.width + 2 * _MARGIN, top + 16
    ground = tag("rect", class_="ground", width=width, height=height)
    inside = (tag("title", name), tag("style", Svg(_STYLE)), ground, *parts)
    look = {"xmlns": "http://www.w3.org/2000/svg", "class_": SHEET.look, "viewBox": f"0 0 {r(width)} {r(height)}"}
    whole = tag("svg", *inside, **look, width=width, height=height, role="group", aria_label=name)
    return Picture(name, f"{whole}\n", csv)


#: The page of an id on the site; empty in a standalone picture.
Address = Callable[[str], str]


@dataclass(frozen=True)
class Chart:
    """A chart before it is drawn."""

    finding: str  # the main result, as a sentence computed from the data
    note: str  # what the shapes mean; further lines say what is counted
    rows: Sequence[Record]  # the data
    #: The data as text, as column heads and rows; empty if the page already shows them as text.
    table: tuple[Sequence[str], Sequence[Sequence[str | int]]]
    draw: Callable[[Measures], Drawing | None]  # the drawing in a layout; None if it is empty or does not fit
    #: The subject, and its Persian name: the title of the standalone picture. If empty, the finding is the title.
    name: tuple[str, str] = ("", "")
    rests: str = ""  # the documents behind it, for the footer

    @cached_property
    def inline(self) -> Svg:
        """The SVG for a page, whose figure prints the finding; empty if there is nothing to show."""
        with speaking(spoken().brief()):
            return in_layouts(say("Timeline") if any(self.name) else self.finding, self._drawn(*LAYOUTS))

    def picture(self, release: Tables) -> Picture:
        foot = foot_of(release, self.rests)
        head, last = ((*self.name, self.finding), foot) if any(self.name) else ((self.finding, "", foot), "")
        drawn = [("", drawing) for drawing in self._drawn(SHEET).values()]
        return sheet(head, drawn, filter(None, [*self.note.split("\n"), last]), as_csv(self.rows))

    def _drawn(self, *layouts: Measures) -> dict[Measures, Drawing]:
        drawn = ((one, self.draw(one)) for one in layouts if self.rows)
        return {one: drawing for one, drawing in drawn if drawing}


def foot_of(release: Tables, rests: str) -> str:
    """The footer of a picture: release, licence and sources."""
    licence = say("licence %(licence)s", licence=release.about.licence)
    return " · ".join(filter(None, (f"{release.about.name} {release.version}", licence, rests)))


def as_csv(rows: Sequence[Record]) -> str:
    lines = [[*row] for row in rows[:1]] + [*([*row.values()] for row in rows)]
    return "".join(f"{csvtext.join(['' if cell is None else str(cell) for cell in line])}\n" for line in lines)


def held(told: Told, listings: Sequence[Record]) -> str:
    """A note that the record holds only some entries of the lists behind these listings; empty if it holds all."""
    scopes = {told.row(row["programme_id"])["scope"] for row in listings if row["programme_id"]}
    return say("Of some lists this record holds only some entries.") if scopes - {"whole"} else ""

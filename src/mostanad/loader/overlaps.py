"""Who is listed by whom: charts of how many each combination of authorities lists, and of bodies in their hierarchy."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial

from mostanad.evidence.lineage import ancestors
from mostanad.files.grouping import grouped
from mostanad.loader.charts import Address, Chart, held
from mostanad.loader.drawings import LINE, Drawing, Entry, Measures, Svg, bar, cut, lined, r, tag, text
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Record
from mostanad.models.language import figure, say, say_many
from mostanad.models.vocabularies import PartyKind

#: The distance of columns, the height of a line, the indent of a child;
#: the width for a number, and for one with a note.
_COLUMN, _HIGH, _INDENT, _NUMBER, _NOTE = 26.0, 24.0, 14.0, 56, 480
#: Where columns begin if labels are above them: right of the branches of a tree.
_ASIDE = 30.0
#: The most letters of a column name, the width of a letter, and the angle of the names in degrees.
_LETTERS, _LETTER, _TURN = 34, 6.4, 50
#: The CSS class of a mark in a column.
MARKED, HALF, NONE = "sure", "other", "none"


@dataclass(frozen=True)
class Line(Entry):
    """A line of a matrix: the CSS class of its mark in each column, its count, and its depth in a tree.

    Its note follows the number where there is room.
    """

    marks: tuple[str, ...]
    value: int
    depth: int = field(default=0, kw_only=True)


def draw_matrix(lines: Sequence[Line], columns: Sequence[str], measures: Measures) -> Drawing:
    """Draw lines below each other. If none of them has a label, a stroke joins the marks of each line instead."""
    is_labelled = any(line.label for line in lines)
    room = (measures.label or _ASIDE) if is_labelled else 0.0
    places = [room + _COLUMN * (number + 0.5) for number in range(len(columns))]
    names = [cut(name, _LETTERS, 1)[0] for name in columns]
    turned = math.radians(_TURN)
    top = 8 + max((len(name) * _LETTER * math.sin(turned) for name in names), default=0.0)
    parts = [
        tag("text", name, class_="axis", x=x, y=top, transform=f"rotate(-{_TURN} {r(x)} {r(top)})")
        for name, x in zip(names, places, strict=True)
    ]
    start = room + _COLUMN * len(columns) + 10
    beside = any(line.note for line in lines) and bool(measures.label)
    most = max((line.value for line in lines), default=0) or 1
    scale = (measures.width - start - (_NOTE if beside else _NUMBER)) / most
    top, above = top + 6, dict[int, float]()
    for line in lines:
        words = cut(line.label, measures.letters - 2 * line.depth, 2) if line.label else []
        x = 2 + _INDENT * line.depth
        drawn = lined("row", x, top, words)
        is_low = not measures.label and bool(words)
        middle = top + (LINE * len(words) + 13 if is_low else _HIGH / 2)
        if line.depth:
            y = top + 12
            path = f"M{r(x - _INDENT + 3)} {r(above.get(line.depth - 1, top))}V{r(y)}H{r(x - 2)}"
            drawn.append(tag("path", class_="branch", d=path))
        above[line.depth] = top + LINE * len(words) + 2
        drawn += _marks(line, places, middle, is_joined=not is_labelled)
        drawn += [bar("sure", start, start + line.value * scale, middle)] if line.value else []
        note = [tag("tspan", f"\u00a0\u00a0{line.note}", class_="axis")] if beside else []
        drawn.append(text("said", start + line.value * scale + 6, middle + 5, figure(line.value), *note))
        inside = [tag("title", f"{line.label}: {line.said}".removeprefix(": ")), *drawn]
        name, leading = ("a", {"href": line.address}) if line.address else ("g", {})
        parts.append(tag(name, *inside, **leading, class_="lane listing"))
        top += LINE * len(words) + 28 if is_low else max(_HIGH, LINE * len(words) + 6)
    return Drawing(parts, top + 6)


def _marks(line: Line, places: Sequence[float], middle: float, *, is_joined: bool) -> list[Svg]:
    marked = [(x, look) for x, look in zip(places, line.marks, strict=True) if look != NONE]
    drawn = [tag("line", class_="joins", x1=marked[0][0], x2=marked[-1][0], y1=middle, y2=middle)] if is_joined else []
    absent = "".join(f"M{r(x)} {r(middle)}h0" for x, look in zip(places, line.marks, strict=True) if look == NONE)
    drawn += [tag("path", class_=NONE, d=absent)] if absent else []
    return [*drawn, *(tag("circle", class_=look, cx=x, cy=middle, r=6) for x, look in marked)]


#: The most combinations of authorities, and the most bodies, that are drawn.
_COMBINED, _BODIES = 10, 30
#: The ties by which a body is placed below another, the closest first.
BELOW = ("part_of", "organ_of", "subordinate_to", "controlled_by")
_SHAPES = (
    "A filled dot: the body is listed for human rights; a hollow one: it is listed, but not under such a programme, or "
    "no document here shows its ground. A bar counts the people with a post in the body itself, now or once, who are "
    "listed, whether or not they count as officials here. A post of which no body is named counts in none."
)
#: How many listed people have a post in a body, and how many authorities list the body.
Weight = tuple[int, int]


def _in_force(told: Told) -> dict[str, dict[str, str]]:
    """By target and authority, the CSS class of the mark; only listings in force according to the latest lists held."""
    found = defaultdict[str, dict[str, str]](dict)
    for row in told.standing(told.tables["sanctions"]):
        by = found[row["target_id"]]
        by[row["authority_id"]] = MARKED if row["human_rights"] else by.get(row["authority_id"], HALF)
    return dict(found)


def _authorities(marks: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The authorities, in descending order of how many they list."""
    counted = Counter(who for by in marks.values() for who in by)
    return sorted(counted, key=lambda who: (-counted[who], who))


def combined(told: Told) -> dict[tuple[str, ...], list[str]]:
    """Those listed now by exactly each combination of authorities, the largest group first."""
    marks = _in_force(told)
    columns = _authorities(marks)
    found = grouped(marks, lambda target: tuple(who for who in columns if who in marks[target]))
    order = sorted(found, key=lambda key: (-len(found[key]), len(key), [columns.index(who) for who in key]))
    return {key: found[key] for key in order}


def plot_overlaps(told: Told, address: Address = lambda _: "") -> Chart:
    """Chart how many exactly each combination of authorities lists; ``address`` takes their ids, joined by spaces."""
    counted = {key: len(targets) for key, targets in combined(told).items()}
    columns, order = _authorities(_in_force(told)), [*counted]
    named = {key: say(", ").join(map(told.label, key)) for key in order}
    lines = [
        Line("", say("%(number)s listed by %(who)s and nobody else", number=counted[key], who=named[key]),
             address(" ".join(key)),
             tuple(MARKED if who in key else NONE for who in columns), counted[key], note=named[key])
        for key in order[:_COMBINED]
    ]  # fmt: skip
    rest = sum(counted[key] for key in order[_COMBINED:])
    note = [
        say("A line with dots is a combination of authorities; its bar counts those whom they list, and nobody else.")
    ]
    note += [say("%(number)s more, in other combinations, are in the table.", number=rest)] if rest else []
    note += [say("Listings that ended are left out."), held(told, told.tables["sanctions"])]
    rows = [{"authority_ids": " ".join(key), "authorities": named[key], "count": counted[key]} for key in order]
    table = ([say("Listed by exactly"), say("How many")], [(named[key], counted[key]) for key in order])
    draw = partial(draw_matrix, lines, [told.label(who) for who in columns])
    return Chart(_alone(counted, len(columns)), " ".join(note).strip(), rows, table, draw)


def _alone(counted: Mapping[tuple[str, ...], int], columns: int) -> str:
    """A sentence: how many are listed by one authority alone, and how many by the most authorities together."""
    whole, most = sum(counted.values()), max(map(len, counted), default=0)
    if not whole:
        return say("Nobody is listed")
    if whole < 2:
        by = say_many("%(num)s authority", "%(num)s authorities", most)
        return say("1 person or organisation is listed, by %(authorities)s", authorities=by)
    alone, together = (sum(count for key, count in counted.items() if len(key) == size) for size in (1, most))
    one = "On the lists followed here, %(num)s of %(whole)s people and organisations is listed by one authority alone"
    said = say_many(one, one.replace(" is ", " are "), alone, whole=whole)
    if most < 2:
        return said
    if most < columns:
        return say("%(alone)s, %(number)s by %(most)s of %(all)s", alone=said, number=together, most=most, all=columns)
    if most == 2:
        return say("%(alone)s, %(number)s by both", alone=said, number=together)
    return say("%(alone)s, %(number)s by all %(most)s", alone=said, number=together, most=most)


def plot_bodies(told: Told, address: Address = lambda _: "", body_id: str = "", most: int = _BODIES) -> Chart:
    """Chart bodies below those they belong to, who lists them, and how many listed people have a post in each: of
    ``body_id`` and those below it; by default of those with most listed people."""
    if body_id:
        told.row_in(body_id, "parties")
    marks, above = _in_force(told), _above(told)
    columns = _authorities(marks)
    posts = told.by("positions", "body_id")
    people = {key: len({row["holder_id"] for row in rows} & marks.keys()) for key, rows in posts.items()}
    bodies = {row["party_id"] for row in told.tables["parties"] if row["kind"] != "person"} & marks.keys()
    weights = {key: (people.get(key, 0), len(marks.get(key, ()))) for key in {*people, *above, *bodies}}
    lines, rows = list[Line](), list[Record]()
    for key, depth in _chosen(above, weights, body_id, most):
        looks = tuple(marks.get(key, {}).get(who, NONE) for who in columns)
        who = say(", ").join(told.label(one) for one, look in zip(columns, looks, strict=True) if look != NONE)
        count = people.get(key, 0)
        said = say("listed by %(who)s; %(number)s of its people are listed", who=who or say("nobody"), number=count)
        lines.append(Line(told.label(key), said, address(key), looks, count, depth=depth))
        cells = {"body_id": key, "body": told.label(key), "above_id": above.get(key), "listed_by": who}
        rows.append(cells | {"listed_people": count})
    listed = sum(bool(row["listed_by"]) for row in rows)
    first = max(rows, key=lambda row: int(row["listed_people"]), default={})
    counted = say_many("%(num)s body is listed", "%(num)s bodies are listed", listed)
    finding = counted if listed else say("No body is listed")
    if first and first["listed_people"] > 1:
        finding = _most(posts, above, marks.keys(), first)
    heads = [say("Body"), say("Listed by"), say("Of its people listed")]
    both = zip(lines, rows, strict=True)
    table = [("– " * line.depth + line.label, row["listed_by"] or say("nobody"), line.value) for line, row in both]
    draw = partial(draw_matrix, lines, [told.label(who) for who in columns])
    return Chart(finding, say(_SHAPES), rows, (heads, table), draw)


def _most(posts: Mapping[str, Sequence[Record]], above: Mapping[str, str], listed: Set[str], body: Record) -> str:
    """A sentence: how many of the listed have a post in the body where most have one, and how many with its units."""
    among = {key for key in posts if body["body_id"] in (key, *ancestors(key, above))}
    whole = len({row["holder_id"] for key in among for row in posts[key]} & listed)
    one = "%(body)s: %(number)s of those listed hold or held a post in it"
    if whole > body["listed_people"]:
        one = "%(body)s: %(number)s of those listed hold or held a post in it, %(whole)s if its units count"
    return say(one, number=body["listed_people"], body=body["body"], whole=whole)


def _above(told: Told) -> dict[str, str]:
    """The parent of each body, by the closest tie without an end. A state is no parent; cycles are avoided."""
    ties = [row for row in told.tables["affiliations"] if row["relation"] in BELOW and not row["ended"]]
    ties = [row for row in ties if {told.rows[row[end]][0] for end in ("from_id", "to_id")} == {"parties"}
            and told.row(row["to_id"])["kind"] != PartyKind.STATE]  # fmt: skip
    found = dict[str, str]()
    for row in sorted(ties, key=lambda row: (BELOW.index(row["relation"]), row["affiliation_id"])):
        if row["from_id"] not in (row["to_id"], *ancestors(row["to_id"], found)):
            found.setdefault(row["from_id"], row["to_id"])
    return found


def _chosen(above: Mapping[str, str], weights: Mapping[str, Weight], body_id: str, most: int) -> list[tuple[str, int]]:
    """The bodies to draw, each with its depth: the most listed with all their ancestors, the heaviest first."""
    lines = {key: [key, *ancestors(key, above)][::-1] for key in {*weights, *above.values()}}
    if body_id:
        lines = {key: line[line.index(body_id) :] for key, line in lines.items() if body_id in line}
    kept = set[str]()
    for key in sorted(lines, key=lambda key: (*(-number for number in weights.get(key, (0, 0))), key)):
        if (body_id or any(weights.get(key, (0, 0)))) and len(kept | {*lines[key]}) <= most:
            kept |= {*lines[key]}
    heavy = Counter[str]()
    for key in kept:
        heavy.update(dict.fromkeys(lines[key], sum(weights.get(key, (0, 0)))))
    order = sorted(kept, key=lambda key: [(-heavy[over], over) for over in lines[key]])
    return [(key, len(lines[key]) - 1) for key in order]

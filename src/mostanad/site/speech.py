"""A sentence on who says that an event happened: each speaker with a verb, and where they say it."""

from collections.abc import Iterator

from markupsafe import Markup

from mostanad.models.language import say, spoken, together
from mostanad.models.vocabularies import Modality, SourceKind, Stance
from mostanad.models.words import held_back, on, when
from mostanad.site.evidence import Row, outright
from mostanad.site.roles import modality, taken
from mostanad.site.show import SPEAKERS, UNNAMED, Shown

#: Clauses for speakers, by modality if they assert it, else by stance; and for the next speaker who does the same.
_SAYS = {"fact": "%(who)s says so", "allegation": "%(who)s says so, as an accusation",
         "reported": "%(who)s reports it", "opinion": "%(who)s is of that opinion",
         "inference": "it is inferred from words of %(who)s", "denies": "%(who)s denies it",
         "disputes": "%(who)s says otherwise", "retracts": "%(who)s has taken it back"}  # fmt: skip
_TOO = {"fact": "so does %(who)s", "allegation": "so does %(who)s", "inference": "and from words of %(who)s"}
#: Words, other than names, with which an English sentence can begin.
_OPENING = ("the ", "it ", "somebody ")


def sentence(show: Shown, key: str) -> Markup:
    """A sentence, without its full stop, on who says that an event happened, with its mark. Two asserters, first those
    whom others repeat; how many more; who says less than our title; and who denies it."""
    told = show.record.evidence.of(key).get("title", [])
    origins = [one["origin"] for one in told if one["stance"] == Stance.ASSERTS]
    asserted, against = outright(show.record, told, origins)
    clauses, before = list[Markup](), ""
    for one in asserted[:SPEAKERS]:
        clauses.append(_clause(show, one, modality(show.record, show.record.row(key), one), before))
        before = one["modality"]
    if len(asserted) > SPEAKERS:
        clauses.append(Markup(say("and %(number)s more", number=len(asserted) - SPEAKERS)))
    clauses += [_clause(show, one, one["stance"]) for one in against]
    said = Markup(say("; ")).join(clauses)
    said = said[:1].upper() + said[1:] if said.startswith(_OPENING) else said
    line = Markup('<span class="fact"><span>%s</span>%s</span>') % (said, show.mark(key, "title"))
    if less := sorted(show.record.evidence.told_less(key), key=show.record.label):
        also = say(
            "; also reported, but with less than the title says, by %(who)s", who=together([*map(show.the, less)])
        )
        line += Markup(also)
    return line


def _clause(show: Shown, item: Row, does: str, before: str = "") -> Markup:
    """What one speaker says, and where; in short if the speaker ``before`` says it in the same way."""
    who = show.the(item["asserted_by"])
    if item["asserted_by"] == show.record.about.name and does == Modality.INFERENCE:
        said = say("%(who)s, this project, has worked it out", who=who)
    else:
        said = say(_TOO[does] if does == before and does in _TOO else _SAYS[does], who=who)
    where = Markup(say(", ")).join(_where(show, item))
    return Markup(say("%(said)s (%(where)s)", said=said, where=where) if where else said)


def _where(show: Shown, item: Row) -> Iterator[str]:
    """The hedge of a claim, the kind of document or who published or reported it, its date, and its origin."""
    source, who, reporter = show.record.sources[item["source_id"]], item["asserted_by"], show.record.reporter(item)
    yield from filter(None, [held_back(item["hedge"])])
    if source["kind"] == SourceKind.OP_ED:
        whose = item["published_by"] if item["published_by"] != who else ""
        yield say("in an op-ed published by %(who)s", who=show.the(whose)) if whose else say("in an op-ed")
    elif reporter:
        yield say("according to %(who)s", who=show.the(reporter))
    elif item["published_by"] != who:
        yield say("published by %(who)s", who=show.the(item["published_by"]))
    if source["published_max"] and source["source_id"] not in show.record.versions:
        yield spoken().year_of(source["published_min"], source["published_max"])
    elif source["published_max"] and source["published"].startswith("["):
        yield say("a list published %(day)s", day=on(source["published"]))
    elif source["published_max"]:  # the day of the version, not of what it says
        yield say("list of %(day)s", day=when(source["published"]))
    if item["origin"] not in (who, UNNAMED) and item["published_by"] == who and not reporter:
        yield say(taken(show.record, item), who=show.the(item["origin"]))

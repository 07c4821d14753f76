"""What a search for words that are no name says of its hits: by what they were found, and that they are no count."""

from __future__ import annotations

from pathlib import Path

from tests.site.in_node import in_node, needs_node, write

from mostanad.loader.search import ranked
from mostanad.matching.spelling import spellings
from mostanad.matching.texts import texts
from mostanad.models import TABLES
from mostanad.site import catalogues, search_files
from mostanad.site.contents import Record

POST = dict.fromkeys((*TABLES["positions"].words().found, "started_min", "ended_max"))


_POSTS = {
    "aram": "Commander of the Guards in North Province",
    "bina": "Commander of the provincial Guards",
    "cyra": "Warden of the Tower",
}


def _with_posts(tmp_path: Path, posts: dict[str, str]) -> None:
    rows = [{**POST, "position_id": f"{who}-p", "holder_id": who, "title": title} for who, title in posts.items()]
    write(tmp_path, {"officials": [{"official_id": who, "name": who.title()} for who in posts], "positions": rows})


@needs_node
def test_provincial_finds_province_and_what_has_a_like_word_only_says_so(tmp_path: Path) -> None:
    _with_posts(tmp_path, _POSTS)
    found, meant, both = in_node("whys", ["provincial commander", "governor", "فرمانده استانی"], tmp_path)
    assert dict(found) == {"bina": "has these words", "aram": "has a word of like meaning"}
    assert dict(meant) == {"cyra": "has a word of like meaning"}
    assert {who for who, _ in both} == {"aram", "bina"}


@needs_node
def test_a_confession_is_found_by_confessions_and_the_other_way_round(tmp_path: Path) -> None:
    _with_posts(tmp_path, {"aram": "Broadcaster of forced confessions", "bina": "Witness of a forced confession"})
    for found in in_node("hits", ["forced confession", "forced confessions", "اعترافات", "اعتراف"], tmp_path):
        assert {*found} == {"aram", "bina"}


@needs_node
def test_a_number_of_hits_for_words_is_not_taken_for_a_number_of_posts(tmp_path: Path) -> None:
    _with_posts(tmp_path, _POSTS)
    words, name, one = in_node("said", ["commander of the guards", "aram", "tower"], tmp_path)
    assert words.startswith("These are hits for the words; titles are worded differently, so there can be more")
    assert words.endswith(" 2 found.")
    assert (name, one) == ("1 found.", "1 found.")


@needs_node
def test_posts_of_those_who_are_listed_stand_before_those_whose_listings_ended(tmp_path: Path) -> None:
    rows = [{**POST, "position_id": f"{who}-p", "holder_id": who, "title": f"Judge of Rasht{more}"}
            for who, more in {"aram": "", "bina": ", branch 1", "cyra": ", the branch of appeals"}.items()]  # fmt: skip
    people = [{"official_id": who, "name": who.title()} for who in ("aram", "bina", "cyra")]
    named = [*spellings(people, [], []), *texts({"officials": people, "positions": rows})]
    by = {"aram": {"no_longer_by": ("a",)}, "cyra": {"listed_by": ("a",)}}
    shown = {key: search_files.Shown(key)._replace(**by.get(key, {})) for key in ("aram", "bina", "cyra")}
    for path, text in search_files.written(named, shown.__getitem__, {"a": "Aland"}):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    assert in_node("hits", ["judge rasht"], tmp_path) == [["bina", "cyra", "aram"]]


def test_the_lists_that_are_found_by_posts_say_that_words_are_no_count(record: Record) -> None:
    pages = {page.path: page.html(record, "") for page in catalogues.pages(record)}
    said = "titles are worded differently, so there can be more such posts, or fewer."
    assert {path for path, page in pages.items() if said in page} == {"officials.html", "posts.html", "sanctions.html"}


@needs_node
def test_a_body_whose_name_has_all_words_is_said_to_be_found_joined_or_apart(tmp_path: Path) -> None:
    """Vali Asr, Vali-e Asr and Valiasr are one name."""
    posts = {"joined": "Head of the Valiasr Corps", "apart": "Head of the Vali Asr Corps", "fa": "رئیس سپاه ولیعصر"}
    held = [{**POST, "position_id": f"{key}-p", "holder_id": key, "title": title} for key, title in posts.items()]
    people = [{"official_id": key, "name": f"Aram {key.title()}"} for key in posts]
    body = {"party_id": "b", "name": "Guards (IRGC) Regional Corps Valiasr in Khuzestan", "kind": "armed_force"}
    vali = {"official_id": "v", "name": "Vali Bina"}
    named = write(tmp_path, {"officials": [*people, vali], "positions": held, "parties": [body]})
    asked = ["Vali Asr Head", "Valiasr head", "Vali-e Asr head", "Valie Asr head"]
    for text, hits in zip(asked, in_node("hits", asked, tmp_path), strict=True):
        assert {*hits} == {hit.entity_id for hit in ranked(named, text)} >= {"joined", "apart"}, text
    assert in_node("hits", ["ولی عصر رئیس", "ولیعصر رئیس"], tmp_path)[0][:1] == ["fa"]
    assert "fa" in in_node("hits", ["ولیعصر رئیس"], tmp_path)[0]
    assert in_node("lacking", ["Vali Asr Khuzestan IRGC"], tmp_path) == [[]]
    assert in_node("said", ["Vali Asr Khuzestan IRGC"], tmp_path) == ["1 found."]


@needs_node
def test_who_asks_for_a_post_that_nobody_has_is_offered_its_body_or_the_posts_of_the_province(tmp_path: Path) -> None:
    posts = {"k": "Commander of the Guards of Khuzestan", "s": "Commander of the Guards of Saqqez",
             "j": "Judge in Gilan", "o": "Commander of the Navy"}  # fmt: skip
    held = [{**POST, "position_id": f"{key}-p", "holder_id": key, "title": title} for key, title in posts.items()]
    event = dict.fromkeys(("date", "place", "part_of", "date_min", "date_max"))
    write(tmp_path, {
        "officials": [{"official_id": key, "name": f"Aram {key.title()}z"} for key in posts], "positions": held,
        "parties": [{"party_id": "p", "name": "Ghezel Hesar Prison", "kind": "prison"}],
        "events": [{**event, "event_id": "events/e", "kind": "killing", "title": "Killing of a head of a family"}],
    })  # fmt: skip
    near = "No post in Mahshahr is on record with these words; these are of Khuzestan Province."
    asked = {"head of Ghezel Hesar prison": [["p"], [], ""], "Guards commander Mahshahr": [[], ["k"], near],
             "Navy commander Rasht": [[], [], ""], "killing head Rasht": [[], [], ""], "Ghezel Hesar": [[], [], ""],
             "commander of the Guards": [[], [], ""]}  # fmt: skip
    assert dict(zip(asked, in_node("offered", list(asked), tmp_path), strict=True)) == asked
    assert in_node("offered", ["فرمانده سپاه ماهشهر"], tmp_path)[0][1] == ["k"]


@needs_node
def test_a_company_is_found_by_the_subjects_of_the_events_in_which_it_had_a_part(tmp_path: Path) -> None:
    """Not by those of what was done to it, nor a body that is no company."""
    event = dict.fromkeys(("date", "place", "part_of", "date_min", "date_max"))
    kinds = {"c": "company", "d": "company", "s": "state_body"}
    named = write(tmp_path, {
        "parties": [{"party_id": key, "name": f"Norland {key.title()}z", "kind": kind} for key, kind in kinds.items()],
        "events": [{**event, "event_id": "events/e", "kind": "censorship", "title": "Internet closed by Norland"}],
        "participations": [{"event_id": "events/e", "entity_id": key, "part": "target" if key == "d" else "accused"}
                           for key in kinds],
    })  # fmt: skip
    why = "a word of the title of an event in which it is said to have a part"
    assert in_node("whys", ["filtering company"], tmp_path) == [[["c", why]]]
    assert [hit.entity_id for hit in ranked(named, "filtering company")] == ["c"]
    assert in_node("whys", ["company Norland"], tmp_path) == [[["c", "has these words"], ["d", "has these words"]]]

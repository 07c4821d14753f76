"""Who led a body, by the words of posts."""

from __future__ import annotations

import datetime as dt

import pytest

from mostanad.site import bodies
from mostanad.site.contents import Record


def test_posts_at_the_head_are_told_from_others_by_their_words() -> None:
    names = {"evin": "evin prison", "basij": "basij organisation", "units": "police special units",
             "valiasr": "irgc regional corps valiasr in khuzestan vali asr corps",
             "kahrizak": "kahrizak centre"}  # fmt: skip
    own, above = {key: bodies._words(text) for key, text in names.items()}, bodies._words("irgc police")
    titles = {
        "Warden of Evin Prison": "evin", "Director of Evin Prison and other centres": "evin",
        "Head of Evin Prison, Tehran": "evin", "Commander-in-Chief of the Basij": "basij",
        "Commander of the Basij": "basij", "Head of the Basij Organisation of the IRGC": "basij",
        "Commander of the Special Units of the Police": "units", "IRGC Khuzestan Commander": "valiasr",
        "IRGC Commander of Khuzestan province (Vali Asr Corps)": "valiasr",
        "In charge of the Kahrizak centre": "kahrizak",
    }  # fmt: skip
    for title, key in titles.items():
        assert bodies._leads(title, own[key], above), title
    others = ["Deputy Commander of the Basij", "Head of the Basij in Sanandaj", "Member of the Basij",
              "Basij head, Qom", "Commander of Basij of Kohgiluyeh County", "",
              "Head of the intelligence unit of the Basij", "Commander of the IRGC",
              "Advisor to the Commander of the Basij"]  # fmt: skip
    assert not [title for title in others if bodies._leads(title, own["basij"], above)]
    assert not bodies._leads("Warden of Evin Prison", own["basij"], above)
    office, iran = bodies._words("office of the prosecutor general of iran"), bodies._words("iran")
    assert bodies._leads("Prosecutor-General of Iran", office, iran)
    assert not bodies._leads("Deputy Prosecutor-General of Iran", office, iran)
    assert not bodies._leads("Public Prosecutor of the Court of Fars", bodies._words("court of fars"), iran)
    fars, judiciary = bodies._words("judiciary of fars province"), bodies._words("judiciary of iran")
    assert all(bodies._leads(title, fars, judiciary) for title in ("Chief Justice of Fars", "Chief of Justice, Fars"))


@pytest.mark.slow
def test_heads_of_bodies_of_one_place_are_found_and_no_page_denies_them(real_record: Record) -> None:
    def heads(key: str) -> set[str]:
        return {row["entity_id"] for row in bodies.posts(real_record, key) if row["heads"]}

    assert heads("diesel-abad-prison") == {"ali-ashraf-rashidi-aghdam"}
    assert "mohammad-esmail-kowsari" in heads("irgc-sarallah-headquarters")
    assert "haj-ahmad-mirzaei" not in heads("irans-morality-police")
    assert "mohammad-movahedi-azad" in heads("prosecutor-general-of-iran")
    assert heads("organisation-for-islamic-propaganda") == set()


def test_of_two_heads_the_one_of_whom_only_the_end_is_known_came_first() -> None:
    former, later = {"ended_min": dt.date(2014, 11, 1)}, {"started_min": dt.date(2014, 1, 1)}
    assert sorted([former, later], key=bodies._begun) == [later, former]

"""What is found by its words; the site's tests hold the engine of the site against it too."""

from __future__ import annotations

import datetime as dt

from mostanad.matching.texts import texts


def test_of_a_long_event_the_first_years_are_words_from_whatever_day_it_began() -> None:
    event = {"event_id": "harbour-strike", "title": "Harbour strike", "kind": "protest", "place": None, "part_of": None}
    for day in (dt.date(2020, 2, 29), dt.date(2020, 2, 28), dt.date(2020, 12, 31)):
        dates = {"date": f"{day}/..", "date_min": day, "date_max": dt.date(2024, 5, 1)}
        (found,) = texts({"events": [event | dates]})
        assert {"2020", "2021", "2022"} <= {*found.words}
        assert not {"2023", "2024"} & {*found.words}

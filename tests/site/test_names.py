"""Which names of somebody their page shows."""

from mostanad.site.names import apart


def shown(label: str, *names: tuple[str, str]) -> list[str]:
    return [row["name"] for row in apart([{"kind": kind, "name": name} for kind, name in names], label)]


def test_a_name_in_the_order_of_an_index_of_cards_is_no_other_name() -> None:
    assert shown("Shakar Abdi", ("primary", "Shakar Abdi"), ("alias", "Abdi Shakar")) == ["Shakar Abdi"]
    assert shown("شکار عبدی", ("alias", "عبدی شکار")) == []  # the head of the page has it
    assert shown("Shakar Abdi", ("alias", "عبدی شکار")) == ["عبدی شکار"]  # else no name in Persian would stand there


def test_a_name_with_other_spaces_is_no_other_name() -> None:
    same = ("transliteration", "Gholam-Ali Rashid"), ("transliteration", "Gholamali Rashid")
    assert shown("Gholam Ali Rashid", *same) == []
    assert shown("Somebody", *same) == ["Gholam-Ali Rashid"]  # one of the two


def test_another_spelling_a_misprint_and_a_former_name_are_shown() -> None:
    names = ("transliteration", "Gholamali Rasheed"), ("misprint", "Rashid Gholam Ali"), ("former", "Gholam-Ali Rashid")
    assert shown("Gholam Ali Rashid", *names) == [name for _, name in names]

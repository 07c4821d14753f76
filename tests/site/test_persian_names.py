"""Names in Persian as documents print them, in the order and spelling in which people write them."""

import pytest

from mostanad.site.persian import printed


def printed_of(label: str, *names: tuple[str, str]) -> str | None:
    rows = {"a": ("officials", {"name": label})}
    cells = {"entity_id": "a", "language": "fa", "script": "Arab"}
    return printed([{**cells, "name": name, "kind": kind} for kind, name in names], rows).get("a")


def test_names_stand_in_the_order_in_which_people_say_them() -> None:
    assert printed_of("Alireza Morad", ("primary", "مراد علی-رضا")) == "علی\u200cرضا مراد"
    assert printed_of("Alireza Moradi", ("primary", "مرادی علی-رضا")) == "علیرضا مرادی"  # as the catalogue spells it
    assert printed_of("Hedayat Farzadi", ("primary", "هدایتالله فرزادی")) == "هدایت\u200cالله فرزادی"
    other = "کادم احمد اسدالله"  # other words than the label: as printed
    assert printed_of("Ahmad Khadem", ("primary", other)) == other
    names = [{"entity_id": "c", "name": "آکادمی راوین", "language": "fa", "script": "Arab", "kind": "primary"}]
    assert printed(names, {"c": ("parties", {"name": "Ravin Academy"})}) == {"c": "آکادمی راوین"}  # no person
    prison = {"c": ("parties", {"name": "Gohardasht Prison", "kind": "prison"})}
    said = [printed([{**names[0], "name": name}], prison)["c"] for name in ("رجایی شهر", "زندان اوین")]
    assert said == ["زندان رجایی\u200cشهر", "زندان اوین"]  # not only the name of the town


def test_another_name_of_somebody_is_shown_if_it_is_that_of_the_record() -> None:
    assert printed_of("Ahmad Noroozi", ("alias", "نوروزی احمد")) == "احمد نوروزی"
    assert printed_of("Ahmad Noroozi", ("misprint", "نوروزی احمد")) is None
    assert printed_of("Salar Abnoush", ("alias", "سالار ولایتمدار")) is None
    assert printed_of("Ahmad Noroozi", ("primary", "احمد نوروزی نیا"), ("alias", "نوروزی احمد")) == (
        "احمد نوروزی\u200cنیا"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("حبیب الله جان نثاری", "حبیب\u200cالله جان\u200cنثاری"),
        ("سید نظام الدین موسوی", "سید نظام\u200cالدین موسوی"),
        ("محسن نیک ورز", "محسن نیک\u200cورز"),
        ("محمود سالار کیا", "محمود سالارکیا"),
        ("الله کرم عزیزی", "الله کرم عزیزی"),
        ("علی پناه", "علی پناه"),  # a surname alone
    ],
)
def test_names_have_the_joiners_with_which_people_write_them(name: str, said: str) -> None:
    assert printed_of("Somebody", ("primary", name)) == said

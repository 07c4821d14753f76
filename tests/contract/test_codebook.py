"""The codebook: every table, column and word is on it, and its links lead somewhere."""

from __future__ import annotations

import re
from typing import get_args

from tests.cases import each

from mostanad.contract import codebook
from mostanad.contract.codebook import _grid
from mostanad.files.resources import toml
from mostanad.models import COMPILED, TABLES, edtf
from mostanad.models.cells import Role
from mostanad.models.vocabularies import Vocabulary

MODELS = TABLES | COMPILED


def sections() -> dict[str, str]:
    """The text under each heading of the third level."""
    parts = re.split(r"^### (.+)$", codebook(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@each("table", list(MODELS))
def test_every_column_is_described_in_its_table(table: str) -> None:
    text = sections()[table]
    for column in MODELS[table].columns():
        (line,) = [line for line in text.splitlines() if line.startswith(f"| `{column.name}` |")]
        assert column.description.replace("|", r"\|") in line
        assert f"| {column.role} |" in line
        assert f"`{column.example}`" in line
        assert column.standard in line
        for target in column.references:
            assert f"[{target}](#{target})" in line


@each("vocabulary", list(Vocabulary.__subclasses__()))
def test_every_word_is_explained_in_its_vocabulary(vocabulary: type[Vocabulary]) -> None:
    heading = re.sub(r"(?<!^)(?=[A-Z])", " ", vocabulary.__name__).capitalize()
    text = sections()[heading]
    for word in vocabulary:
        assert f"| `{word}` | {word.meaning} |" in text


def test_links_lead_to_headings() -> None:
    headings = [line.lstrip("# ") for line in codebook().splitlines() if line.startswith("#")]
    assert len(headings) == len(set(headings))
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    links = set(re.findall(r"\]\(#([^)]+)\)", codebook()))
    assert links
    assert links <= anchors


def test_every_line_of_a_table_has_all_its_cells() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", codebook(), flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert _grid(["written"], [["a|b"]]) == "| written |\n| --- |\n| a\\|b |\n"


def test_roles_are_explained() -> None:
    assert tuple(toml("contract/codebook.toml")["roles"]) == get_args(Role)
    for role, meaning in toml("contract/codebook.toml")["roles"].items():
        assert f"- **{role}**: {meaning}\n" in codebook()


def test_every_form_of_date_of_the_parser_is_shown() -> None:
    documented = re.findall(r"^``.*?``(?= )(?:\s``.*?``)?", edtf.__doc__ or "", flags=re.MULTILINE)
    forms = {form for line in documented for form in re.findall(r"``(.*?)``", line)}
    assert len(forms) > 5
    assert set(toml("contract/codebook.toml")["forms_of_dates"]) == forms
    assert "| `[..2021-08-18]` |" in codebook()
    assert "| open | 2021-08-18 |" in codebook()


def test_the_page_ends_in_one_newline() -> None:
    assert codebook().endswith("|\n")

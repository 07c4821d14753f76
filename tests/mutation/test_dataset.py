"""The dataset itself, spoilt in every way: what ``make prove`` does."""

from __future__ import annotations

import re

import pytest
from tests.documents.lists.test_private_tokens import official_lists
from tests.mutation.__main__ import main
from tests.mutation.prove import prove
from tests.shared import ROOT

from mostanad.files import open_package

pytestmark = pytest.mark.slow


def test_every_error_in_the_dataset_is_found_and_cells_of_lists_are_read_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(ROOT)
    printed = capsys.readouterr()
    assert code == 0, printed.out + printed.err
    assert re.findall("^MST546 +([0-9/]+)$", printed.out, re.M) == (["6/6"] if official_lists() else [])


def test_without_documents_no_cell_of_a_list_is_spoilt() -> None:
    proof = prove(open_package(ROOT), lambda about: about == "MST546")
    assert "MST546" not in proof.score()
    assert sum(name.startswith("MST546: ") for name in proof.not_tried) == 6

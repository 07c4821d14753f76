"""The codebook: tables, columns, vocabularies and dates on one page, for readers of the data who do not program."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mostanad.contract.table_schema import summary
from mostanad.files.grouping import grouped
from mostanad.files.resources import toml
from mostanad.models import COMPILED, MODELS, TABLES, Column, Row, edtf
from mostanad.models.cells import CellType
from mostanad.models.vocabularies import Vocabulary


def codebook(*, has_examples: bool = True) -> str:
    """Return one page of GitHub Markdown: tables and columns, vocabularies, dates. ``has_examples`` adds a column of
    examples, which come from our own data."""
    texts, by_vocabulary = toml("contract/codebook.toml"), grouped(_columns(), lambda one: one[1].type.vocabulary)
    blocks = [
        texts["introduction"].format(how=texts["ours" if has_examples else "others"]),
        _bullets(f"**{role}**: {meaning}" for role, meaning in texts["roles"].items()),
        texts["curated"],
        _contents(TABLES),
        *(_table(model, has_examples) for model in TABLES.values()),
        texts["compiled"],
        _contents(COMPILED),
        *(_table(model, has_examples) for model in COMPILED.values()),
        texts["cells"],
        _bullets(dict.fromkeys(column.type.hint for _, column in _columns() if column.type.vocabulary is None)),
        texts["words"],
        *(_vocabulary(vocabulary, users) for vocabulary, users in by_vocabulary.items() if vocabulary),
        texts["dates"],
        _grid(("written", "means", "first day", "last day"), map(_date, texts["forms_of_dates"].items())),
    ]
    return "\n".join(blocks)


def _contents(models: dict[str, type[Row]]) -> str:
    return _bullets(f"{_link(table)}: {summary(model)}" for table, model in models.items())


def _table(model: type[Row], has_examples: bool) -> str:
    header = ("column", "type", "required", "role", "refers to", "meaning", "standard", *["example"] * has_examples)
    rows = (
        (
            f"`{column.name}`",
            _type(column.type),
            "yes" if column.required else "no",
            column.role,
            ", ".join(map(_link, column.references)),
            column.description + column.notice,
            column.standard,
            *[f"`{column.example}`"] * has_examples,
        )
        for column in model.columns()
    )
    return f"### {model.table}\n\n{summary(model)}\n\n{_grid(header, rows)}"


def _type(cell: CellType) -> str:
    """The type of a cell in a few words; the section on cell types has the details."""
    if cell.vocabulary is not None:
        kind = f"a word: {_link(_title(cell.vocabulary))}"
    else:
        kind = re.split(r" \(| without ", cell.hint)[0]
    if cell.name in ("date", "span"):
        return f"[{kind}](#dates)"
    return f"a list, single spaces between; each item {kind}" if cell.name == "list" else kind


def _vocabulary(vocabulary: type[Vocabulary], users: Sequence[tuple[str, Column]]) -> str:
    used = ", ".join(f"`{table}.{column.name}`" for table, column in users)
    more = " A dataset may add words of its own." if vocabulary.is_open() else ""
    own = {word: f"{meaning} (a word of this dataset)" for word, meaning in vocabulary.added().items()}
    words = _grid(("word", "meaning"), ((f"`{word}`", meaning) for word, meaning in (vocabulary.words() | own).items()))
    return f"### {_title(vocabulary)}\n\n{summary(vocabulary)} Used in {used}.{more}\n\n{words}"


def _columns() -> Iterator[tuple[str, Column]]:
    return ((table, column) for table, model in MODELS.items() for column in model.columns())


def _date(form: tuple[str, str]) -> tuple[str, str, str, str]:
    written, meaning = form
    parsed = edtf.parse(written, span=True)
    return f"`{written}`", meaning, str(parsed.earliest or "open"), str(parsed.latest or "open")


def _title(vocabulary: type[Vocabulary]) -> str:
    """``EventKind`` as ``Event kind``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", vocabulary.__name__).capitalize()


def _link(heading: str) -> str:
    return f"[{heading}](#{heading.lower().replace(' ', '-')})"


def _bullets(items: Iterable[str]) -> str:
    return "".join(f"- {item}\n" for item in items)


def _grid(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines)

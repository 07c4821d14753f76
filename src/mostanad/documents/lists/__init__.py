"""Official lists. Each module here reads one kind of file and declares ``FORMATS``, a tuple of :class:`ListFormat`.
docs/list-formats.md describes the files; ``followed.toml`` names the lists that the dataset follows."""

import importlib
import pkgutil
from functools import cache

from pydantic import TypeAdapter

from mostanad.documents.records import FollowedList, ListError, ListFormat, Record
from mostanad.files.resources import toml
from mostanad.models.vocabularies import DocumentFormat


@cache
def formats() -> dict[DocumentFormat, ListFormat]:
    """Every list format that a module declares, in the order of the vocabulary."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    declared = {declared.name: declared for module in modules for declared in module.FORMATS}
    return {name: declared[name] for name in DocumentFormat if name in declared}


@cache
def followed_lists() -> dict[str, FollowedList]:
    said = toml("documents/lists/followed.toml")
    for list_id, cells in said["lists"].items():
        parties = (cells["authority_id"], cells.get("office_id", ""))
        cells |= {"list_id": list_id, "parties": {name: said["parties"][name] for name in parties if name}}
    return TypeAdapter(dict[str, FollowedList]).validate_python(said["lists"])


def read(form: DocumentFormat, content: bytes) -> list[Record]:
    """The targets of a list, from its bytes; ListError, with line and byte, if it cannot be read or has none."""
    found = list(formats()[form].read(content))
    if not found:
        raise ListError("the list has no record")
    return found

"""The lock: the columns of a release as the last version promised them, in schema/contract.lock.json. It is written
when a version is cut, so that until then `mostanad contract` can say what has changed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mostanad.contract.table_schema import summary
from mostanad.contract.version import SCHEMA_VERSION
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES, Column, Row
from mostanad.models.cells import VERSION

#: Where the lock lies in a project.
PATH = "schema/contract.lock.json"
_NUMBER = r"(?:0|[1-9][0-9]*)"


class LockError(ValueError):
    """The lock of a project, or what it is held against, cannot be used; the message says why."""


def lock() -> dict[str, Any]:
    """What the models promise: ``schema_version``, and ``tables`` with their columns in order, days of dates among
    them; types are called as in Arrow."""
    models = TABLES | COMPILED
    return {"schema_version": SCHEMA_VERSION, "tables": {name: _table(models[name]) for name in sorted(models)}}


def to_json(value: Any) -> str:
    """JSON for people to read."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _LockedColumn(_Part):
    name: str
    type: str
    nullable: bool
    references: list[str] = []
    words: dict[str, str] = {}
    pattern: str = ""
    deprecated: Annotated[str, Field(pattern=rf"^(?:{VERSION}: .*)?$")] = ""


class _LockedTable(_Part):
    key: str
    columns: list[_LockedColumn]


class _Lock(_Part):
    schema_version: Annotated[str, Field(pattern=rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}$")]
    tables: dict[str, _LockedTable]


def read(root: Path) -> dict[str, Any]:
    """Read the lock of a project; raises LockError if there is none, or it is not a lock."""
    path = root / PATH
    if not path.is_file():
        raise LockError(f"{path}: there is no lock")
    try:
        return _Lock.model_validate_json(path.read_bytes()).model_dump(exclude_unset=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise LockError(f"{path} is not a lock: {where}: {first['msg']}") from None


def _table(model: type[Row]) -> dict[str, Any]:
    columns = [part for column in model.columns() for part in _columns(model, column)]
    return {"description": summary(model), "key": model.key(), "columns": columns}


def _columns(model: type[Row], column: Column) -> Iterator[dict[str, Any]]:
    """What a column of a model becomes in a release: a date three columns, any other one."""
    fields = arrow_schema(model)
    shown: dict[str, Any] = {
        **_type(fields.field(column.name)),
        "role": column.role,
        "references": sorted(column.references),
        "words": {str(word): word.meaning for word in sorted(column.type.vocabulary or ())},
        "pattern": column.type.pattern,
        "description": column.description,
        "standard": column.standard,
        "example": column.example,
        "deprecated": column.deprecated,
    }
    yield _without_blanks(shown)
    if column.type.name in ("date", "span"):
        for end in ("min", "max"):
            field = fields.field(f"{column.name}_{end}")
            description = field.metadata[b"description"].decode()
            shown = {"role": "coding", "description": description, "deprecated": column.deprecated}
            yield _without_blanks(_type(field) | shown)


def _type(field: pa.Field) -> dict[str, Any]:
    is_list = pa.types.is_list(field.type)
    items = {"items": str(field.type.value_type)} if is_list else {}
    # Not str() of a list: in it is the name of the field of the items, which the version of Arrow decides.
    return {"name": field.name, "type": "list" if is_list else str(field.type), **items, "nullable": field.nullable}


def _without_blanks(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if value not in ("", None, [], {})}

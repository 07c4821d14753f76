"""What a type checker must refuse: each line says by which of mypy's codes. Never run."""

from __future__ import annotations

from pathlib import Path

import mostanad

release = mostanad.release()

print(mostanad.laod("events"))  # refused: attr-defined
print(mostanad.load("events", as_="panda"))  # refused: call-overload
print(mostanad.load(Path("events")))  # refused: call-overload
print(mostanad.load("events", version=2026.11))  # refused: call-overload
print(mostanad.load("events").to_dicts())  # refused: operator
print(release.load(table="facts", form="records"))  # refused: call-overload
print(release.as_of())  # refused: call-overload
print(release.as_of(known="2026.11.0").search("x"))  # refused: attr-defined
print(release.without(7))  # refused: arg-type
print(release.facts(min_support="strong"))  # refused: arg-type
print(release.sql("SELECT 1", as_="excel"))  # refused: arg-type
print(release.cite("x", "apa"))  # refused: arg-type
print(release.why("x").facts[0].claims)  # refused: attr-defined
print(mostanad.search("x")[0].score.upper())  # refused: attr-defined
print(mostanad.validate(".", layers=["rwos"]))  # refused: list-item

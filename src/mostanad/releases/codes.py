"""The codes of findings in releases; validation/codes.toml says what they mean."""

from __future__ import annotations

from mostanad.validation.findings import codes

CODES = codes("release")

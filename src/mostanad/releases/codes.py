"""The codes of findings in releases; validation/codes.toml says what they mean."""

from mostanad.validation.findings import codes

CODES = codes("release")

"""The documents behind a release as CSL-JSON."""

from mostanad.releases.bibliography import write_csl_json as write

__all__ = ["write"]

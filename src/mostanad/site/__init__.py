"""A release as a website that any web server, or a double-click, can serve.

Data flow one way: a release (:mod:`mostanad.loader`) → :mod:`record`, all of it by id, with :mod:`backing` and
:mod:`voices` → pages (:mod:`about`, :mod:`people`, :mod:`happenings`, :mod:`catalogues`, :mod:`rowpages`), each a
template and what it shows → :mod:`write`.
"""

from __future__ import annotations

from mostanad.site.write import build_site

__all__ = ["build_site"]

"""A release as a website that any web server, or a double-click, can serve.

Data flow one way: a release (:mod:`mostanad.loader`) → :mod:`contents`, all of it by id, with :mod:`evidence` and
:mod:`voices` → pages (:mod:`about`, :mod:`catalogues`, :mod:`fact_checks`, :mod:`dossiers`), each a template and what
it shows → :mod:`builder`.
"""

from mostanad.site.builder import build_site

__all__ = ["build_site"]

"""Build a static website from a release. It works on any web server, and from a local folder.

Data flows one way. :mod:`contents` indexes a release (:mod:`mostanad.loader`) by id, with :mod:`evidence` and
:mod:`voices`. The page modules (:mod:`about`, :mod:`catalogues`, :mod:`fact_checks`, :mod:`dossiers` and others) pair
each template with its values, and :mod:`builder` writes the pages.
"""

from mostanad.site.builder import build_site

__all__ = ["build_site"]

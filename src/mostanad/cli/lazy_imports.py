"""Load modules only when something in them is first used: each command needs few of them."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader


class _Finder:
    """Finds the modules of this package, and delays running them. It does not delay subpackages: to run one while a
    module in it is being imported would create that module twice."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path) if name.startswith("mostanad.") else None
        if found is not None and found.loader is not None and found.submodule_search_locations is None:
            found.loader = LazyLoader(found.loader)
        return found


@contextmanager
def lazy_imports() -> Iterator[None]:
    """In this block, ``from PACKAGE import MODULE`` loads the package at once, and the module at its first use."""
    sys.meta_path.insert(0, _Finder)
    try:
        yield
    finally:
        sys.meta_path.remove(_Finder)

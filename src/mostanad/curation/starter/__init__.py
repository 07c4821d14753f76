"""A small dataset to begin with: invented people, one document, and all other files that a dataset needs."""

import errno
import json
import re
from importlib.resources import files
from pathlib import Path

from mostanad import contract
from mostanad.curation.sealing import seal_new
from mostanad.curation.sheet import enter
from mostanad.curation.sources import add_source
from mostanad.curation.transaction import UNDO
from mostanad.documents.folder import Documents
from mostanad.files import disk, open_package, trees
from mostanad.files.canonical import render
from mostanad.files.place import put, workplace
from mostanad.models import TABLES


def start(root: Path, mostanad: str, *, is_empty: bool = False) -> None:
    """Make a dataset in a new or empty directory, completely or not at all; FileExistsError if something is there,
    OSError if it cannot be written.

    The dataset validates, builds and has a site. Its CI uses the version ``mostanad``. If ``is_empty``, it lacks the
    invented rows and their document, and validates once it has a title and a description.
    """
    if trees.is_there(root) and not (root.is_dir() and not any(root.iterdir())):
        raise FileExistsError(errno.EEXIST, "something is already there; give another directory", str(root))
    root = root.absolute()
    name = re.sub("[^a-z0-9]+", "-", root.name.lower()).strip("-") or "dataset"
    root.parent.mkdir(parents=True, exist_ok=True)
    with workplace(root) as made:
        contract.write(made, _texts(name, mostanad, is_empty=is_empty))
        contract.write(made, contract.generated(made))
        (made / "documents").mkdir()
        if not is_empty:
            _enter(made)
        put(made, root)


def _enter(made: Path) -> None:
    """Enter the invented rows in the way that curators enter rows."""
    source = json.loads(_text("source.json"))
    disk.write_atomically(made / "datasets" / "parties.csv", render("parties", [source["publisher"]]))
    document = made / "documents" / f"{source['cells']['source_id']}.txt"
    document.write_text(_text("document.txt"), "utf-8", newline="\n")
    name = add_source(open_package(made), document, source["cells"])
    enter(open_package(made), name, _text("sheet.csv"), Documents(document.parent))
    seal_new(open_package(made))
    (made / UNDO).unlink()


def _texts(name: str, mostanad: str, *, is_empty: bool) -> dict[str, str]:
    readme = _text("README.md").replace("NAME", name)
    head = json.loads(_text("head.json"))
    if is_empty:
        invented = ("contributors", "country")
        head = {key: text for key, text in head.items() if key not in invented} | {"title": "", "description": ""}
    return {
        **{f"datasets/{table}.csv": render(table, ()).decode() for table in TABLES},
        "datapackage.json": json.dumps({"$schema": contract.PACKAGE_PROFILE, "name": name, **head}),
        ".gitattributes": "datasets/*.csv text eol=lf\n",
        "README.md": readme.rpartition("\n\n")[0] + "\n" if is_empty else readme,
        ".gitignore": "/dist/\n/documents/\n/.mostanad-*.json\n.*.mostanad-tmp\n",
        ".github/workflows/data.yml": _text("data.yml").replace("VERSION", mostanad),
    }


def _text(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")

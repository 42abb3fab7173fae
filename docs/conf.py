"""The documentation site: `make docs` builds it with warnings as errors into build/site.

The source folder is the repository itself, not docs/: README, CONTRIBUTING and the model cards are pages as they
stand, and a link from one Markdown file to another is the same on the site and in the repository.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import hingecheck
import hingecheck.core

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "hingecheck"
author = "The hingecheck founders"
project_copyright = author
version = release = hingecheck.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc"]
root_doc = "docs/index"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/**",
    "benchmarks/*.md",
    "models/*.md",
    "notebooks/README.md",
    "sample_videos/README.md",
]
exclude_patterns = ["docs/_*", ".*", "build", "out", "src", "tests"]

myst_heading_anchors = 3
nitpicky = False  # types in signatures that other packages define are not linked
default_role = "py:obj"  # docstrings say `name`: a link where it is one of ours, code where not
autosummary_generate = False  # of each member it makes a documenter with an environment: half a minute; see below
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 80
autodoc_type_aliases = {"Floats": "Floats"}
add_module_names = False
numpydoc_show_class_members = False  # autodoc lists them, with the comments of their fields

html_theme = "furo"
html_title = "hingecheck"
html_extra_path = ["_site"]  # index.html at the top, which leads to docs/index.html
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0f766e", "color-brand-content": "#0f766e"},
    "dark_css_variables": {"color-brand-primary": "#5eead4", "color-brand-content": "#5eead4"},
}

GENERATED = Path(__file__).parent / "api" / "generated"


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("builder-inited", lambda _: write_module_pages(hingecheck.core))


def write_module_pages(package: ModuleType) -> None:
    """A page a module: what it says of itself, its members, and a table of the modules in it.

    They stand in no table of contents: the theme puts the whole of it beside every page, and those of a hundred
    modules would be most of it. The tables lead from one to the next.
    """
    GENERATED.mkdir(parents=True, exist_ok=True)
    for old in GENERATED.glob("*.rst"):
        old.unlink()
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    for name in (package.__name__, *(module.name for module in found)):
        (GENERATED / f"{name}.rst").write_text(_module_page(name), encoding="utf-8")


def _module_page(name: str) -> str:
    title = name.removeprefix("hingecheck.")
    lines = [":orphan:", "", title, "=" * len(title), "", f".. automodule:: {name}", "   :members:", ""]
    inside = [each.name for each in pkgutil.iter_modules(getattr(import_module(name), "__path__", ()))]
    if inside:
        lines += [".. autosummary::", "   :nosignatures:", "", *(f"   {each}" for each in inside), ""]
    return "\n".join(lines)

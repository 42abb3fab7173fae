"""The documentation site: `make docs` builds it with warnings as errors into build/site.

The source folder is the repository itself, not docs/: README, CONTRIBUTING and the model cards are pages as they
stand, and a link from one Markdown file to another is the same on the site and in the repository.
"""

from __future__ import annotations

from pathlib import Path

import hingecheck

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
# Absolute: autosummary looks from the source folder, the theme from this one.
templates_path = [str(Path(__file__).parent / "_templates")]

myst_heading_anchors = 3
nitpicky = False  # types in signatures that other packages define are not linked
default_role = "py:obj"  # docstrings say `name`: a link where it is one of ours, code where not
autosummary_generate = True
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

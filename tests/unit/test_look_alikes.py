"""What stands for signs that a terminal's alphabet lacks tells as much as they do."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hingecheck.look_alikes import LOOK_ALIKES, spelled
from hingecheck.reports.history_text import BLOCKS, SIGNS

REPORTS = Path(__file__).parents[2] / "src" / "hingecheck" / "reports"
CATALOGUES = REPORTS.parent / "languages" / "catalogues"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "cp850", "cp932"])
@pytest.mark.parametrize("signs", [tuple(SIGNS.values()), tuple(BLOCKS)])
def test_signs_stay_apart(signs: tuple[str, ...], encoding: str) -> None:
    written = [spelled(sign, encoding) for sign in signs]
    assert len({*written}) == len(signs)
    assert all(len(one) == 1 for one in written)


def test_every_sign_of_the_texts_has_one() -> None:
    nodes = [node for path in REPORTS.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    texts += [path.read_text("utf-8") for path in CATALOGUES.glob("*.po")]
    assert {sign for text in texts for sign in text if not sign.isascii()} <= LOOK_ALIKES.keys()

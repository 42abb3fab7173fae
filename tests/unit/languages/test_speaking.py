"""Texts in a language: numbers, fields, plurals, and which language is in force."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from hingecheck.core.phrases import Phrase, joined, listed
from hingecheck.core.rules.findings import format_value
from hingecheck.languages.speaking import (
    DATA_LANGUAGE_VARIABLE,
    LANGUAGE_VARIABLE,
    chosen_language,
    current_language,
    speaking,
    tr,
    tr_data,
    trn,
)
from hingecheck.languages.table import BY_CODE, accepted_language

GERMAN, SPANISH = BY_CODE["de"], BY_CODE["es"]


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LANGUAGE_VARIABLE, raising=False)
    monkeypatch.delenv(DATA_LANGUAGE_VARIABLE, raising=False)


def test_a_phrase_is_its_english_text() -> None:
    said = Phrase("Your hips turn open by {value} on the way down.", value=format_value(12.3, 3.2, "deg"))
    assert said == "Your hips turn open by 12° ± 3° on the way down."
    assert tr(said) == said


def test_a_phrase_is_put_together_anew_in_another_language() -> None:
    said = Phrase("You lose your balance: sway, touch-downs and hops together come to {value}.",
                  value=format_value(0.123, 0.02, "leg"))  # fmt: skip
    with speaking(GERMAN):
        assert tr(said).endswith("ergeben zusammen 0,12 ± 0,02 Beinlängen.")
    with speaking(SPANISH):
        assert tr(said).endswith("suman 0,12 ± 0,02 largos de pierna.")


def test_a_phrase_survives_another_process() -> None:
    said = pickle.loads(pickle.dumps(joined(["deadlift", Phrase("{n} rep", "{n} reps", n=2)], ": ")))
    assert said == "deadlift: 2 reps"
    with speaking(GERMAN):
        assert tr(said) == "Kreuzheben: 2 Wiederholungen"


def test_names_in_a_row() -> None:
    with speaking(SPANISH):
        assert tr(listed(["knee-locked", "form-drift"])) == "rodilla bloqueada y la forma decae"


@pytest.mark.parametrize(("n", "said"), [(0, "0 Wiederholungen"), (1, "1 Wiederholung"), (12, "12 Wiederholungen")])
def test_plurals(n: int, said: str) -> None:
    with speaking(GERMAN):
        assert trn("{n} rep", "{n} reps", n) == said


def test_shares_and_no_minus_before_a_nought() -> None:
    assert format_value(-0.2, None, "deg") == "0°"
    with speaking(GERMAN):
        assert tr(format_value(0.27, 0.04, "share")) == "27\u00a0% ± 4\u00a0%"


def test_what_a_lifter_typed_is_not_translated() -> None:
    with speaking(GERMAN):
        assert tr("{name}, from {view}", name="rep", view="left") == "rep, von left"


def test_a_name_with_braces_is_left_alone() -> None:
    with speaking(GERMAN):
        assert tr("History of {lifter}", lifter="{anna}") == "Verlauf von {anna}"


def test_the_environment_sets_the_words_but_not_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE_VARIABLE, "de")
    assert (tr("Next steps"), tr_data("Next steps")) == ("Nächste Schritte", "Next steps")
    with ThreadPoolExecutor(1) as pool:  # threads of their own speak it too
        assert pool.submit(tr, "Next steps").result() == "Nächste Schritte"


def test_what_is_chosen_holds_for_data_too_and_ends() -> None:
    with chosen_language("es"):
        assert (tr("Next steps"), tr_data("Next steps")) == ("Próximos pasos", "Próximos pasos")
    assert current_language().code == "en"


@pytest.mark.parametrize(
    ("header", "code"),
    [("de-DE,de;q=0.9,en;q=0.8", "de"), ("fr,es-MX;q=0.5", "es"), ("fr", None), ("", None), ("de;q=0,en", "en"),
     ("de;q=x", None), ("*", None)],
)  # fmt: skip
def test_what_a_browser_asks_for(header: str, code: str | None) -> None:
    found = accepted_language(header)
    assert (None if found is None else found.code) == code

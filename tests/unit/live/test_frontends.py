"""What is shown, written and said; keys; mail between threads; the pace of a slow machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from hingecheck.apps.live.channels import BoundedQueue, Closed, LatestSlot
from hingecheck.apps.live.executors import ThreadExecutor
from hingecheck.apps.live.frontends import ADVICE_EVERY_S, Headless, Silence, Windowed, event_words, speak
from hingecheck.apps.live.panel import panel_of
from hingecheck.apps.live.throughput import EVERY_S, ThroughputMonitor
from hingecheck.core.lifts import LIFT_NAMES
from hingecheck.core.live.boundaries import WHY_WORDS
from hingecheck.core.live.cues import PRAISED, Cue
from hingecheck.core.live.events import Cued, Problem, Ready, RepEnded, SetEnded, SetStarted
from hingecheck.core.rules import RULES, RULES_BY_ID
from hingecheck.core.rules.words import words_of
from hingecheck.core.types import Unavailable
from hingecheck.drawing.live_frame import KINDS, STRIP, LivePanel, compose
from hingecheck.drawing.window import screen_scale
from hingecheck.languages.speaking import chosen_language, speaking
from hingecheck.languages.table import BY_CODE
from hingecheck.reports.live_events import to_line
from hingecheck.reports.live_voice import SILENT, SpokenVoice, open_voice
from hingecheck.reports.live_words import ADVICE, STOP
from stick_figure import figure, people_of, reps

from .conftest import GREY, FakeFrontend, Ran

Live = Callable[..., Ran]


class FakeWindow:
    """A window that keeps what is drawn; keys are typed beforehand."""

    def __init__(self, *keys: str) -> None:
        self.keys = list(keys)
        self.panels: list[LivePanel] = []
        self.closed = False
        self.put_away = False
        self.full = True

    def toggle_full(self) -> None:
        self.full = not self.full

    def show(self, rgb: np.ndarray, panel: LivePanel) -> None:
        self.panels.append(panel)

    def key(self) -> str:
        return self.keys.pop(0) if self.keys else ""

    def close(self) -> None:
        self.put_away = True


class FakePrinter:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.problems: list[str] = []
        self.reports: list[object] = []

    def report(self, report: object) -> None:
        self.reports.append(report)

    def data(self, line: str) -> None:
        self.lines.append(line)

    def problem(self, text: str) -> None:
        self.problems.append(text)

    def note(self, text: str) -> None:
        self.notes.append(text)


class FakeVoice(Silence):
    def __init__(self) -> None:
        self.said: list[str] = []
        self.insisted: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def insist(self, text: str) -> None:
        self.insisted.append(text)


@pytest.fixture(scope="module")
def session() -> FakeFrontend:
    """All that one set of two reps, the knees bending too much, sends to its outlet."""
    from stick_figure import SQUATTED_RDL

    from .conftest import session_of

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hingecheck.apps.live.schedule.REPS_AT_LEAST_EVERY_S", 3.0)
        return session_of(figure(reps(2, bottom=SQUATTED_RDL)), lift="rdl").out


def test_headless_writes_every_event_as_a_line_and_talks_on_the_side(session: FakeFrontend) -> None:
    printer, voice = FakePrinter(), FakeVoice()
    frontend = Headless(printer, voice)  # type: ignore[arg-type]
    for event in [*session.events, Problem(9.0, "something")]:
        frontend.event(event)
    assert [json.loads(line)["event"] for line in printer.lines] == [
        json.loads(to_line(event))["event"] for event in [*session.events, Problem(9.0, "x")]
    ]
    assert printer.problems == ["something"]
    assert any(note.startswith("rep 2: ") and " up " in note for note in printer.notes)
    assert not printer.reports
    assert voice.said == ["Ready: begin when you like", f"1. {RULES_BY_ID['knee-dominant'].short_cue}", "2"]


def test_the_word_that_ends_a_set_is_said_whatever_comes_and_without_a_cue(session: FakeFrontend) -> None:
    (first, second), voice = session.of(RepEnded), FakeVoice()
    for event in (first, replace(second, stop=True)):
        speak(voice, event)
    assert voice.said == [f"1. {RULES_BY_ID['knee-dominant'].short_cue}"]
    assert voice.insisted == [f"2. {STOP}"]


@pytest.mark.parametrize(
    ("code", "whys"),
    [
        ("de", ("eine Weile keine", "du hast ihn", "die Kamera ging", "die Bilder sind")),
        ("es", ("un rato sin", "la has", "se perdió", "se acabaron")),
    ],
)
def test_the_end_of_a_set_is_said_in_one_language(session: FakeFrontend, code: str, whys: tuple[str, ...]) -> None:
    (ended,) = session.of(SetEnded)
    with speaking(BY_CODE[code]):
        for english, said in zip(
            (WHY_WORDS["pause"], "you ended it", "the camera was lost", "the pictures ended"), whys, strict=True
        ):
            assert f"({said}" in str(event_words(replace(ended, why=english)))


def test_a_set_of_one_rep_is_said_to_have_one(session: FakeFrontend) -> None:
    (ended,) = session.of(SetEnded)
    analysis = replace(ended.report.analysis, reps=ended.report.analysis.reps[:1])
    assert str(event_words(replace(ended, report=replace(ended.report, analysis=analysis)))).endswith(": 1 rep")


def test_the_window_shows_counts_cues_and_the_report(session: FakeFrontend) -> None:
    window, printer = FakeWindow(), FakePrinter()
    frontend = Windowed(window, printer, Silence(), lambda: None)  # type: ignore[arg-type]
    for shown in session.shown:
        frontend.show(shown)
        frontend.keys(None)  # type: ignore[arg-type]
    frontend.keys(None)  # type: ignore[arg-type]
    for event in session.events:
        frontend.event(event)
    assert len(printer.reports) == 1
    assert not printer.lines
    assert {panel.phase for panel in window.panels} <= {"", "down", "bottom", "up", "top"}
    assert all(panel.mirrored for panel in window.panels)
    assert len(frontend.delays_s) == len(session.shown)


def test_cues_stand_on_the_panel() -> None:
    from hingecheck.apps.live.state import State
    from hingecheck.core.types import Frame

    state = State(
        frame=Frame(0, 0.0, GREY), lifter=None, near="left", moment=None, hinge_deg=None, reps=2, set_number=1,
        ready=True, advice="feet", cue=Cue("lumbar-rounding", "fault", 2, 0.0), running=False,
    )  # fmt: skip
    plain = {"mirrored": True, "with_help": False, "paused": False}
    assert panel_of(state, **plain).headline == RULES_BY_ID["lumbar-rounding"].short_cue
    paused = panel_of(state, **{**plain, "paused": True})
    assert "Paused" in paused.headline
    assert len(panel_of(state, **{**plain, "with_help": True}).help) == 6


def test_keys(session: FakeFrontend) -> None:
    window = FakeWindow(" ", "m", "h", "f", "r", " ", "q")
    frontend = Windowed(window, FakePrinter(), Silence(), lambda: None)  # type: ignore[arg-type]
    loop = SimpleNamespace(controls=SimpleNamespace(paused=False, restart=False))
    frontend.show(_shown())
    assert frontend.keys(loop)  # type: ignore[arg-type]
    assert loop.controls.paused
    assert "Paused" in window.panels[-1].headline
    assert frontend.keys(loop)  # type: ignore[arg-type]
    assert not window.panels[-1].mirrored
    assert frontend.keys(loop)  # type: ignore[arg-type]
    assert window.panels[-1].help
    assert frontend.keys(loop)  # type: ignore[arg-type]
    assert not window.full
    assert frontend.keys(loop)  # type: ignore[arg-type]
    assert loop.controls.restart
    assert frontend.keys(loop)  # type: ignore[arg-type]
    assert not loop.controls.paused
    assert not frontend.keys(loop)  # type: ignore[arg-type]


@pytest.mark.parametrize("how", ["key", "next set"])
def test_enough_is_said_of_its_own_set_alone(session: FakeFrontend, how: str) -> None:
    window = FakeWindow("r")
    frontend = Windowed(window, FakePrinter(), Silence(), lambda: None)  # type: ignore[arg-type]
    frontend.event(replace(session.of(RepEnded)[0], stop=True))
    frontend.show(_shown())
    assert window.panels[-1].headline == STOP
    if how == "key":
        frontend.keys(SimpleNamespace(controls=SimpleNamespace(restart=False)))  # type: ignore[arg-type]
    else:
        frontend.event(session.of(SetStarted)[0])
        frontend.show(_shown())
    after = window.panels[-1]
    assert (after.headline, after.answer, after.speed) == ("", "", "")


def test_closing_the_window_ends_the_session() -> None:
    window = FakeWindow()
    window.closed = True
    frontend = Windowed(window, FakePrinter(), Silence(), lambda: None)  # type: ignore[arg-type]
    assert not frontend.keys(SimpleNamespace())  # type: ignore[arg-type]


def test_felt_is_asked_once_the_window_is_away() -> None:
    window = FakeWindow()
    frontend = Windowed(window, FakePrinter(), Silence(), lambda: "glutes" if window.put_away else None)  # type: ignore[arg-type]
    assert frontend.felt() == "glutes"


def test_guidance_is_spoken_now_and_then() -> None:
    voice = FakeVoice()
    frontend = Windowed(FakeWindow(), FakePrinter(), voice, lambda: None)  # type: ignore[arg-type]
    for k in range(int(3 * ADVICE_EVERY_S * 10)):
        frontend.show(_shown(advice="feet", time_s=k / 10))
    assert voice.said == [ADVICE["feet"]] * 3


def test_a_hint_that_comes_and_goes_is_not_spoken() -> None:
    voice = FakeVoice()
    frontend = Windowed(FakeWindow(), FakePrinter(), voice, lambda: None)  # type: ignore[arg-type]
    for k in range(60):  # feet, no feet, … for five seconds; then they stay out of the picture
        advice = "turn" if k >= 50 else ("feet", "step-back", None)[k // 4 % 3]
        frontend.show(_shown(advice=advice, time_s=k / 10))
    assert voice.said == []
    frontend.show(_shown(advice="turn", time_s=6.01))
    assert voice.said == [ADVICE["turn"]]


def _shown(advice: str | None = None, time_s: float = 0.0) -> object:
    from hingecheck.apps.live.loop import Shown
    from hingecheck.apps.live.state import State
    from hingecheck.core.types import Frame

    state = State(
        frame=Frame(0, time_s, GREY), lifter=None, near="left", moment=None, hinge_deg=None, reps=0, set_number=1,
        ready=False, advice=advice, cue=None, running=False,  # type: ignore[arg-type]
    )  # fmt: skip
    return Shown(state, 0.0, 0.0)


def test_every_rule_has_a_few_words() -> None:
    said = [words_of(rule, lift) for rule in RULES for lift in (None, *LIFT_NAMES)]
    assert all(words.short_cue for words in said)
    assert set(PRAISED) == {rule.id for rule in RULES if rule.short_praise != "Good"}
    short = [text for words in said for text in (words.short_cue, words.short_praise)]
    assert max(map(len, [*short, *ADVICE.values()])) <= 34


# --- the picture -----------------------------------------------------------------------------------------------


def panel(**changes: object) -> LivePanel:
    plain: dict[str, object] = {
        "person": people_of(figure(reps(1)))[60], "near": "left", "hinge_deg": 84.4, "phase": "down", "reps": 3,
        "title": "set 1", "headline": "", "kind": "note", "help": (), "mirrored": False,
    }  # fmt: skip
    return LivePanel(**{**plain, **changes})  # type: ignore[arg-type]


def test_the_picture_keeps_its_size_whatever_is_said() -> None:
    one, two = compose(GREY, panel()), compose(GREY, panel(headline="Push the hips back", kind="fault"))
    assert one.shape == two.shape == (GREY.shape[0] + round(STRIP * GREY.shape[0]), GREY.shape[1], 3)
    strip = two[GREY.shape[0] :]
    assert (strip.reshape(-1, 3) == KINDS["fault"]).all(axis=1).mean() > 0.4
    assert (one[: GREY.shape[0]] == two[: GREY.shape[0]]).all()


def test_the_body_is_mirrored_with_the_picture() -> None:
    nothing = {"reps": 0, "hinge_deg": None, "title": "", "phase": ""}
    plain, mirrored = (compose(GREY, panel(mirrored=on, **nothing)).astype(int) for on in (False, True))
    rows = slice(round(0.31 * GREY.shape[0]), GREY.shape[0])  # below the corner
    drawn = np.abs(plain[rows] - 120).sum(axis=2) > 0
    again = np.abs(mirrored[rows] - 120).sum(axis=2)[:, ::-1] > 0
    assert drawn.sum() > 1000
    assert (drawn != again).sum() < 0.1 * drawn.sum()


def test_a_long_cue_fits() -> None:
    small = np.full((360, 240, 3), 120, np.uint8)
    strip = compose(small, panel(person=None, hinge_deg=None, headline="x" * 34, kind="advice"))[360:]
    assert (strip[:, [0, -1]] == KINDS["advice"]).all()  # no letter reaches the edge


@pytest.mark.parametrize(
    ("shape", "placed", "by"),
    [
        ((421, 640), (363, 189, 640, 421), 799 / 421),  # in the middle of 1366 x 799
        ((421, 640), (75, 0, 1215, 799), 799 / 421),  # enlarged already
        ((842, 1280), (75, 0, 1215, 799), 1.0),  # made smaller by OpenCV
        ((421, 640), (1920, 0, 3840, 2526), 1440 / 421),
        ((421, 640), (-1, -1, -1, -1), 1.0),  # not known
    ],
)
def test_a_small_picture_fills_the_screen(
    shape: tuple[int, int], placed: tuple[int, int, int, int], by: float
) -> None:
    assert screen_scale(shape, placed) == pytest.approx(by)


def test_a_cue_is_broken_where_a_narrow_picture_asks_for_it() -> None:
    from hingecheck.drawing.live_frame import CUE_SHARE, _broken, _fit_lines

    text = RULES_BY_ID["fast-lowering"].short_cue
    assert _broken(text)[1] == ["Slower on", "the way down"]
    one, two = (_fit_lines(lines, CUE_SHARE * 640, round(STRIP * 640), 360)[1] for lines in _broken(text))
    assert two > 1.4 * one
    one, two = (_fit_lines(lines, CUE_SHARE * 720, round(STRIP * 720), 1280)[1] for lines in _broken(text))
    assert one >= two


def test_landmarks_that_are_missing_or_far_outside_are_no_trouble() -> None:
    person = people_of(figure(reps(1)))[0]
    person.image_px[3] = np.nan
    person.image_px[23] = 1e9
    compose(GREY, panel(person=person))


# --- between threads -------------------------------------------------------------------------------------------


def test_the_newest_wins_and_the_others_are_counted() -> None:
    channel: LatestSlot[int] = LatestSlot()
    for k in range(5):
        channel.put(k)
    assert (channel.get(0.1), channel.dropped) == (4, 4)
    assert channel.get(0.01) is None
    channel.put(7)
    channel.close()
    assert channel.get(0.1) == 7  # what was there is still given
    with pytest.raises(Closed):
        channel.get(0.1)


def test_a_lane_loses_nothing_and_makes_the_faster_wait() -> None:
    channel: BoundedQueue[int] = BoundedQueue(room=2)
    thread = threading.Thread(target=lambda: ([channel.put(k) for k in range(50)], channel.close()))
    thread.start()
    got = [channel.get(5.0) for _ in range(50)]
    thread.join()
    assert got == list(range(50))
    with pytest.raises(Closed):
        channel.get(5.0)
    assert channel.dropped == 0


def test_an_error_beside_the_loop_comes_out() -> None:
    work = ThreadExecutor()
    work.run(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work.close()


def run_gauge(posed_hz: float, camera_hz: float = 30.0, seconds: float = 16.0) -> list[str]:
    now = SimpleNamespace(s=0.0)
    throughput, said = ThroughputMonitor(clock=lambda: now.s), []
    while now.s < seconds:
        now.s += EVERY_S / 50
        said += throughput.check(int((camera_hz - posed_hz) * now.s), int(posed_hz * now.s))
    return said


def test_a_machine_that_keeps_up_hears_nothing() -> None:
    assert not run_gauge(29.0)


def test_a_slow_machine_is_told_once_that_frames_are_left_out() -> None:
    said = run_gauge(18.0, seconds=60.0)
    assert len(said) == 1
    assert "18 frames a second" in said[0]


def test_a_very_slow_machine_is_told_once_that_reps_may_be_missed() -> None:
    said = run_gauge(4.0, seconds=60.0)
    assert [("only 4 frames a second" in text, "close other programs" in text) for text in said] == [
        (False, False),
        (True, True),
    ]
    assert len(run_gauge(4.0, seconds=11.0)) == 1  # it may be over in a moment


# --- the voice -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("insists", "also"), [(False, []), (True, ["two"])])
def test_the_voice_drops_what_it_had_no_time_for(insists: bool, also: list[str]) -> None:
    """… but nothing that it insists on."""
    begun, go, said = threading.Event(), threading.Event(), []

    class Engine:
        def say(self, text: str) -> None:
            said.append(text)
            begun.set()

        def runAndWait(self) -> None:  # noqa: N802 - pyttsx3's name
            go.wait(5.0)

    voice = SpokenVoice(Engine)
    voice.say("one")
    begun.wait(5.0)
    (voice.insist if insists else voice.say)("two")
    voice.say("three")
    go.set()
    voice.close()
    assert said == ["one", *also, "three"]


def test_a_system_without_speech_gives_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    def init() -> object:
        raise RuntimeError("This means you probably do not have eSpeak\nor more")

    monkeypatch.setitem(sys.modules, "pyttsx3", SimpleNamespace(init=init))
    assert open_voice() == Unavailable(SILENT.format(why="This means you probably do not have eSpeak"))


def test_without_a_voice_there_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyttsx3", None)
    assert open_voice() == Unavailable(SILENT.format(why="pyttsx3 is not installed"))


def test_ready_and_cues_are_written() -> None:
    assert json.loads(to_line(Ready(1.23456))) == {"event": "ready", "time_s": 1.235}
    line = json.loads(to_line(Cued(2.0, Cue("knee-dominant", "fault", 3, 2.0))))
    assert line == {
        "event": "cue", "time_s": 2.0, "rule": "knee-dominant", "kind": "fault", "rep": 3,
        "text": RULES_BY_ID["knee-dominant"].short_cue,
    }  # fmt: skip


def test_a_driver_that_cannot_tell_its_voices_gives_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    class Engine:
        def getProperty(self, name: str) -> None:  # noqa: N802 - pyttsx3's name
            raise KeyError("VoiceAge")

    monkeypatch.setitem(sys.modules, "pyttsx3", SimpleNamespace(init=Engine))
    with chosen_language("de"):
        unavailable = open_voice()
    assert isinstance(unavailable, Unavailable)
    assert "VoiceAge" in unavailable.reason

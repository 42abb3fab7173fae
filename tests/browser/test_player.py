"""The page that plays, in a real Chromium: in step to the frame, drawn where it belongs, by key, mouse and touch."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from display_matrix import turned
from hingecheck.sources.video.frames import open_frames

from .conftest import DESK, PHONE, page_with, until
from .films import BITS, HIGH, WIDE, marked, numbered, written

RATE_HZ, FRAMES = 60.0, 720
#: Reads the number that the shown picture carries.
NUMBER = f"""() => {{
  const video = document.querySelector("video"), canvas = window.reader ??= document.createElement("canvas");
  [canvas.width, canvas.height] = [{WIDE}, {HIGH}];
  const ink = canvas.getContext("2d", {{ willReadFrequently: true }});
  ink.drawImage(video, 0, 0);
  let number = 0;
  for (let bit = 0; bit < {BITS}; bit++)
    if (ink.getImageData((bit + 0.5) * {WIDE / BITS}, {HIGH // 2}, 1, 1).data[0] > 127) number += 1 << bit;
  return number;
}}"""
#: Shown picture, the player's time and the first plot's cursor, at every paint while it plays.
FOLLOW = f"""(seconds) => new Promise((done) => {{
  const read = {NUMBER}, player = document.querySelector("[data-player]").player, seen = [];
  const plot = document.querySelector(".plot[data-from]"), cursor = plot.querySelector(".cursor");
  const until = performance.now() + 1000 * seconds, from = Number(plot.dataset.from), to = Number(plot.dataset.to);
  const look = () => {{
    const share = parseFloat(cursor.style.transform.slice("translateX(".length)) / 100;
    if (!cursor.hidden) seen.push([read(), player.time, from + share * (to - from)]);
    if (performance.now() < until) requestAnimationFrame(look); else done(seen);
  }};
  player.video.play().then(look);
}})"""


@pytest.fixture(scope="module")
def sixty(squatted: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a film of twelve seconds at 60 frames a second whose pictures are numbered."""
    folder = tmp_path_factory.mktemp("sixty")
    film = numbered(folder / "film.mp4", FRAMES, RATE_HZ)
    return page_with(squatted, film, folder / "page.html", (WIDE, HIGH), RATE_HZ, FRAMES / RATE_HZ)


def state(page: Any) -> dict[str, Any]:
    return page.evaluate(
        """() => { const p = document.querySelector("[data-player]").player;
        return { time: p.time, paused: p.video.paused, rate: p.video.playbackRate, repeated: p.repeated }; }"""
    )


def settled(page: Any) -> int:
    """The number of the picture that is shown once the film has got there."""
    until(page, "!document.querySelector('video').seeking")
    numbers = [-1, -2, -3]
    while len(set(numbers[-3:])) > 1:  # where other work holds the browser up, the picture comes a little later
        page.wait_for_timeout(100)
        numbers.append(page.evaluate(NUMBER))
    return numbers[-1]


def test_nothing_is_asked_of_the_network_and_nothing_goes_wrong(watched: Any, sixty: Path) -> None:
    seen = watched()
    page = seen.open(sixty)
    page.keyboard.press("ArrowRight")
    assert settled(page) == 1
    assert [url for url in seen.asked if not url.startswith("blob:")] == [sixty.as_uri()]
    assert seen.troubles == []


def test_a_script_that_came_in_does_not_run_and_cannot_ask(watched: Any, sixty: Path, tmp_path: Path) -> None:
    bad = sixty.read_text("utf-8").replace("<main>", "<main><script>document.title = 'in'</script>", 1)
    bad = bad.replace("<main>", '<main><img src="https://example.com/x.png">', 1)
    (tmp_path / "bad.html").write_text(bad, "utf-8")
    seen = watched()
    page = seen.open(tmp_path / "bad.html")
    assert page.title() != "in"
    assert sum("Content Security Policy" in text for text in seen.troubles) >= 2
    assert seen.refused == ["https://example.com/x.png"]


def test_the_cursor_is_within_a_frame_of_the_film(watched: Any, sixty: Path) -> None:
    page = watched().open(sixty)
    page.evaluate("document.querySelector('[data-player]').player.go(1.0)")
    settled(page)
    seen = page.evaluate(FOLLOW, 2.0)
    assert len({number for number, _, _ in seen}) > 20
    apart = np.array([abs(number - time * RATE_HZ) for number, time, _ in seen])
    # Reading the picture back gives the newest one, which may not be on the screen yet; where other work holds the
    # page up, that is now and then one more ahead.
    assert np.mean(apart <= 1.01) >= 0.9
    assert apart.max() <= 3.01
    assert max(abs(time - cursor) for _, time, cursor in seen) < 1e-3


def test_steps_go_frame_by_frame_and_a_jump_lands_on_its_frame(watched: Any, sixty: Path, squatted: Any) -> None:
    page = watched().open(sixty)
    for number in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        assert settled(page) == number
    page.click("[data-do=back]")
    assert settled(page) == 2
    fault = squatted[0].analysis.findings[0].by_rep[1]
    page.click(f'.by-rep [data-at="{fault.at_s:.2f}"] button')
    assert abs(settled(page) - fault.at_s * RATE_HZ) <= 1
    assert state(page)["paused"]


def test_a_film_that_begins_late_is_in_step(watched: Any, squatted: Any, tmp_path: Path) -> None:
    film = numbered(tmp_path / "late.mp4", 120, 30.0, first_s=0.5)
    page = watched().open(page_with(squatted, film, tmp_path / "page.html", (WIDE, HIGH), 30.0, 4.0))
    for number in (15, 40, 77):
        page.evaluate(f"document.querySelector('[data-player]').player.go({(number + 0.5) / 30})")
        assert settled(page) == number
        assert abs(state(page)["time"] * 30 - number) < 0.1


def test_reps_by_key_and_button_slow_motion_and_repeat(watched: Any, sixty: Path, squatted: Any) -> None:
    page = watched().open(sixty)
    starts = [rep.start_s for rep in squatted[0].analysis.reps]
    page.keyboard.press("Shift+ArrowRight")
    page.click("[data-do=rep_after]")
    assert abs(settled(page) / RATE_HZ - starts[1]) <= 1 / RATE_HZ
    page.keyboard.press("Shift+ArrowLeft")
    assert abs(settled(page) / RATE_HZ - starts[0]) <= 1 / RATE_HZ
    page.keyboard.press("s")
    assert state(page)["rate"] == 0.25
    page.select_option("[data-do=speed]", "1")
    page.click("[data-do=repeat]")
    end = squatted[0].analysis.reps[0].end_s
    page.evaluate(f"document.querySelector('[data-player]').player.go({end - 0.15})")
    page.evaluate("document.activeElement.blur()")  # on a button the space bar is that button's
    page.keyboard.press(" ")
    until(page, f"document.querySelector('[data-player]').player.time < {end - 0.5}")
    page.keyboard.press(" ")
    assert state(page)["paused"]


def test_a_curve_moves_the_film(watched: Any, sixty: Path) -> None:
    page = watched().open(sixty)
    plot = page.query_selector(".plot[data-from]")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    from_s, to_s = (float(plot.get_attribute(name)) for name in ("data-from", "data-to"))
    page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 60, steps=6)
    page.mouse.up()
    wanted = from_s + 0.5 * (to_s - from_s)
    assert abs(settled(page) / RATE_HZ - wanted) <= 1.5 / RATE_HZ


def test_layers_are_drawn_and_switched_off(watched: Any, squatted: Any, tmp_path: Path) -> None:
    film = written(tmp_path / "film.mp4", [np.full((320, 240, 3), 40, np.uint8)] * 60, 5.0)
    page = watched().open(page_with(squatted, film, tmp_path / "page.html", (960, 1280), 5.0, 12.0))
    page.evaluate(f"document.querySelector('[data-player]').player.go({squatted[0].analysis.reps[0].bottom_s})")
    settled(page)
    ink = """() => { const c = document.querySelector(".stage canvas");
      const seen = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
      return seen.reduce((n, v, k) => n + (k % 4 === 3 && v > 0), 0); }"""
    counts = [page.evaluate(ink)]
    shown = page.locator("[data-layer]:visible")
    assert shown.count() == 2  # no back line in a stick figure, no load
    for place in range(shown.count()):
        shown.nth(place).uncheck()
        counts.append(page.evaluate(ink))
    assert counts[0] > counts[1] > counts[2] == 0


#: How the picture is turned and mirrored, and its pixels' shape.
SHAPES = {
    "as it is": ((1, 0, 0, 1), Fraction(1)),
    "90": ((0, 1, -1, 0), Fraction(1)),
    "180": ((-1, 0, 0, -1), Fraction(1)),
    "270": ((0, -1, 1, 0), Fraction(1)),
    "anamorphic": ((1, 0, 0, 1), Fraction(4, 3)),
    "anamorphic, 90": ((0, 1, -1, 0), Fraction(4, 3)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_drawn_lies_where_the_player_shows_it(
    watched: Any, squatted: Any, tmp_path: Path, shape: str
) -> None:
    matrix, aspect = SHAPES[shape]
    film = turned(marked(tmp_path / "film.mp4", aspect), matrix)
    ours = next(iter(open_frames(film).frames(None))).rgb
    high, wide = ours.shape[:2]
    page = watched().open(page_with(squatted, film, tmp_path / "page.html", (wide, high), 25.0, 0.4))
    theirs = page.evaluate(
        """() => { const v = document.querySelector("video"), c = document.createElement("canvas");
        [c.width, c.height] = [v.videoWidth, v.videoHeight]; const ink = c.getContext("2d"); ink.drawImage(v, 0, 0);
        const d = ink.getImageData(0, 0, c.width, c.height).data; let n = 0, x = 0, y = 0;
        for (let k = 0; k < d.length; k += 4) if (d[k] > 150 && d[k + 1] < 90) {
          n++; x += (k / 4) % c.width; y += Math.floor(k / 4 / c.width); }
        return [(x / n + 0.5) / c.width, (y / n + 0.5) / c.height]; }"""
    )
    red = (ours[..., 0] > 150) & (ours[..., 1] < 90)
    rows, columns = np.nonzero(red)
    assert theirs == pytest.approx([(columns.mean() + 0.5) / wide, (rows.mean() + 0.5) / high], abs=0.006)
    boxes = page.evaluate(
        """() => ["video", ".stage canvas"].map((s) => { const b = document.querySelector(s).getBoundingClientRect();
        return [b.left, b.top, b.width, b.height]; })"""
    )
    assert boxes[0] == pytest.approx(boxes[1])
    assert boxes[0][2] / boxes[0][3] == pytest.approx(wide / high, rel=0.02)
    assert page.evaluate("document.querySelector('[data-player]').player.drawing")


def test_another_film_is_told_and_a_missing_one_can_be_chosen(watched: Any, squatted: Any, tmp_path: Path) -> None:
    film = numbered(tmp_path / "film.mp4", 60, 30.0)
    text = page_with(squatted, film, tmp_path / "a.html", (WIDE, HIGH), 30.0, 2.0).read_text("utf-8")
    start = text.index('<script type="text/plain"')
    away = text[:start] + text[text.index("</script>", start) + 9 :]
    (tmp_path / "a.html").write_text(away.replace('"beside":""', '"beside":"gone.mp4"'), "utf-8")
    seen = watched()
    seen.page.goto((tmp_path / "a.html").as_uri())
    seen.page.wait_for_selector(".choose:visible")
    assert "Choose it" in seen.page.inner_text(".note")
    seen.page.set_input_files(".choose input", str(film))
    until(seen.page, "document.querySelector('video').readyState >= 2")
    assert not seen.page.is_visible(".note")
    other = numbered(tmp_path / "other.mp4", 150, 30.0)
    seen.page.set_input_files(".choose input", str(other))
    seen.page.wait_for_selector(".note:visible")
    assert "another film" in seen.page.inner_text(".note")


def test_a_film_beside_the_page_plays(watched: Any, squatted: Any, tmp_path: Path) -> None:
    film = numbered(tmp_path / "mo 1 #.mp4", 60, 30.0)
    text = page_with(squatted, film, tmp_path / "a.html", (WIDE, HIGH), 30.0, 2.0).read_text("utf-8")
    start = text.index('<script type="text/plain"')
    beside = text[:start] + text[text.index("</script>", start) + 9 :]
    (tmp_path / "a.html").write_text(beside.replace('"beside":""', '"beside":"mo%201%20%23.mp4"'), "utf-8")
    seen = watched()
    page = seen.open(tmp_path / "a.html")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('[data-player]').player.time > 0")
    assert seen.troubles == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_fits_the_screen_and_touch_works(watched: Any, sixty: Path, size: dict[str, int]) -> None:
    page = watched(viewport=size, has_touch=True).open(sixty)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.tap("[data-do=forward]")
    assert settled(page) == 1
    for button in page.query_selector_all(".controls button"):
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 40
    page.tap(".by-rep .jump")
    box = page.query_selector(".stage").bounding_box()
    assert box["y"] >= -1
    assert box["y"] + box["height"] <= size["height"]


def test_without_scripts_it_is_the_page_it_was(watched: Any, sixty: Path) -> None:
    seen = watched(java_script_enabled=False)
    seen.page.goto(sixty.as_uri())
    assert not seen.page.is_visible(".player")
    assert not seen.page.query_selector(".jump")
    assert seen.page.is_visible("text=Rep by rep")


def test_no_serious_accessibility_fault(watched: Any, sixty: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install --group browser")
    for size, scheme in ((PHONE, "light"), (DESK, "dark")):
        page = watched(viewport=size, color_scheme=scheme, bypass_csp=True).open(sixty)
        found = axe.Axe().run(page).response["violations"]
        bad = [(v["id"], v["nodes"][0]["html"][:80]) for v in found if v["impact"] in ("serious", "critical")]
        assert bad == []

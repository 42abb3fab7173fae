"""What an hour of curves costs a page: our own SVG with a cursor, against a plotting library (uPlot).

    npm install uplot            somewhere
    python benchmarks/curves.py --uplot node_modules/uplot/dist

Needs Playwright (`pip install --group browser`) and a Chromium. Six curves with a band each; the library gets every
row of the analysis, our SVG the points that a page draws.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from hingecheck.reports.charts import MAX_POINTS
from hingecheck.reports.scales import band_path, path

CURVES, SECONDS, ROWS = 6, 3600.0, 41_000
MOVES = 300
STYLE = """body{margin:0} svg,.plot{width:900px;height:150px;display:block;position:relative}
.rail{position:absolute;inset:0;overflow:hidden} .cursor{position:absolute;inset:0;border-left:2px solid #000;
will-change:transform}"""


def curves(rows: int) -> tuple[np.ndarray, np.ndarray]:
    time_s = np.linspace(0, SECONDS, rows)
    return time_s, np.stack([60 + 50 * np.sin(2 * np.pi * time_s / 4 + k) for k in range(CURVES)])


def ours(rows: int) -> str:
    time_s, values = curves(rows)
    x = 1000 * time_s / SECONDS
    plots = []
    for value in values:
        y = 1000 - 8 * value
        band = f'<path fill="#cde" d="{band_path(x, y + 20, y - 20)}"/>'
        drawn = f'{band}<path fill="none" stroke="#06c" d="{path(x, y)}"/>'
        svg = f'<svg viewBox="0 0 1000 1000" preserveAspectRatio="none">{drawn}</svg>'
        plots.append(f'<div class="plot">{svg}<div class="rail"><div class="cursor"></div></div></div>')
    move = "(k)=>{for(const c of document.querySelectorAll('.cursor'))c.style.transform=`translateX(${k*100}%)`}"
    return f"<!doctype html><style>{STYLE}</style>{''.join(plots)}<script>window.move={move}</script>"


def library(folder: Path) -> str:
    time_s, values = curves(ROWS)
    data = json.dumps([np.round(time_s, 2).tolist(), *np.round(values, 1).tolist()])
    script, style = (folder / "uPlot.iife.min.js").read_text(), (folder / "uPlot.min.css").read_text()
    make = """const d=DATA,all=[];for(let k=1;k<d.length;k++){const y=d[k],lo=y.map(v=>v-2),hi=y.map(v=>v+2);
    all.push(new uPlot({width:900,height:150,legend:{show:false},scales:{x:{time:false}},
    series:[{},{stroke:'#06c'},{},{}],bands:[{series:[3,2],fill:'#cde'}]},[d[0],y,lo,hi],document.body))}
    window.move=(k)=>{for(const u of all)u.setCursor({left:k*u.bbox.width/devicePixelRatio,top:10})}"""
    head = f"<!doctype html><style>{STYLE}{style}</style><body>"
    return f"{head}<script>{script}</script><script>{make.replace('DATA', data)}</script>"


def measure(name: str, html: str, chromium: str) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page_file = Path(folder) / "page.html"
        page_file.write_text(html)
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1000, "height": 950})
        began = time.perf_counter()
        page.goto(page_file.as_uri())
        page.evaluate("new Promise(d=>requestAnimationFrame(()=>requestAnimationFrame(d)))")
        loaded_s = time.perf_counter() - began
        moves = page.evaluate(
            f"""async()=>{{const t=[];for(let k=0;k<{MOVES};k++){{const a=performance.now();move(k/{MOVES});
            document.body.offsetHeight;t.push(performance.now()-a);
            await new Promise(requestAnimationFrame)}}return t}}"""
        )
        frames = page.evaluate(
            """()=>new Promise(d=>{let n=0,a=performance.now();const f=()=>{n++;move((n%200)/200);
            performance.now()-a<2000?requestAnimationFrame(f):d(n/2)};f()})"""
        )
        browser.close()
    print(
        f"{name:<34} page {len(html) / 1e3:7.0f} kB   shown after {1e3 * loaded_s:5.0f} ms   "
        f"a move {np.median(moves):.2f} ms (95 %: {np.quantile(moves, 0.95):.2f})   {frames:.0f} moves/s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uplot", type=Path, required=True)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    given = parser.parse_args()
    measure(f"our SVG, {MAX_POINTS} points a curve", ours(MAX_POINTS), given.chromium)
    measure(f"our SVG, all {ROWS} rows", ours(ROWS), given.chromium)
    measure(f"uPlot, all {ROWS} rows", library(given.uplot), given.chromium)


if __name__ == "__main__":
    main()

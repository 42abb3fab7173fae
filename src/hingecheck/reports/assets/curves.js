/* Curves and the film in step: a cursor in every plot, and the film moves where a plot is touched. */
"use strict";

class Curves {
  constructor(plots, onPick) {
    this.plots = [...plots].map((plot) => {
      const rail = document.createElement("div"), cursor = document.createElement("div");
      [rail.className, cursor.className] = ["rail", "cursor"];
      cursor.hidden = true;
      rail.append(cursor);
      plot.append(rail);
      const it = { plot, cursor, from: Number(plot.dataset.from), to: Number(plot.dataset.to) };
      this.follow(it, onPick);
      return it;
    });
  }

  show(time) {
    for (const { cursor, from, to } of this.plots) {
      const inside = time >= from && time <= to;
      if (cursor.hidden === inside) cursor.hidden = !inside;
      if (inside) cursor.style.transform = `translateX(${(100 * (time - from)) / (to - from)}%)`;
    }
  }

  follow({ plot, from, to }, onPick) {
    const pick = (event) => {
      const box = plot.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      onPick(from + share * (to - from));
    };
    plot.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      plot.setPointerCapture(event.pointerId);
      pick(event);
    });
    plot.addEventListener("pointermove", (event) => {
      if (plot.hasPointerCapture(event.pointerId)) pick(event);
    });
  }
}

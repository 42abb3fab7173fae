/* The lifter's lines over the film, on a canvas of their own: from the series, nothing is burnt in. */
"use strict";

const UNKNOWN = -32768;

function numbersOf(base64, parts) {
  const bytes = bytesOf(base64);
  const view = new DataView(bytes.buffer);
  const out = new Float32Array(bytes.length / 2);
  for (let i = 0; i < out.length; i++) {
    const whole = view.getInt16(2 * i, true);
    out[i] = whole === UNKNOWN ? NaN : whole / parts;
  }
  return out;
}

/** Columns of numbers on an even time grid, read between the rows. */
class Rows {
  constructor(base64, parts, rows) {
    this.values = numbersOf(base64, parts);
    this.wide = rows ? this.values.length / rows : 0;
  }

  /** All columns at a row that may lie between two; of two the known one where the other is not. */
  at(row) {
    const low = Math.floor(row), share = row - low, high = share ? low + 1 : low, out = new Array(this.wide);
    for (let k = 0; k < this.wide; k++) {
      const a = this.values[low * this.wide + k];
      const b = this.values[high * this.wide + k];
      out[k] = Number.isNaN(b) ? (share < 0.5 ? a : b) : Number.isNaN(a) ? (share < 0.5 ? a : b) : a + share * (b - a);
    }
    return out;
  }
}

/** What is known of the film's set at each moment. */
class Overlay {
  constructor(data) {
    this.stretches = data.stretches.map((s) => ({
      ...s,
      points: new Rows(s.points, data.parts, s.rows),
      back: s.back ? new Rows(s.back, data.parts, s.rows) : null,
      loads: s.loads.map((packed) => new Rows(packed, data.parts, s.rows)),
      readings: Object.entries(s.readings).map(([name, packed]) => [name, new Rows(packed, data.readingParts, s.rows)]),
    }));
  }

  has(layer) {
    if (layer === "back_line") return this.stretches.some((s) => s.back);
    if (layer === "hinge") return this.stretches.some((s) => s.readings.some(([name]) => name === "hinge"));
    if (layer === "load") return this.stretches.some((s) => s.loads.length);
    return this.stretches.length > 0;
  }

  /** The stretch that a time lies in with its row, or null. */
  at(time) {
    for (const stretch of this.stretches) {
      const row = (time - stretch.start) / stretch.step;
      if (row >= -0.5 && row <= stretch.rows - 0.5) return [stretch, Math.min(Math.max(row, 0), stretch.rows - 1)];
    }
    return null;
  }

  /** [name, value] of each measure that is known at a time. */
  readings(time) {
    const found = this.at(time);
    if (!found) return [];
    const [stretch, row] = found;
    return stretch.readings.map(([name, rows]) => [name, rows.at(row)[0]]).filter(([, value]) => !Number.isNaN(value));
  }
}

/** Draws an overlay into a canvas that lies over a film of `width` by `height` pixels. */
class OverlayPainter {
  constructor(canvas, overlay, width, height) {
    this.canvas = canvas;
    this.overlay = overlay;
    this.size = [width, height];
    const style = getComputedStyle(canvas);
    this.colours = Object.fromEntries(
      ["near", "far", "halo", "spine", "load"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    );
  }

  paint(time, layers) {
    const ink = this.begin();
    const found = this.overlay.at(time);
    if (!found) return;
    const [stretch, row] = found;
    const places = this.scaled(stretch.points.at(row));
    if (layers.load) for (const rows of stretch.loads) this.path(ink, rows, row);
    if (layers.skeleton) this.skeleton(ink, stretch, places);
    if (layers.back_line && stretch.back) this.back(ink, this.scaled(stretch.back.at(row)));
    if (layers.hinge) this.hinge(ink, stretch, places, row);
  }

  /** An empty canvas as fine as the screen. */
  begin() {
    const { canvas } = this, fine = window.devicePixelRatio || 1;
    const wide = Math.round(canvas.clientWidth * fine), high = Math.round(canvas.clientHeight * fine);
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
    const ink = canvas.getContext("2d");
    ink.clearRect(0, 0, wide, high);
    ink.lineCap = ink.lineJoin = "round";
    this.unit = Math.max(Math.min(high, 1.25 * wide) / 150, 1.5 * fine);
    return ink;
  }

  scaled(flat) {
    const x = this.canvas.width / this.size[0], y = this.canvas.height / this.size[1], out = [];
    for (let k = 0; k < flat.length; k += 2) out.push([flat[k] * x, flat[k + 1] * y]);
    return out;
  }

  stroke(ink, places, colour, wide, dash = []) {
    ink.setLineDash(dash);
    ink.lineWidth = wide;
    ink.strokeStyle = colour;
    ink.beginPath();
    let up = true;
    for (const [x, y] of places) {
      if (Number.isNaN(x)) up = true;
      else if (up) ink.moveTo(x, y), (up = false);
      else ink.lineTo(x, y);
    }
    ink.stroke();
  }

  skeleton(ink, stretch, places) {
    const { near, far, halo } = this.colours, u = this.unit;
    const drawn = stretch.bones.filter(([, a, b]) => !Number.isNaN(places[a][0]) && !Number.isNaN(places[b][0]));
    for (const rim of [true, false]) {
      for (const [depth, a, b] of drawn) {
        const wide = (depth === "near" ? 1.3 : 0.7) * u;
        const dash = depth === "far" && !rim ? [2 * u, 2 * u] : [];
        this.stroke(ink, [places[a], places[b]], rim ? halo : depth === "far" ? far : near, rim ? wide + 0.8 * u : wide, dash);
      }
    }
  }

  back(ink, places) {
    if (places.some(([x]) => Number.isNaN(x))) return;
    const { spine, halo } = this.colours, u = this.unit;
    this.stroke(ink, places, halo, 2.2 * u);
    this.stroke(ink, places, spine, 0.9 * u);
    this.stroke(ink, places, "#fff", 1.5 * u, [0.1, 3 * u]);
  }

  /** The hinge: from the thigh, carried on past the hip, to the trunk, with its number. */
  hinge(ink, stretch, places, row) {
    const reading = stretch.readings.find(([name]) => name === "hinge");
    const value = reading ? reading[1].at(row)[0] : NaN;
    const [shoulder, hip, knee] = stretch.hinge.map((k) => places[k]);
    if ([value, shoulder[0], hip[0], knee[0]].some(Number.isNaN)) return;
    const trunk = [shoulder[0] - hip[0], shoulder[1] - hip[1]], thigh = [hip[0] - knee[0], hip[1] - knee[1]];
    const long = Math.hypot(...trunk), start = Math.atan2(thigh[1], thigh[0]);
    let turn = Math.atan2(trunk[1], trunk[0]) - start;
    turn -= 2 * Math.PI * Math.round(turn / (2 * Math.PI));
    const on = (angle, share) => [hip[0] + share * long * Math.cos(angle), hip[1] + share * long * Math.sin(angle)];
    const arc = Array.from({ length: 25 }, (_, k) => on(start + (turn * k) / 24, 0.26));
    const u = this.unit, { halo } = this.colours, size = Math.max(6 * u, 13 * (window.devicePixelRatio || 1));
    this.stroke(ink, [hip, on(start, 0.4)], "#fff", 0.6 * u, [1.2 * u, 2 * u]);
    this.stroke(ink, arc, halo, 1.8 * u);
    this.stroke(ink, arc, "#fff", u);
    this.number(ink, `${Math.round(value)}°`, on(start, 0.4), size);
  }

  number(ink, text, [x, y], size) {
    ink.font = `700 ${size}px system-ui, sans-serif`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.setLineDash([]);
    ink.lineWidth = size / 4;
    ink.strokeStyle = this.colours.halo;
    ink.fillStyle = "#fff";
    const half = ink.measureText(text).width / 2 + size / 4;
    const at = [Math.min(Math.max(x, half), this.canvas.width - half), Math.min(Math.max(y, size), this.canvas.height - size)];
    ink.strokeText(text, ...at);
    ink.fillText(text, ...at);
  }

  /** Where something has been, up to now. */
  path(ink, rows, row) {
    const flat = rows.values.subarray(0, 2 * (Math.floor(row) + 1));
    const places = this.scaled(flat), u = this.unit;
    this.stroke(ink, places, this.colours.halo, 1.6 * u);
    this.stroke(ink, places, this.colours.load, 0.8 * u);
  }
}

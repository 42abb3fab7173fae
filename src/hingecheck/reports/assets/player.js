/* The player of a page: film, buttons, keys, and the reps and findings that jump to their moment. */
"use strict";

const SLOW = 0.25;

class Player {
  constructor(root, data, film) {
    this.root = root;
    this.data = data;
    this.words = data.words;
    this.video = root.querySelector("video");
    this.stage = root.querySelector(".stage");
    this.note = root.querySelector(".note");
    this.overlay = new Overlay(data);
    this.painter = new OverlayPainter(root.querySelector("canvas"), this.overlay, data.width, data.height);
    this.layers = {};
    this.drawing = true;
    this.repeating = false;
    this.repeated = null;
    this.curves = new Curves(document.querySelectorAll(".plot[data-from]"), (time) => this.go(time));
    this.clock = new FilmClock(this.video, data.frame, data.duration, (time) => this.showTime(time));
    this.find("place").max = String(data.duration);
    this.buttons();
    this.jumps();
    this.keys();
    this.film();
    new ResizeObserver(() => this.paint()).observe(this.stage);
    document.body.classList.add("plays");
    root.querySelector("details").open = window.matchMedia("(min-width: 40rem)").matches;
    root.hidden = false;
    this.load(film);
  }

  find(name) {
    return this.root.querySelector(`[data-do="${name}"]`);
  }

  /** The film of the page: inside it, or beside it. */
  load(inside) {
    if (inside) this.video.src = URL.createObjectURL(new Blob([bytesOf(inside)], { type: this.data.film.type }));
    else this.video.src = this.data.film.beside;
  }

  film() {
    const { video } = this, choose = this.root.querySelector(".choose");
    video.addEventListener("loadedmetadata", () => this.fit());
    video.addEventListener("error", () => {
      const missing = !video.src.startsWith("blob:") && this.data.film.beside;
      this.say(missing ? this.words.missing : this.words.cannot_play);
      choose.hidden = false;
      this.stage.hidden = true;
    });
    choose.querySelector("input").addEventListener("change", (event) => {
      const [file] = event.target.files;
      if (!file) return;
      this.clock.reset();
      this.say("");
      this.stage.hidden = false;
      video.src = URL.createObjectURL(file);
    });
    video.addEventListener("play", () => this.playing(true));
    video.addEventListener("pause", () => this.playing(false));
    video.addEventListener("click", () => this.toggle());
  }

  /** The stage takes the film's shape; nothing is drawn over one that is shown in another shape than was measured. */
  fit() {
    const { videoWidth, videoHeight } = this.video, { width, height, duration } = this.data;
    if (!videoWidth) return;
    const shape = videoWidth / videoHeight;
    this.stage.style.aspectRatio = String(shape);
    this.stage.style.setProperty("--shape", String(shape));
    this.drawing = Math.abs(shape / (width / height) - 1) < 0.02;
    const other = Math.abs(this.video.duration - duration) > Math.max(1, 0.1 * duration);
    this.say(other ? this.words.other_film : this.drawing ? "" : this.words.other_shape);
    this.showTime(0);
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  showTime(time) {
    this.time = time;
    this.repeat(time);
    this.paint();
    this.curves.show(time);
    const place = this.find("place"), said = this.said(time);
    place.value = String(time);
    place.setAttribute("aria-valuetext", said);
    this.root.querySelector(".moment").textContent = said;
    const readings = this.overlay.readings(time).map(([name, value]) => `${(this.words.called && this.words.called[name]) || name} ${Math.round(value)}°`);
    this.root.querySelector(".readings").textContent = readings.join("  ");
  }

  paint() {
    this.painter.paint(this.drawing ? this.time : NaN, this.layers);
  }

  /** A number with the language's own sign between whole and tenth. */
  written(number) {
    return this.words.decimal ? number.replace(".", this.words.decimal) : number;
  }

  /** "6.43 s, rep 2, lowering" */
  said(time) {
    const rep = this.repAt(time), within = (span) => span && time >= span[0] && time <= span[1];
    const parts = [`${this.written(time.toFixed(2))} s`];
    if (rep) {
      parts.push(`${this.words.rep} ${rep.rep}`);
      const phase = within(rep.lifting) ? "lifting" : within(rep.lowering) ? "lowering" : time < rep.lifting[0] ? "bottom" : "top";
      parts.push(this.words[phase]);
    }
    return parts.join(", ");
  }

  repAt(time) {
    return this.data.reps.find((rep) => time >= rep.start && time <= rep.end);
  }

  /** While a rep is repeated, back to its start where it ends. */
  repeat(time) {
    if (!this.repeated || this.video.paused || time <= this.repeated.end) return;
    this.clock.seek(this.repeated.start);
  }

  repeats(on) {
    this.repeating = on;
    this.repeated = on ? this.repAt(this.time) || this.data.reps.find((rep) => rep.start > this.time) : null;
    this.find("repeat").setAttribute("aria-pressed", String(on));
  }

  go(time) {
    if (this.repeating) this.repeated = this.repAt(time) || this.repeated;
    this.clock.seek(time);
  }

  /** To the start of the rep before (-1) or after (+1). */
  toRep(way) {
    const { reps } = this.data, starts = reps.map((rep) => rep.start);
    const room = this.video.paused ? 0.02 : 0.5; // while it plays, back means the rep before, not this one's start
    const at = way > 0 ? starts.find((start) => start > this.time + 0.02) : starts.filter((start) => start < this.time - room).pop();
    if (at !== undefined) this.go(at);
  }

  toggle() {
    if (this.video.paused) this.video.play().catch(() => {});
    else this.video.pause();
  }

  playing(on) {
    const button = this.find("play");
    button.setAttribute("aria-label", on ? this.words.pause : this.words.play);
    button.classList.toggle("on", on);
  }

  speed(rate) {
    this.video.playbackRate = rate;
    this.find("speed").value = String(rate);
  }

  buttons() {
    const on = (name, kind, act) => this.find(name).addEventListener(kind, act);
    on("play", "click", () => this.toggle());
    on("back", "click", () => this.clock.step(-1));
    on("forward", "click", () => this.clock.step(+1));
    on("rep_before", "click", () => this.toRep(-1));
    on("rep_after", "click", () => this.toRep(+1));
    on("speed", "change", (event) => this.speed(Number(event.target.value)));
    on("repeat", "click", () => this.repeats(!this.repeating));
    on("place", "input", (event) => this.go(Number(event.target.value)));
    for (const box of this.root.querySelectorAll("[data-layer]")) {
      const layer = box.dataset.layer;
      box.closest("label").hidden = !this.overlay.has(layer);
      this.layers[layer] = box.checked;
      box.addEventListener("change", () => {
        this.layers[layer] = box.checked;
        this.paint();
      });
    }
  }

  /** Whatever names a moment becomes a button that shows it. */
  jumps() {
    for (const element of document.querySelectorAll("[data-at]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "jump";
      button.append(...element.childNodes);
      button.title = `${this.words.go_to} ${element.dataset.at} s`;
      button.addEventListener("click", () => {
        this.video.pause();
        this.go(Number(element.dataset.at));
        this.reveal();
      });
      element.append(button);
    }
  }

  /** Bring the film into sight where it is not. */
  reveal() {
    const box = this.stage.getBoundingClientRect();
    if (box.bottom < 40 || box.top > window.innerHeight - 40) this.root.scrollIntoView({ block: "start" });
  }

  keys() {
    const acts = {
      " ": () => this.toggle(),
      ArrowLeft: (event) => (event.shiftKey ? this.toRep(-1) : this.clock.step(-1)),
      ArrowRight: (event) => (event.shiftKey ? this.toRep(+1) : this.clock.step(+1)),
      s: () => this.speed(this.video.playbackRate === 1 ? SLOW : 1),
    };
    document.addEventListener("keydown", (event) => {
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      const own = event.target.closest("input, select, textarea, summary, [contenteditable], .scroll");
      const pressed = event.key === " " && event.target.closest("button, a");
      if (!act || own || pressed || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act(event);
    });
  }
}

for (const root of document.querySelectorAll("[data-player]")) {
  const data = JSON.parse(document.getElementById(root.dataset.player).textContent);
  const film = document.getElementById(`${root.dataset.player}-film`);
  root.player = new Player(root, data, film ? film.textContent : "");
}

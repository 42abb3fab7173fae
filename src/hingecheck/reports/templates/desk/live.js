"use strict";
// The camera's pictures go to the desk as JPEG behind their time; what the coach sees comes back and is drawn.
(() => {
  const WIDTH = 640, QUALITY = 0.8, RATE_HZ = 30, MAX_UNSENT = 60000, STALE_S = 0.4;
  const find = (id) => document.getElementById(id);
  const stage = find("stage"), screen = find("screen"), video = find("camera"), lines = find("lines");
  const bones = JSON.parse(stage.dataset.bones);
  const still = document.createElement("canvas");
  let socket = null, stream = null, paused = false, last = null, begun = 0, busy = false;
  window.live = { sent: 0, states: 0, events: [] };

  find("who").addEventListener("submit", (event) => { event.preventDefault(); start(); });
  find("mirror").addEventListener("change", mirror);
  find("end").addEventListener("click", () => ask("end"));
  find("restart").addEventListener("click", () => ask("restart"));
  find("pause").addEventListener("click", () => {
    paused = !paused;
    find("pause").textContent = paused ? stage.dataset.goOn : stage.dataset.pause;
    ask(paused ? "pause" : "go on");
  });

  function mirror() { screen.classList.toggle("mirrored", find("mirror").checked); }
  function ask(text) { if (socket && socket.readyState === WebSocket.OPEN) socket.send(text); }
  function trouble(text) { find("trouble").textContent = text; find("trouble").hidden = !text; }

  async function start() {
    trouble("");
    const told = new URLSearchParams();
    for (const [name, value] of new FormData(find("who"))) if (value !== "") told.set(name, value);
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: false, video: { width: { ideal: WIDTH }, height: { ideal: 480 }, frameRate: { ideal: RATE_HZ } },
      });
    } catch {
      trouble(stage.dataset.noCamera);
      return;
    }
    video.srcObject = stream;
    await video.play();
    screen.style.setProperty("aspect-ratio", `${video.videoWidth} / ${video.videoHeight}`);
    find("who").hidden = true;
    stage.hidden = false;
    mirror();
    socket = new WebSocket(`ws://${location.host}/live/socket?${told}`);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", (message) => take(JSON.parse(message.data)));
    socket.addEventListener("close", (event) => { if (stream) over(event.reason || stage.dataset.noSocket); });
    socket.addEventListener("open", () => { begun = performance.now(); tick(); });
  }

  function tick() {
    if (!stream) return;
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(() => { send(); tick(); });
    else setTimeout(() => { send(); tick(); }, 1000 / RATE_HZ);
  }

  function send() {
    if (busy || !socket || socket.readyState !== WebSocket.OPEN || socket.bufferedAmount > MAX_UNSENT) return;
    const scale = Math.min(1, WIDTH / Math.max(video.videoWidth, video.videoHeight));
    still.width = Math.round(video.videoWidth * scale);
    still.height = Math.round(video.videoHeight * scale);
    still.getContext("2d", { alpha: false }).drawImage(video, 0, 0, still.width, still.height);
    const time = (performance.now() - begun) / 1000;
    busy = true;
    still.toBlob(async (jpeg) => {
      const head = new ArrayBuffer(8);
      new DataView(head).setFloat64(0, time, true);
      const message = await new Blob([head, jpeg]).arrayBuffer();
      if (socket && socket.readyState === WebSocket.OPEN) { socket.send(message); window.live.sent += 1; }
      busy = false;
    }, "image/jpeg", QUALITY);
  }

  function take(said) {
    said.at = performance.now();
    if (said.say && find("voice").checked) speak(said.say);
    if (said.event === "state") { window.live.states += 1; show(said); return; }
    window.live.events.push(said);
    if (said.event === "over") { over(said.problem); return; }
    if (said.words || said.text) note(said.words || said.text, said.folder ? said.page : null);
  }

  function speak(text) {
    if (!("speechSynthesis" in window)) return;
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang;
    speechSynthesis.speak(said);
  }

  function note(text, page) {
    find("log-title").hidden = false;
    const row = document.createElement("li");
    row.textContent = text;
    if (page) {
      const link = document.createElement("a");
      link.href = page;
      link.textContent = stage.dataset.saved;
      row.append(" ", link);
    }
    find("log").prepend(row);
  }

  function show(state) {
    find("reps").textContent = state.reps;
    const headline = find("headline");
    if (headline.textContent !== state.headline) headline.textContent = state.headline;
    headline.dataset.kind = state.headline ? state.kind : "";
    last = state;
    window.live.lag_s = (performance.now() - begun) / 1000 - state.time_s;
    requestAnimationFrame(draw);
  }

  function draw() {
    if (!last) return;
    const [width, height] = last.size;
    lines.width = width;
    lines.height = height;
    const pen = lines.getContext("2d");
    pen.clearRect(0, 0, width, height);
    // lines that lag behind the picture would say where she was, not where she is
    if (!last.body || (performance.now() - begun) / 1000 - last.time_s > STALE_S) return;
    pen.lineCap = "round";
    for (const [from, to] of bones) {
      const a = last.body[from], b = last.body[to];
      if (Math.min(a[2], b[2]) < 0.2) continue;
      for (const [colour, wide] of [["rgba(16,21,28,.6)", 6], ["#ffd23f", 3]]) {
        pen.strokeStyle = colour;
        pen.lineWidth = wide;
        pen.beginPath();
        pen.moveTo(a[0], a[1]);
        pen.lineTo(b[0], b[1]);
        pen.stroke();
      }
    }
  }

  function over(problem) {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    if (socket) socket.close();
    socket = null;
    stage.hidden = true;
    find("who").hidden = false;
    trouble(problem || "");
  }
})();

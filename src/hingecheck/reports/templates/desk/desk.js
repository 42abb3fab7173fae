"use strict";
// Videos dropped in are sent one after the other, each streamed; what is under way is asked for every second.
(() => {
  const form = document.getElementById("drop");
  const files = document.getElementById("files");
  const uploads = document.getElementById("uploads");
  const target = form.querySelector(".target");
  const waiting = [];
  let sending = false;

  for (const name of ["dragenter", "dragover"]) {
    target.addEventListener(name, (event) => { event.preventDefault(); target.classList.add("over"); });
  }
  target.addEventListener("dragleave", () => target.classList.remove("over"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("over");
    add(event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(files.files);
    files.value = "";
  });

  function add(list) {
    const told = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value !== "") told.set(name, value);
    }
    for (const file of list) {
      const row = document.createElement("li");
      const name = document.createElement("b");
      name.textContent = file.name;
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const state = document.createElement("span");
      state.textContent = form.dataset.uploading;
      row.append(name, bar, state);
      uploads.append(row);
      waiting.push({ file, told, row, bar, state });
    }
    next();
  }

  function next() {
    if (sending || waiting.length === 0) return;
    sending = true;
    const { file, told, row, bar, state } = waiting.shift();
    const address = new URLSearchParams(told);
    address.set("name", file.name);
    const request = new XMLHttpRequest();
    request.open("PUT", `/videos?${address}`);
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / Math.max(event.total, 1); });
    request.addEventListener("loadend", () => {
      if (request.status === 201) row.remove();
      else {
        bar.remove();
        state.textContent = request.responseText || form.dataset.failed;
        row.dataset.status = "failed";
      }
      sending = false;
      next();
      refresh();
    });
    request.send(file);
  }

  const place = document.getElementById("state");
  let shown = "";
  async function refresh() {
    if (document.hidden) return;
    try {
      const answer = await fetch("/state");
      if (!answer.ok) return;
      const text = await answer.text();
      if (text !== shown && !place.contains(document.activeElement)) {
        shown = text;
        place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      }
    } catch { /* the desk was closed: the page stays as it is */ }
  }
  setInterval(refresh, 1000);
})();

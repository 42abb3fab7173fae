"use strict";
// Joints are dragged, or moved by the arrow keys; their numbers below are what is sent.
(() => {
  const picture = document.getElementById("joints");
  let held = null;
  const field = (joint, axis) => document.getElementsByName(`${joint}.${axis}`)[0];

  function place(circle, x, y) {
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
    field(circle.dataset.joint, "x").value = x.toFixed(1);
    field(circle.dataset.joint, "y").value = y.toFixed(1);
  }

  picture.addEventListener("pointerdown", (event) => {
    if (!event.target.dataset.joint) return;
    held = event.target;
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    place(held, at.x, at.y);
  });
  for (const name of ["pointerup", "pointercancel"]) picture.addEventListener(name, () => { held = null; });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step || !event.target.dataset.joint) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    place(event.target, Number(event.target.getAttribute("cx")) + far * step[0], Number(event.target.getAttribute("cy")) + far * step[1]);
  });
})();

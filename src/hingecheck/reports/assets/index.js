/* The index's tools: which sets are shown, and in what order. Without scripts the table stands as it is. */
"use strict";

const table = document.querySelector("table.sets"), tools = document.getElementById("tools");
if (table && tools) {
  const rows = [...table.tBodies[0].rows], words = JSON.parse(document.getElementById("index-data").textContent);
  const chosen = (name) => tools.querySelector(`[name="${name}"]`);
  const orders = {
    given: () => 0,
    worst: (a, b) => Number(b.dataset.rank) - Number(a.dataset.rank),
    newest: (a, b) => b.dataset.day.localeCompare(a.dataset.day),
    lift: (a, b) => a.dataset.lift.localeCompare(b.dataset.lift),
    lifter: (a, b) => a.dataset.lifter.localeCompare(b.dataset.lifter),
  };
  const fits = (row) => {
    const { lift, lifter, day, faults } = row.dataset, wanted = (name) => chosen(name).value;
    return (!wanted("lift") || wanted("lift") === lift) && (!wanted("lifter") || wanted("lifter") === lifter)
      && (!wanted("fault") || faults.split(" ").includes(wanted("fault")))
      && (!wanted("from") || day >= wanted("from")) && (!wanted("to") || day <= wanted("to"));
  };
  const show = () => {
    let shown = 0;
    for (const row of rows) shown += !(row.hidden = !fits(row));
    table.tBodies[0].append(...[...rows].sort(orders[chosen("order").value]));
    tools.querySelector("output").textContent = words.shown.replace("{n}", shown).replace("{all}", rows.length);
  };
  const fill = (name, values) => {
    const select = chosen(name), all = [...new Set(values)].filter(Boolean).sort();
    for (const value of all) select.append(new Option((words.called && words.called[value]) || value.replaceAll("-", " "), value));
    select.closest("label").hidden = all.length < 2;
  };
  fill("lift", rows.map((row) => row.dataset.lift));
  fill("lifter", rows.map((row) => row.dataset.lifter));
  fill("fault", rows.flatMap((row) => row.dataset.faults.split(" ")));
  tools.addEventListener("input", show);
  tools.hidden = rows.length < 2;
  show();
}

/* Draws the dashboard's charts from the table on the same page, which screen readers read instead. */
(() => {
  "use strict";

  const table = document.getElementById("by-day");
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...table.tBodies[0].rows];
  const days = rows.map((row) => Date.parse(row.cells[0].textContent) / 1000);
  const column = (name) => heads.findIndex((head) => head.dataset.name === name);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function draw(place) {
    const [ink, line] = [colour("--muted"), colour("--line")];
    const strokes = [colour("--accent"), colour("--pass"), colour("--open"), colour("--fail")];
    const dashes = [[], [6, 3], [2, 3], [8, 3, 2, 3]]; // not told apart by colour alone
    const names = place.dataset.columns.split(",");
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const series = names.map((name, number) => ({
      label: heads[column(name)].textContent, stroke: strokes[number], dash: dashes[number], width: 2, points: { show: rows.length < 10 },
    }));
    const data = [days, ...names.map((name) => rows.map((row) => Number(row.cells[column(name)].textContent)))];
    const day = (_, seconds) => (seconds === null ? "" : new Date(seconds * 1000).toISOString().slice(0, 10));
    const dates = (_, marks) => marks.map((seconds) => new Date(seconds * 1000).toISOString().slice(5, 10));
    const chart = new uPlot({
      width: place.clientWidth, height: 220, tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      axes: [{ ...axis, values: dates }, axis],
      scales: { y: { range: (_, low, high) => [0, Math.max(high, 4) * 1.1] } },
      series: [{ label: "日期", value: day }, ...series],
    }, data, place);
    addEventListener("resize", () => chart.setSize({ width: place.clientWidth, height: 220 }));
  }

  document.querySelectorAll(".chart").forEach(draw);
})();

"""Skeleton, style and script of the page: no library, nothing from elsewhere."""

from __future__ import annotations

TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>vidcolor: an evaluation</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>An evaluation</h1>
{table}
<details><summary>Differences and doubts</summary>
{tables}
</details>
<details><summary>How it was measured, and what the figures cannot tell</summary><ul>
{notes}
<li>Command (folders left out): <code>{command}</code></li>
<li>{versions}</li>
</ul></details>
</header>
<nav aria-label="Pictures">
<label>Sort by <select id="measure"><option value="">order of names</option>{measures}</select>
</label>
<label>of <select id="row">{rows}</select></label>
<label><input type="checkbox" id="down"> highest first</label>
<label>Names with <input type="search" id="filter" size="12"></label>
<output id="count"></output>
<p>← and → go from photo to photo. Hold a picture, or the space bar, to see grey, this
picture and the truth in turns at one place.</p>
</nav>
<main id="photos">
{photos}
</main>
<script type="application/json" id="data">{data}</script>
<script>
{script}</script>
</body>
</html>
"""

STYLE = """:root { color-scheme: light dark;
  --ink: #1d1d1f; --paper: #fbfbfa; --line: #cfcfcc; --mark: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e3; --paper: #161617; --line: #444446; --mark: #8ab4f8; }
}
body { margin: 0; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.4rem; }
h2 { font-size: .9rem; font-weight: 600; margin: .2rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin-bottom: 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .85rem; }
caption { text-align: left; font-weight: 600; padding: .2rem 0; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; }
thead th { vertical-align: bottom; }
th[scope="row"], thead th:first-child { text-align: left; position: sticky; left: 0;
  background: var(--paper); }
code { overflow-wrap: anywhere; }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); padding: .5rem 0;
  border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .3rem 1rem;
  align-items: center; }
nav p { margin: 0; flex-basis: 100%; font-size: .8rem; }
nav select, nav input { font: inherit; }
article { padding: .4rem; border-left: 4px solid transparent; scroll-margin-top: 7rem;
  content-visibility: auto; contain-intrinsic-size: auto 330px; }
article.here { border-left-color: var(--mark); }
article:focus { outline: none; }
.row { display: flex; gap: .5rem; overflow-x: auto; }
figure { margin: 0; }
figure img { display: block; width: 256px; height: 256px; touch-action: manipulation;
  cursor: pointer; user-select: none; }
figcaption { font-size: .75rem; width: 256px; overflow-wrap: anywhere; }
figure.held figcaption { color: var(--mark); }
"""

SCRIPT = r""""use strict";
const byId = (id) => document.getElementById(id);
const values = JSON.parse(byId("data").textContent);
const list = byId("photos");
const all = [...list.children];
let here = null;
let held = null;

function shown() { return [...list.children].filter((photo) => !photo.hidden); }

function go(photo, scroll) {
  if (!photo) return;
  if (here) here.classList.remove("here");
  here = photo;
  here.classList.add("here");
  if (scroll) { here.scrollIntoView({ block: "start" }); here.focus({ preventScroll: true }); }
}

function arrange() {
  const measure = byId("measure").value;
  const row = Number(byId("row").value);
  const sign = byId("down").checked ? -1 : 1;
  const number = (photo) => Number(photo.id.slice(1));
  const value = (photo) => (measure ? values[number(photo)][row][measure] : number(photo));
  list.append(...[...all].sort((a, b) => sign * (value(a) - value(b))));
  const part = byId("filter").value.trim().toLowerCase();
  for (const photo of all) photo.hidden = !photo.dataset.name.includes(part);
  const rest = shown();
  byId("count").textContent = `${rest.length} of ${all.length} photos`;
  go(rest[0], false);
}

// Two and a half pictures a second: slower than what can trouble people who must not see flashes.
function hold(figure) {
  if (held || !figure) return;
  const row = figure.parentElement;
  const find = (name) => row.querySelector(`[data-row="${name}"] img`).src;
  const image = figure.querySelector("img");
  const own = image.src;
  const turns = [...new Set([find("grey"), own, find("truth")])];
  let turn = turns.indexOf(own);
  const timer = setInterval(() => { image.src = turns[++turn % turns.length]; }, 400);
  figure.classList.add("held");
  held = () => { clearInterval(timer); image.src = own; figure.classList.remove("held"); };
}

function release() {
  if (held) held();
  held = null;
}

for (const id of ["measure", "row", "down", "filter"]) byId(id).addEventListener("input", arrange);
list.addEventListener("pointerdown", (event) => {
  const figure = event.target.closest("figure");
  if (figure && event.button === 0) { go(figure.closest("article"), false); hold(figure); }
});
list.addEventListener("contextmenu", (event) => { if (held) event.preventDefault(); });
for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, release);
window.addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, summary") || event.ctrlKey || event.metaKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    const rest = shown();
    go(rest[Math.min(Math.max(rest.indexOf(here) + step, 0), rest.length - 1)], true);
  } else if (event.key === " " && here) {
    hold(here.querySelectorAll("figure")[Number(byId("row").value)]);
  } else return;
  event.preventDefault();
});
window.addEventListener("keyup", (event) => { if (event.key === " ") release(); });
arrange();
"""

"""Skeleton, style and script of a report's page: no library, nothing from elsewhere."""

from __future__ import annotations

from vidcolor.evaluation.page_parts import STYLE
from vidcolor.report.charts import STYLE as CHART_STYLE

TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>vidcolor: training runs</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>A report of training runs</h1>
{tables}
{differences}
<details><summary>How it was measured, and what the figures cannot tell</summary><ul>
{notes}
<li>Command (folders left out): <code>{command}</code></li>
<li>{versions}</li>
</ul></details>
</header>
<main>
<h2 class="part">Curves</h2>
<div class="plots">
{charts}
</div>
{parts}
</main>
<script>
{script}</script>
</body>
</html>
"""

STYLES = f"""{STYLE}{CHART_STYLE}h2.part, section > h2 {{ font-size: 1.15rem; margin-top: 2rem;
  border-top: 1px solid var(--line); padding-top: .8rem; }}
h3 {{ font-size: 1rem; margin: 1.2rem 0 .3rem; }}
h4 {{ font-size: .9rem; font-weight: 600; margin: .2rem 0; overflow-wrap: anywhere; }}
.plots {{ display: flex; flex-wrap: wrap; gap: 1rem 2rem; }}
.plot {{ flex: 1 1 560px; max-width: 760px; min-width: 0; }}
.plot svg {{ display: block; width: 100%; height: auto; }}
figure.sheet {{ margin: 0 0 1rem; }}
figure.sheet img {{ width: auto; height: auto; max-width: 100%; cursor: default; }}
figure.sheet figcaption {{ width: auto; font-size: .85rem; }}
.turn input {{ width: min(30rem, 60vw); vertical-align: middle; }}
"""

SCRIPT = r""""use strict";
for (const album of document.querySelectorAll(".album")) {
  const sheets = [...album.querySelectorAll(".sheet")];
  const slider = album.querySelector("input");
  const words = album.querySelector("output");
  const turn = () => {
    sheets.forEach((sheet, at) => { sheet.hidden = at !== Number(slider.value); });
    words.textContent = `${Number(slider.value) + 1} of ${sheets.length}`;
  };
  album.querySelector(".turn").hidden = false;
  slider.addEventListener("input", turn);
  turn();
}
"""

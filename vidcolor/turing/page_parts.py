"""Skeleton, style, words and script of the page of a test: no library, nothing from elsewhere."""

from __future__ import annotations

TEMPLATE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Which picture is the fake?</title>
<style>
{style}</style>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<main id="start" hidden>
<h1 data-word="title"></h1>
<p id="what"></p>
<p id="limit"></p>
<p data-word="keys"></p>
<form id="begin">
<label for="name" data-word="name"></label>
<input id="name" maxlength="{most_letters}" autocomplete="off">
<button data-word="begin"></button>
</form>
<p class="quiet" data-word="offline"></p>
</main>
<main id="trial" hidden>
<h1 data-word="question"></h1>
<p id="progress" role="status"></p>
<div id="pair">
<button id="left"><img alt="" draggable="false"><span>1 ←</span></button>
<button id="right"><img alt="" draggable="false"><span>→ 2</span></button>
</div>
<p id="gone" role="status"></p>
</main>
<main id="end" hidden>
<h1 data-word="thanks"></h1>
<p data-word="send"></p>
<p><a id="file" class="button" data-word="download"></a>
<button id="copy" data-word="copy"></button> <span id="copied" role="status"></span></p>
<label for="rows" data-word="rows"></label>
<textarea id="rows" rows="12" readonly spellcheck="false"></textarea>
</main>
<script type="application/json" id="data">{data}</script>
<script>
{logic}
{view}</script>
</body>
</html>
"""

STYLE = """:root { color-scheme: dark; --ink: #e2e2e2; --quiet: #a8a8a8; --paper: #121212;
  --raised: #363636; --edge: #6a6a6a; --mark: #e0a448; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper);
  font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 1.2rem; }
main[hidden] { display: none; }
#start, #end { max-width: 42rem; }
h1 { font-size: 1.4rem; margin: .4rem 0; }
.quiet { color: var(--quiet); font-size: .9rem; }
button, .button, input, textarea { font: inherit; color: inherit; background: var(--raised);
  border: 1px solid var(--edge); border-radius: 4px; padding: .4rem .9rem; }
button, .button { display: inline-block; margin-right: .4rem; cursor: pointer;
  text-decoration: none; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 3px; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: 1.4rem 0; }
label { display: block; }
textarea { display: block; width: 100%; background: var(--paper); font: .8rem monospace; }
#trial { text-align: center; }
#pair { display: flex; justify-content: center; gap: 2vw; }
#pair button { margin: 0; padding: 0; border: 0; background: none; }
#pair img { display: block; width: min(512px, 45vw, 100vh - 16rem); aspect-ratio: 1;
  visibility: hidden; user-select: none; }
#pair.shown img { visibility: visible; }
#pair span { display: block; padding: .5rem; }
#gone { min-height: 1.5em; color: var(--mark); }
"""

WORDS = {
    "en": {
        "title": "Which picture is the fake?",
        "what": "You will see {0} pairs of pictures. In each pair one picture is a colour photo; "
        "the other is the same photo, made black and white and coloured by a computer. "
        "Each time choose the one whose colours you take for the computer's. Guess where you "
        "are not sure.",
        "limit": "The pictures of a pair vanish after {0} s. You can answer after that, too.",
        "keys": "Click the picture, or press ← or 1 for the left one, → or 2 for the right one.",
        "name": "Your name or a made-up one (may stay empty)",
        "begin": "Begin",
        "offline": "This page sends nothing anywhere. At the end you get your answers as a file, "
        "to hand to whoever asked you.",
        "question": "Which picture is the fake?",
        "progress": "Pair {0} of {1}",
        "left": "The left picture is the fake",
        "right": "The right picture is the fake",
        "gone": "The pictures are gone. Which one was the fake?",
        "thanks": "Thank you!",
        "send": "Please save your answers and send the file to whoever asked you. The page does "
        "not know which answers are right.",
        "download": "Save the answers",
        "copy": "Copy the answers",
        "copied": "Copied.",
        "rows": "Your answers as text:",
    },
    "de": {
        "title": "Welches Bild ist die Fälschung?",
        "what": "Sie sehen {0} Bildpaare. In jedem Paar ist ein Bild ein Farbfoto; das andere ist "
        "dasselbe Foto, schwarz-weiß gemacht und von einem Computer koloriert. Wählen Sie jedes "
        "Mal das Bild, dessen Farben Sie für die des Computers halten. Raten Sie, wenn Sie nicht "
        "sicher sind.",
        "limit": "Die Bilder eines Paares verschwinden nach {0} s. Sie können auch danach noch "
        "antworten.",
        "keys": "Klicken Sie auf das Bild, oder drücken Sie ← oder 1 für das linke, → oder 2 für "
        "das rechte.",
        "name": "Ihr Name oder ein erfundener (kann leer bleiben)",
        "begin": "Beginnen",
        "offline": "Diese Seite sendet nichts. Am Ende erhalten Sie Ihre Antworten als Datei für "
        "die Person, die Sie gefragt hat.",
        "question": "Welches Bild ist die Fälschung?",
        "progress": "Paar {0} von {1}",
        "left": "Das linke Bild ist die Fälschung",
        "right": "Das rechte Bild ist die Fälschung",
        "gone": "Die Bilder sind weg. Welches war die Fälschung?",
        "thanks": "Vielen Dank!",
        "send": "Bitte speichern Sie Ihre Antworten und senden Sie die Datei an die Person, die "
        "Sie gefragt hat. Die Seite weiß nicht, welche Antworten richtig sind.",
        "download": "Antworten speichern",
        "copy": "Antworten kopieren",
        "copied": "Kopiert.",
        "rows": "Ihre Antworten als Text:",
    },
}
"""By the beginning of the browser's language."""

# Of the same bits as `vidcolor.turing.sitting`: a seed means the same in both.
LOGIC = r""""use strict";
function sitting(pairs, seed) {
  let state = seed;
  function draw(below) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 16) * below) >>> 16;
  }
  const order = Array.from({ length: pairs }, (_, at) => at + 1);
  for (let last = pairs - 1; last > 0; last--) {
    const at = draw(last + 1);
    [order[last], order[at]] = [order[at], order[last]];
  }
  return order.map((pair) => ({ pair, left: draw(2) ? "b" : "a" }));
}

function begun(test, pairs, participant, seed) {
  const trials = sitting(pairs, seed);
  const rows = [];
  function answer(chosen, seconds, timedOut) {
    const { pair, left } = trials[rows.length];
    rows.push({
      test, participant, seed, order: rows.length + 1, pair, left, chosen,
      seconds: seconds.toFixed(3), timed_out: timedOut ? 1 : 0,
    });
  }
  return { trials, rows, answer };
}

function cell(value) {
  const text = String(value);
  return /[",;\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function table(columns, rows) {
  const lines = rows.map((row) => columns.map((name) => cell(row[name])).join(","));
  return [columns.join(","), ...lines, ""].join("\n");
}
"""

VIEW = r"""const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const spoken = navigator.language.slice(0, 2);
const language = spoken in data.words ? spoken : "en";
const words = data.words[language];
const say = (word, ...parts) => words[word].replace(/\{(\d)\}/g, (_, at) => parts[at]);
const sides = { left: byId("left"), right: byId("right") };
let now = null; // the sitting, until its answers are saved
let shownAt = null; // null: no answer is waited for
let timer = 0;
let timedOut = false;

function turnTo(id) {
  for (const page of document.querySelectorAll("main")) page.hidden = page.id !== id;
}

function begin() {
  const drawn = crypto.getRandomValues(new Uint32Array(2));
  const name = byId("name").value.trim().replace(/\s+/g, " ");
  const participant = name || "p" + drawn[1].toString(16).padStart(8, "0");
  now = begun(data.test, data.pairs.length, participant, drawn[0]);
  turnTo("trial");
  show();
}

async function show() {
  const trial = now.trials[now.rows.length];
  const pictures = data.pairs[trial.pair - 1];
  const images = [sides.left, sides.right].map((side) => side.querySelector("img"));
  images[0].src = pictures[trial.left];
  images[1].src = pictures[trial.left === "a" ? "b" : "a"];
  await Promise.all(images.map((image) => image.decode()));
  byId("progress").textContent = say("progress", now.rows.length + 1, now.trials.length);
  byId("gone").textContent = "";
  byId("pair").classList.add("shown");
  timedOut = false;
  shownAt = performance.now();
  if (data.limit_s) timer = setTimeout(vanish, 1000 * data.limit_s);
}

function vanish() {
  timedOut = true;
  byId("pair").classList.remove("shown");
  byId("gone").textContent = say("gone");
}

function choose(chosen) {
  if (shownAt === null) return;
  clearTimeout(timer);
  now.answer(chosen, (performance.now() - shownAt) / 1000, timedOut);
  shownAt = null;
  byId("pair").classList.remove("shown");
  if (now.rows.length < now.trials.length) show();
  else finish();
}

function finish() {
  const text = table(data.columns, now.rows);
  const { participant } = now.rows[0];
  byId("rows").value = text;
  byId("file").href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  byId("file").download = `answers-${participant.replace(/[^\p{L}\p{N}_-]/gu, "_")}.csv`;
  turnTo("end");
  byId("file").focus();
}

async function copy() {
  byId("rows").select();
  // Pages opened from a file may have no clipboard of their own.
  if (navigator.clipboard) await navigator.clipboard.writeText(byId("rows").value);
  else document.execCommand("copy");
  byId("copied").textContent = say("copied");
  now = null;
}

document.documentElement.lang = language;
document.title = say("title");
for (const place of document.querySelectorAll("[data-word]")) {
  place.textContent = say(place.dataset.word);
}
byId("what").textContent = say("what", data.pairs.length);
byId("limit").textContent = data.limit_s ? say("limit", data.limit_s) : "";
for (const side of ["left", "right"]) {
  sides[side].setAttribute("aria-label", say(side));
  sides[side].addEventListener("click", () => choose(side));
}
byId("begin").addEventListener("submit", (event) => { event.preventDefault(); begin(); });
byId("copy").addEventListener("click", copy);
byId("file").addEventListener("click", () => { now = null; });
window.addEventListener("keydown", (event) => {
  const side = { ArrowLeft: "left", 1: "left", ArrowRight: "right", 2: "right" }[event.key];
  if (!side || event.repeat || byId("trial").hidden) return;
  event.preventDefault();
  choose(side);
});
window.addEventListener("beforeunload", (event) => { if (now) event.preventDefault(); });
turnTo("start");
byId("name").focus();
"""

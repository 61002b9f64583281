"""The command `turing`: can people tell a model's colours from a photo's own?"""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from vidcolor.cli import show
from vidcolor.devices import choose_compute
from vidcolor.errors import VidcolorError
from vidcolor.evaluation.contenders import parse_contender
from vidcolor.evaluation.tables import Table
from vidcolor.networks import load_network
from vidcolor.settings import ColorSettings
from vidcolor.training.photos import find_photos
from vidcolor.turing.answers import read_answers, store_answers, stored_answers
from vidcolor.turing.making import MOST_PAIRS, check_folder, make_test
from vidcolor.turing.page import write_page
from vidcolor.turing.pairs import TuringTest, read_test
from vidcolor.turing.results import CHANCE_PERCENT, PRINTED, Outcome, Tally, outcome
from vidcolor.turing.sitting import SEEDS

PAIRS = 20
LONGEST_S = 60.0
_NONE = "–"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command."""
    turing = commands.add_parser("turing")
    turing.add_argument(
        "model",
        nargs="?",
        metavar="MODEL[@KEY=VALUE,…]",
        help="make a test of it; keys: temperature, saturation, work-size, weights",
    )
    make = turing.add_argument_group("making a test")
    make.add_argument("--photos", type=Path, nargs="+", default=[], help="colour photos")
    make.add_argument(
        "--pairs", type=int, default=PAIRS, help="papers have 15, 20 and 40 (default %(default)s)"
    )
    make.add_argument(
        "--seed", type=int, default=0, help="of the choice of photos (default %(default)s)"
    )
    make.add_argument(
        "--time-limit",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="after which the pictures vanish (default: none)",
    )
    make.add_argument(
        "--out", type=Path, default=Path("vidcolor-turing"), help="its folder (default %(default)s)"
    )
    make.add_argument("--device", default="auto")
    use = turing.add_argument_group("using a test")
    use.add_argument("--test", type=Path, metavar="DIR", help="one that was made; tells its result")
    use.add_argument(
        "--answers", type=Path, nargs="+", default=[], help="CSV files to add to its answers"
    )
    turing.add_argument(
        "--html", type=Path, metavar="PAGE", help="write the test as one page for a survey"
    )
    turing.add_argument("--json", action="store_true", help="one JSON object on stdout")
    turing.set_defaults(run=_turing)


def _turing(options: argparse.Namespace) -> int:
    if (options.model is None) == (options.test is None):
        raise VidcolorError(
            "Either a model to make a test of or a test that was made is needed.",
            do="Give MODEL with --photos DIR, or --test DIR.",
        )
    return _make(options) if options.model is not None else _use(options)


def _make(options: argparse.Namespace) -> int:
    _check_wishes(options)
    base = ColorSettings(device=options.device)
    contender = parse_contender(options.model, base, None)
    if contender.guided:
        raise VidcolorError(
            "A Turing test tells the network nothing of the truth.",
            do="Leave hints and palette out.",
        )
    photos = find_photos(options.photos)
    compute = choose_compute(options.device)
    network = load_network(contender.model, compute, weights=contender.weights)
    steps = make_test(
        network,
        compute,
        contender,
        photos,
        options.out,
        pairs=options.pairs,
        seed=options.seed,
        time_limit_s=options.time_limit,
    )
    with closing(steps):
        for done in steps:
            show.note(f"pair {done} of {options.pairs}")
    test = read_test(options.out)
    _write_page(options, test)
    if options.json:
        show.out_json({"out": str(options.out), "test": test.identity, "pairs": len(test.pairs)})
    else:
        show.out(str(options.out))
    return 0


def _check_wishes(options: argparse.Namespace) -> None:
    if not options.photos:
        raise VidcolorError("A Turing test needs photos.", do="Give --photos DIR.")
    if options.answers:
        raise VidcolorError(
            "There are no answers yet to a test that is being made.",
            do="Give --answers with --test DIR.",
        )
    for name, value, least, most in (
        ("--pairs", options.pairs, 1, MOST_PAIRS),
        ("--seed", options.seed, 0, SEEDS - 1),
        ("--time-limit", options.time_limit, 0, LONGEST_S),
    ):
        if not least <= value <= most:
            raise VidcolorError(f"{name} is {value}.", do=f"Choose {least} to {most:g}.")
    check_folder(options.out)


def _use(options: argparse.Namespace) -> int:
    test = read_test(options.test)
    new = [answer for file in options.answers for answer in read_answers(file, test)]
    answers = store_answers(test, new) if new else stored_answers(test)
    _write_page(options, test)
    found = outcome(test, answers)
    if options.json:
        show.out_json(found.as_json())
    else:
        show.out("\n\n".join("\n".join([one.title, *one.lines()]) for one in _tables(found)))
        show.out("\n" + "\n".join(f"- {note}" for note in _NOTES))
    return 0


def _write_page(options: argparse.Namespace, test: TuringTest) -> None:
    if options.html:
        write_page(options.html, test)
        show.note(str(options.html))


_NOTES = (
    "fooled: the real picture was taken for the made one",
    "interval: 95 %, Wilson (1927), as if all answers were independent; answers of one person "
    "or to one pair are not, so the truth may lie further out",
    "papers: as printed there, on other photos with other people; never a ranking",
)


def _tables(found: Outcome) -> list[Table]:
    """The share beside the papers', then participants and pairs."""
    limit = found.test.time_limit_s
    shown = f", pictures vanish after {limit:g} s" if limit else ""
    papers = [
        (one.source, f"{one.fooled_percent:.0f} %", _NONE, str(one.pairs), str(one.participants))
        for one in PRINTED
    ]
    return [
        Table(
            f"Turing test {found.test.identity} of {found.test.model}{shown}",
            ("", "fooled", "interval", "pairs", "participants"),
            [
                (
                    "this test",
                    *_shares(found.total),
                    str(len(found.pairs)),
                    str(len(found.participants)),
                ),
                *papers,
                ("chance", f"{CHANCE_PERCENT:.0f} %", _NONE, _NONE, _NONE),
            ],
        ),
        Table(
            "Participants",
            ("participant", "fooled", "interval", "answers", "median s", "after the time limit"),
            [
                (
                    one.name,
                    *_shares(one.tally),
                    str(one.tally.answers),
                    f"{one.median_s:.1f}",
                    str(one.timed_out),
                )
                for one in found.participants
            ],
        ),
        Table(
            "Pairs",
            ("pair", "fooled", "interval", "answers", "photo"),
            [
                (str(one.pair.number), *_shares(one.tally), str(one.tally.answers), one.pair.photo)
                for one in found.pairs
            ],
        ),
    ]


def _shares(tally: Tally) -> tuple[str, str]:
    """Share and interval in words."""
    found = tally.estimate()
    if found is None:
        return _NONE, _NONE
    return f"{100 * found.value:.0f} %", f"{100 * found.low:.0f} to {100 * found.high:.0f} %"

"""``mentorship match solve``: the best or a stable matching of a problem file."""

import click

from mentorship_app.cli.match_files import STREAM, read, unusable, write
from mentorship_app.cli.progress import progress
from mentorship_app.matching.problem_file import Malformed, read_problem
from mentorship_app.matching.problem_file.result import result_text
from mentorship_app.matching.problem_file.solving import timed
from mentorship_app.matching.problem_file.words import summary


@click.command()
@click.argument("problem", metavar="PROBLEM.json")
@click.option("-o", "--output", default=STREAM, metavar="RESULT.json", help="Where to write; left out or -: stdout.")
@click.option(
    "--mode",
    type=click.Choice(["optimal", "stable"]),
    default="optimal",
    show_default=True,
    help="The best by the goals, or one in which no two people would both rather have each other.",
)
@click.pass_context
def solve(context: click.Context, problem: str, output: str, mode: str) -> None:
    """Find who should be paired with whom in PROBLEM.json (- reads stdin), without an installation or a database.

    Exit code 0: solved. 1: nothing keeps all the rules, or it is too large for them; the result says so. 2: the file is
    malformed or contradicts itself, with a line for each fault; nothing is written. docs/matching.md has the format.
    """
    try:
        file = read_problem(read(problem), mode=mode)
    except Malformed as error:
        raise unusable(error) from error
    with progress("Solving") as report:
        solution, seconds = timed(file.problem, mode=mode, progress=report)
    write(output, result_text(file, solution, seconds))
    click.echo(summary(solution, len(file.mentees), seconds), err=True)
    if solution.objective is None:
        context.exit(1)

"""``mentorship match check``: whether a result is what its problem gives."""

import click

from mentorship_app.cli.match_files import read, unusable
from mentorship_app.matching.problem_file import Malformed, read_problem
from mentorship_app.matching.problem_file.check import checked
from mentorship_app.matching.problem_file.result import mode_of, read_result


@click.command()
@click.argument("result", metavar="RESULT.json")
@click.argument("problem", metavar="PROBLEM.json")
@click.pass_context
def check(context: click.Context, result: str, problem: str) -> None:
    """Check RESULT.json against PROBLEM.json: rules, values, certificate, and whether solving gives the same pairs.

    Exit code 0: all of it holds. 1: something does not, and says what. 2: one of the files is malformed.
    """
    try:
        stated = read_result(read(result), name=result)
        mode = mode_of(stated)
        file = read_problem(read(problem), mode=mode, name=problem)
    except Malformed as error:
        raise unusable(error) from error
    findings = list(checked(file.problem, stated, mode=mode))
    for finding in findings:
        click.echo(finding.line)
    if not all(finding.holds for finding in findings):
        context.exit(1)

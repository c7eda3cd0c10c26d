"""Cases to a person's yes, or to a refusal before anything is spent."""

import sys
from collections.abc import Sequence
from typing import Final

import click

from seedjob.cli.budgets import fitting
from seedjob.cli.orders import Case
from seedjob.cli.shown import shown
from seedjob.cli.survey import Survey, steps
from seedjob.errors import ApprovalError, UsageError
from seedjob.plan.step import Total, total
from seedjob.report.plan import money
from seedjob.run.purse import Purse
from seedjob.service.endpoint import Endpoint


def check_fetchable(cases: Sequence[Case], endpoint: Endpoint) -> None:
    """Hold that the service can fetch every local file: only one on loopback reaches this machine.

    Raises UsageError where it cannot, with every file.
    """
    if endpoint.on_loopback:
        return
    creates = (one for one in cases if one.action.kind == "create")
    named = [f"{one.job.spec}: {path}" for one in creates for path in one.files]
    if named:
        raise UsageError(
            f"{endpoint.origin} cannot fetch files of this machine; "
            "put them where it can reach them and write url: in\n  " + "\n  ".join(named)
        )


def approve(found: Survey, endpoint: Endpoint, purse: Purse, *, yes: bool) -> None:
    """Show what would be done and what that is thought to cost, and ask unless `yes`.

    Without a terminal a budget for this run is a yes too. Raises ApprovalError where nobody agreed.
    """
    creates = [one for one in found.cases if one.action.kind == "create"]
    if not creates:
        return
    click.echo(f"service: {endpoint.create_url}", err=True)
    told = steps(found)
    click.echo(shown(told, sys.stderr), nl=False, err=True)
    for sentence in purse.sentences():
        click.echo(sentence, err=True)
    if yes:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        if purse.bounds_the_run:
            return
        raise ApprovalError(
            f"{len(creates)} to create: without a terminal this needs --yes, --plan or --budget"
        )
    if not _agreed(_question(total(told), fitting(found.cases, purse))):
        raise ApprovalError("nothing was created: not agreed to")


def _question(plan: Total, fit: int | None) -> str:
    """Ask with the numbers in it: the plan may have scrolled by."""
    count = plan.counts["create"]
    costs = f", costs {money(plan)}" if plan.price is not None else ""
    fits = f", {fit} of {count} creates fit" if fit is not None else ""
    return f"create {count}{costs}{fits}? each one is paid for"


def _agreed(question: str) -> bool:
    """Ask, once more after what is neither yes nor no, which then is no: lines may be pasted.

    The end of input is an answer too, and no agreement. Raises Abort for Ctrl-C.
    """
    try:
        return ANSWERS.get(_answer(question), False)
    except click.Abort as abort:
        if not isinstance(abort.__context__, EOFError):
            raise
        click.echo(err=True)
        return False


ANSWERS: Final = {"y": True, "yes": True, "n": False, "no": False, "": False}


def _answer(question: str) -> str:
    answer = _line(question)
    if answer in ANSWERS:
        return answer
    click.echo("answer y or n", err=True)
    return _line(question)


def _line(question: str) -> str:
    said: str = click.prompt(f"{question} [y/N]", default="", show_default=False, err=True)
    return said.strip().lower()

"""Cases to a person's yes, or to a refusal before anything is spent."""

import sys
from collections.abc import Sequence

import click

from seedjob.cli.orders import Case
from seedjob.errors import ApprovalError, UsageError
from seedjob.money import Money, total
from seedjob.report import table
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


def approve(cases: Sequence[Case], endpoint: Endpoint, purse: Purse, *, yes: bool) -> None:
    """Show what would be created and what that is thought to cost, and ask unless `yes`.

    Without a terminal a budget for this run is a yes too. Raises ApprovalError where nobody agreed.
    """
    creates = [one for one in cases if one.action.kind == "create"]
    if not creates:
        return
    click.echo(f"service: {endpoint.create_url}", err=True)
    click.echo(table.render([_row(one) for one in cases]), nl=False, err=True)
    told = f"{len(creates)} to create{_sum(creates)}"
    click.echo("\n".join((told, *purse.sentences())), err=True)
    if yes:
        return
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        if purse.bounds_the_run:
            return
        raise ApprovalError(
            f"{len(creates)} to create: without a terminal this needs --yes or --budget"
        )
    if not click.confirm(f"create {len(creates)}? each one is paid for", err=True):
        raise ApprovalError("nothing was created: not agreed to")


def _row(one: Case) -> tuple[str, ...]:
    job = one.job.job
    asked = f"{job.duration} s {job.resolution} {job.ratio}"
    reasons = "; ".join(one.action.reasons)
    return (one.action.kind, one.job.id, job.model, asked, _price(one), reasons)


def _price(one: Case) -> str:
    if one.action.kind != "create":
        return "-"
    return str(one.estimate) if one.estimate else "no price"


def _sum(creates: Sequence[Case]) -> str:
    """Tell what all that is to be created is thought to cost, as far as prices are known."""
    known = [one.estimate for one in creates if one.estimate]
    if not known:
        return ""
    summed = Money(total(one.amount for one in known), known[0].currency)
    lacking = len(creates) - len(known)
    return f", {summed} in all" + (f" and {lacking} without a price" if lacking else "")

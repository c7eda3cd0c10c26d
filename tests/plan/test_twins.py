"""Of jobs that ask for the very same each later one is told with the first."""

from seedjob.plan.twins import twins


def test_each_later_job_of_a_request_is_told_with_the_first() -> None:
    asked = [("a", "sha256:1"), ("b", "sha256:2"), ("c", "sha256:1"), ("d", "sha256:1")]

    assert {"c": "a", "d": "a"} == twins(asked)


def test_jobs_that_differ_are_told_with_none() -> None:
    assert {} == twins([("a", "sha256:1"), ("b", "sha256:2")])

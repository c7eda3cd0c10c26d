"""A matrix makes the cells that GitHub Actions makes of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from seedjob.spec.batch.matrix import Matrix, cells
from seedjob.spec.batch.matrix_faults import read

FRUITS = {
    "fruit": ["apple", "pear"],
    "animal": ["cat", "dog"],
    "include": [
        {"color": "green"},
        {"color": "pink", "animal": "cat"},
        {"fruit": "apple", "shape": "circle"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ],
}
"""The example by which GitHub documents `include`."""

CASES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "axes are multiplied, the last one fastest": (
        {"a": [1, 2], "b": ["x", "y"]},
        [{"a": 1, "b": "x"}, {"a": 1, "b": "y"}, {"a": 2, "b": "x"}, {"a": 2, "b": "y"}],
    ),
    "exclude needs only some of the values": (
        {"a": [1, 2], "b": ["x", "y"], "exclude": [{"a": 1}]},
        [{"a": 2, "b": "x"}, {"a": 2, "b": "y"}],
    ),
    "exclude goes before include": (
        {"a": [1, 2], "exclude": [{"a": 1}], "include": [{"a": 1, "c": 3}]},
        [{"a": 2}, {"a": 1, "c": 3}],
    ),
    "include as GitHub documents it": (
        FRUITS,
        [
            {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
            {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
            {"fruit": "pear", "animal": "cat", "color": "pink"},
            {"fruit": "pear", "animal": "dog", "color": "green"},
            {"fruit": "banana"},
            {"fruit": "banana", "animal": "cat"},
        ],
    ),
    "include alone is a list of cells": (
        {"include": [{"a": 1}, {"a": 2, "b": 3}]},
        [{"a": 1}, {"a": 2, "b": 3}],
    ),
    "a value is of its type": (
        {"a": [1, "1", 1.5, True], "exclude": [{"a": True}], "include": [{"a": 1, "b": 2}]},
        [{"a": 1, "b": 2}, {"a": "1"}, {"a": 1.5}],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_matrix_has_these_cells(case: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    given_, expected = case
    axes = {name: given_[name] for name in given_ if name not in {"exclude", "include"}}
    matrix = Matrix((), axes, given_.get("exclude", ()), given_.get("include", ()))

    assert [repr(one) for one in expected] == [repr({**cell.values}) for cell in cells(matrix)]


def test_each_value_knows_where_it_stands() -> None:
    matrix = read(FRUITS, ("matrix",))

    assert isinstance(matrix, Matrix)
    for cell in cells(matrix):
        for name, route in cell.routes.items():
            value: Any = {"matrix": FRUITS}
            for step in route:
                value = value[step]
            assert value == cell.values[name]


VALUES = some.lists(some.integers(0, 5), min_size=1, max_size=4, unique=True)
AXES = some.dictionaries(some.sampled_from("abc"), VALUES, min_size=1)
ENTRIES = some.lists(
    some.dictionaries(some.sampled_from("abcd"), some.integers(0, 6), min_size=1), max_size=4
)


def slowly(axes: Any, exclude: Any, include: Any) -> list[dict[str, int]]:
    """Make the cells as the documentation reads, one sentence after the other."""
    whole: list[dict[str, int]] = [{}]
    for name, values in axes.items():
        whole = [{**cell, name: value} for cell in whole for value in values]
    kept = [
        cell
        for cell in whole
        if not any(all(cell.get(k) == v for k, v in one.items()) for one in exclude)
    ]
    made, added = [dict(cell) for cell in kept], []
    for one in include:
        fitting = [
            at for at, cell in enumerate(kept) if all(cell.get(k, v) == v for k, v in one.items())
        ]
        for at in fitting:
            made[at] |= one
        if not fitting:
            added.append(dict(one))
    return made + added


@given(AXES, ENTRIES, ENTRIES)
@settings(deadline=None)
def test_the_cells_are_those_of_the_documentation(axes: Any, exclude: Any, include: Any) -> None:
    exclude = [one for one in exclude if one.keys() <= axes.keys()]

    made = cells(Matrix((), axes, exclude, include))

    assert slowly(axes, exclude, include) == [{**cell.values} for cell in made]


def test_a_matrix_of_a_billion_cells_is_refused_before_one_is_made() -> None:
    found = read({f"a{n}": list(range(10)) for n in range(300)}, ("matrix",))

    assert isinstance(found, tuple)
    assert ["batch-size"] == [one.rule for one in found]

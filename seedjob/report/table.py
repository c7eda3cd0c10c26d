"""Rows to a table for people: columns as wide as they need, nothing after the last."""

from collections.abc import Sequence

from seedjob.report.visible import cells, visible


def render(rows: Sequence[Sequence[str]]) -> str:
    """Set rows of equal length below each other, two blanks between columns."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*shown, strict=True)]
    return "".join(f"{_line(row, widths)}\n" for row in shown)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True))
    return "  ".join(padded).rstrip()

"""A text to as much of it as so many cells of a terminal hold."""

from typing import Final

from seedjob.report.visible import cells

CUT: Final = "..."


def head(text: str, width: int) -> str:
    """Cut a text at its end."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - len(CUT):
        text = text[: len(text) - max(1, (cells(text) - width) // 2)]
    return (text + CUT)[: max(width, 0)]


def tail(text: str, width: int) -> str:
    """Cut a name at its front: names of a batch differ at their end."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - len(CUT):
        text = text[max(1, (cells(text) - width) // 2) :]
    return CUT + text

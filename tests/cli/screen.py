"""A terminal of so many columns and lines that knows what our view says, and scrolls."""

import re
from dataclasses import dataclass, field

from seedjob.report.visible import cells

WORDS = re.compile(r"\x1b\[(\d*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)|(.)", re.DOTALL)


@dataclass
class Screen:
    """What a person sees, and what scrolled by above it."""

    columns: int = 80
    height: int = 24
    gone: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=lambda: [""])
    row: int = 0
    column: int = 0
    strange: list[str] = field(default_factory=list)

    def feed(self, text: str) -> None:
        for count, letter, break_, plain, other in WORDS.findall(text):
            if letter:
                self._obey(letter, int(count or 1))
            elif break_ == "\r":
                self.column = 0
            elif break_ == "\n":
                self._down()
            elif plain:
                for character in plain:
                    self._put(character)
            else:
                self.strange.append(other)

    @property
    def seen(self) -> list[str]:
        """Give all lines from the first on, without the empty ones at the end."""
        lines = [line.rstrip() for line in (*self.gone, *self.lines)]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def _obey(self, letter: str, count: int) -> None:
        match letter:
            case "A":
                self.row = max(0, self.row - count)
            case "K":
                self.lines[self.row] = self.lines[self.row][: self.column]
            case "J":
                self.lines[self.row] = self.lines[self.row][: self.column]
                del self.lines[self.row + 1 :]
            case _:
                self.strange.append(letter)

    def _put(self, character: str) -> None:
        if self.column + cells(character) > self.columns:
            self.column = 0
            self._down()
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[: self.column] + character + line[self.column + 1 :]
        self.column += cells(character)

    def _down(self) -> None:
        self.row += 1
        if self.row == len(self.lines):
            self.lines.append("")
        if self.row == self.height:
            self.gone.append(self.lines.pop(0))
            self.row -= 1

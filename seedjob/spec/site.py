"""A stumble and what the builder had heard until then, to what the causes look at."""

import re
from dataclasses import dataclass, replace
from typing import Final

from seedjob.diagnostic import Related
from seedjob.spec.brackets import unclosed_bracket
from seedjob.spec.builder import Builder
from seedjob.spec.events import Stumble
from seedjob.spec.marks import find_bracket
from seedjob.spec.places import line_bounds, place_between
from seedjob.spec.refusal import Refusal

_WORD: Final = re.compile(r"[^\s,\[\]{}]+|\S|\Z")
_BRACKET: Final = re.compile(r"[,\[\]{}]")
_COMMENT: Final = re.compile(r"(?<!\s)\s++(?:#.*|$)")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a parser stumbled: indexes into the text, and the parser's own words.

    `within` is the start of what it was in, `opening` the innermost bracket open there, `unclosed`
    one that nothing closes, `quote` a quoted text that ended just before.
    """

    text: str
    at: int
    words: str
    within: int | None = None
    opening: int | None = None
    unclosed: int | None = None
    quote: tuple[int, int] | None = None

    @property
    def start(self) -> int:
        """Tell where the line starts."""
        return line_bounds(self.text, self.at)[0]

    @property
    def line(self) -> str:
        """Tell the whole line."""
        start, end = line_bounds(self.text, self.at)
        return self.text[start:end]

    @property
    def first(self) -> int:
        """Tell where the line's first word stands."""
        return self.start + len(self.line) - len(self.line.lstrip())

    @property
    def before(self) -> str:
        """Tell what stands before on the line."""
        return self.text[self.start : self.at]

    @property
    def word(self) -> str:
        """Tell the word that stands here."""
        return self.word_at(self.at)

    def word_at(self, at: int) -> str:
        """Tell the word at an index, or the one bracket or comma."""
        found = _WORD.match(self.text, at)
        return found.group() if found else ""

    def word_is(self, start: str) -> bool:
        """Tell whether the text goes on with this."""
        return self.text.startswith(start, self.at)

    def rest(self, at: int) -> str:
        """Tell the line from an index on, without a comment."""
        return _COMMENT.sub("", self.text[at : line_bounds(self.text, at)[1]], count=1)

    def unquoted(self, at: int) -> str:
        """Tell the text that somebody forgot to quote."""
        rest = self.rest(at)
        return rest if self.opening is None else _BRACKET.split(rest, maxsplit=1)[0].rstrip()

    def moved(self, at: int) -> "Site":
        """Look at another index."""
        return replace(self, at=at)

    def above(self) -> "Site | None":
        """Look at the nearest line above that is not blank."""
        before = self.text[: self.start].rstrip()
        return self.moved(len(before) - 1) if before else None

    def refuse(  # noqa: PLR0913 - the place, where it is not the word that stands here
        self,
        message: str,
        hint: str,
        *,
        at: int | None = None,
        length: int | None = None,
        rule: str = "yaml-syntax",
        related: tuple[Related, ...] = (),
    ) -> Refusal:
        """Refuse the word that stands here, or what stands elsewhere."""
        start = self.at if at is None else at
        end = start + (len(self.word_at(start)) if length is None else length)
        end = min(end, max(start, line_bounds(self.text, start)[1]))
        return Refusal(place_between(self.text, start, end), rule, message, hint, related)


def find_site(builder: Builder, stumble: Stumble) -> Site:
    """Gather what can be told of a stumble."""
    text, within = builder.text, stumble.within
    found = (find_bracket(text, start) for _, _, start, _, _ in builder.stack)
    brackets = [at for at in found if at is not None]
    if within is not None and text[within : within + 1] in {"[", "{"} and within not in brackets:
        brackets.append(within)
    return Site(
        text=text,
        at=stumble.at,
        words=f"{stumble.context}: {stumble.problem}",
        within=within,
        opening=brackets[-1] if brackets else None,
        unclosed=unclosed_bracket(text, brackets),
        quote=_quote_before(builder, stumble.at),
    )


def _quote_before(builder: Builder, at: int) -> tuple[int, int] | None:
    mark = builder.marks[-1] if builder.marks else None
    if mark is None or isinstance(mark, tuple) or getattr(mark, "style", None) not in {"'", '"'}:
        return None
    start, end = mark.start_mark.index, mark.end_mark.index
    opening = builder.text.find(mark.style or "", start, end)
    return (opening, end) if not builder.text[end:at].strip(" \t") else None

"""TOML text to where each of its keys and values stands."""

from collections.abc import Iterator, Mapping

from seedjob.diagnostic import Route
from seedjob.settings.tokens import Token, tokens

Stretch = tuple[int, int]
"""Start and end in the text, in characters."""

Found = tuple[Route, tuple[Stretch, Stretch]]
"""A route, and the stretches of its key and of its value; an item of a list has one for both."""


def find_stretches(text: str) -> Mapping[Route, tuple[Stretch, Stretch]]:
    """Find the stretches of every key and its value in a text that is known to be TOML."""
    return dict(_found(_Reader(tokens(text))))


def _found(reader: "_Reader") -> Iterator[Found]:
    route: Route = ()
    counts: dict[Route, int] = {}
    while (token := reader.next()) is not None:
        if token.text == "[":
            route, key = reader.header(counts)
            yield route, (key, key)
        elif token.kind != "newline":
            yield from reader.pair(route, token)


class _Reader:
    """Reads tokens one after the other."""

    def __init__(self, found: Iterator[Token]) -> None:
        self._tokens = list(found)
        self._at = 0

    def next(self) -> Token | None:
        """Take the next token."""
        token = self._tokens[self._at] if self._at < len(self._tokens) else None
        self._at += 1
        return token

    def peek(self) -> str:
        """Tell the next token's text without taking it."""
        return self._tokens[self._at].text if self._at < len(self._tokens) else "\n"

    def header(self, counts: dict[Route, int]) -> tuple[Route, Stretch]:
        """Read `[a.b]` or `[[a.b]]`, whose first bracket is taken."""
        many = self.peek() == "["
        if many:
            self.next()
        token = self._take()
        parts, key = self._key(token)
        for _ in range(1 + many):
            self.next()
        if not many:
            return parts, key
        counts[parts] = counts.get(parts, -1) + 1
        return (*parts, counts[parts]), key

    def pair(self, base: Route, token: Token) -> Iterator[Found]:
        """Read `key = value`, whose first token is taken."""
        parts, key = self._key(token)
        self.next()
        route = (*base, *parts)
        start = self._tokens[self._at].start
        inner = list(self._value(route))
        yield route, (key, (start, self._tokens[self._at - 1].end))
        yield from inner

    def _take(self) -> Token:
        token = self.next()
        assert token is not None  # the text is TOML
        return token

    def _key(self, token: Token) -> tuple[Route, Stretch]:
        """Read a dotted key; it ends before `=` or `]`."""
        parts, last = [*token.parts], token
        while self.peek() not in {"=", "]"}:
            last = self._take()
            parts += last.parts
        return tuple(parts), (token.start, last.end)

    def _value(self, route: Route) -> Iterator[Found]:
        token = self._take()
        if token.text == "[":
            yield from self._items(route)
        elif token.text == "{":
            while self._skip("}"):
                yield from self.pair(route, self._take())
        else:
            while (
                token.kind == "bare" and self._goes_on()
            ):  # a date and a time have a blank between
                self.next()

    def _items(self, route: Route) -> Iterator[Found]:
        index = 0
        while self._skip("]"):
            start = self._tokens[self._at].start
            inner = list(self._value((*route, index)))
            stretch = (start, self._tokens[self._at - 1].end)
            yield (*route, index), (stretch, stretch)
            yield from inner
            index += 1

    def _skip(self, closing: str) -> bool:
        """Pass commas and line ends; tell whether anything stands before the closing bracket."""
        while self.peek() in {",", "\n", "\r\n"}:
            self.next()
        if self.peek() != closing:
            return True
        self.next()
        return False

    def _goes_on(self) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].kind == "bare"

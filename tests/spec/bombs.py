"""Texts of nearly a mebibyte that would cost whoever reads them trustfully much time or memory."""

from collections.abc import Callable, Mapping
from typing import Final

FULL: Final = 1 << 20


def _laughs(first: str, level: Callable[[int], str], levels: int) -> str:
    return f"a0: &a0 {first}\n" + "".join(f"a{n}: &a{n} {level(n - 1)}\n" for n in range(1, levels))


def _numbered(line: str, room: int = FULL - 64) -> str:
    return "".join(line.format(n) for n in range(room // (len(line) + 5)))


BOMBS: Final[Mapping[str, tuple[str, Callable[[], str]]]] = {
    "aliases in lists": (
        "yaml-alias",
        lambda: _laughs("[x, x]", lambda n: f"[{f'*a{n}, ' * 10}]", 12),
    ),
    "aliases in mappings": (
        "yaml-alias",
        lambda: _laughs("{k: x}", lambda n: f"{{a: *a{n}, b: *a{n}, c: *a{n}}}", 30),
    ),
    "aliases of much": (
        "yaml-alias",
        lambda: "a: &a [" + "x, " * 2000 + "]\nb: [" + "*a, " * 9_000 + "]",
    ),
    "an alias inside itself": ("yaml-alias", lambda: "a: &a [*a]\n"),
    "merge keys of merge keys": (
        "yaml-merge-key",
        lambda: _laughs("{x: 1}", lambda n: f"{{<<: [*a{n}, *a{n}], k{n}: 1}}", 400),
    ),
    "merge keys beside each other": ("yaml-size", lambda: f"a: {{{'<<: {a: 1},' * 80_000}}}"),
    "brackets": ("yaml-depth", lambda: "[" * FULL),
    "braces": ("yaml-depth", lambda: "{a: " * (FULL // 4)),
    "dashes": ("yaml-depth", lambda: "- " * (FULL // 2)),
    "lines ever deeper": ("yaml-depth", lambda: "".join(f"{' ' * n}k:\n" for n in range(1_400))),
    "a plain scalar": ("yaml-size", lambda: "a: " + "x" * (FULL - 3)),
    "a quoted scalar": ("yaml-size", lambda: f'a: "{"x" * (FULL - 5)}"'),
    "a scalar of escapes": ("yaml-size", lambda: 'a: "' + r"\x41" * (FULL // 4 - 2) + '"'),
    "a block of lines": ("yaml-size", lambda: "a: |\n" + "  x\n" * (FULL // 4 - 2)),
    "a folded block": ("yaml-size", lambda: "a: >\n" + "  x\n\n" * (FULL // 5 - 1)),
    "scalars beside each other": ("yaml-size", lambda: f"- {'x' * 66_000}\n" * 15),
    "keys": ("yaml-size", lambda: _numbered("k{}: 1\n")),
    "keys in braces": ("yaml-size", lambda: "{" + _numbered("k{},") + "}"),
    "keys of an inner mapping": ("yaml-size", lambda: "a:\n b:\n" + _numbered("  k{}: 1\n")),
    "one key": ("yaml-size", lambda: "a: 1\n" * (FULL // 5)),
    "items": ("yaml-size", lambda: f"[{'x,' * (FULL // 2 - 1)}]"),
    "items in lines": ("yaml-size", lambda: "- x\n" * (FULL // 4)),
    "empty mappings": ("yaml-size", lambda: f"[{'{},' * (FULL // 3 - 1)}]"),
    "mappings of many keys": (
        "yaml-size",
        lambda: ("- {" + "".join(f"k{n}: 1, " for n in range(900)) + "}\n") * 100,
    ),
    "lists of many items": ("yaml-size", lambda: ("- [" + "x," * 5_000 + "]\n") * 100),
}
"""Name to the rule by which it is refused, and the text."""

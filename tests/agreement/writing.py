"""Plain data to YAML, in lines or in brackets, every text in double quotes and escaped."""

from typing import Any, Final

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def flow(value: Any) -> str:
    """Write a value in brackets."""
    match value:
        case dict():
            return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flow, value)) + "]"
        case str():
            return '"' + "".join(map(_escaped, value)) + '"'
        case bool() | None:
            return {None: "null", True: "true", False: "false"}[value]
        case _:
            return repr(value)


def block(value: Any, indent: str = "") -> str:
    """Write a value in lines, from where its key or dash ended."""
    match value:
        case dict() if value:
            inner = f"{indent}  "
            return "".join(f"\n{indent}{flow(k)}:{block(v, inner)}" for k, v in value.items())
        case list() if value:
            return "".join(f"\n{indent}-{block(each, f'{indent}  ')}" for each in value)
        case _:
            return f" {flow(value)}"


def _escaped(character: str) -> str:
    if character.isprintable() and character not in _ESCAPES:
        return character
    return _ESCAPES.get(character) or f"\\U{ord(character):08x}"

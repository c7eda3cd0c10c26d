"""A document to a short one with the same faults: of its lists only the items that have some."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from seedjob.diagnostic import Route
from seedjob.spec.job import is_item, is_tag

_SOUND: Final[Mapping[str, Callable[[object], bool]]] = {"content": is_item, "tags": is_tag}


class Suspects:
    """What of a document is given to the thorough judge, who takes long over each item."""

    def __init__(self, data: Any, most: int) -> None:
        lists = _lists(data)
        self._at = {key: _unsound(key, lists[key], most) for key in lists}
        short = {key: [lists[key][at] for at in places] for key, places in self._at.items()}
        self.data: Any = data | short if short else data

    def origin(self, route: Route) -> Route:
        """Tell by which route of the whole document a route of the short one leads."""
        match route:
            case (str(key), int(at), *rest) if key in self._at:
                return (key, self._at[key][at], *rest)
            case _:
                return route


def _lists(data: Any) -> Mapping[str, Sequence[Any]]:
    found = {key: data.get(key) for key in _SOUND} if isinstance(data, dict) else {}
    return {key: value for key, value in found.items() if isinstance(value, list)}


def _unsound(key: str, items: Sequence[Any], most: int) -> list[int]:
    sound = _SOUND[key]
    return list(islice((at for at, item in enumerate(items) if not sound(item)), most))

"""A template and its jobs to the names that they look up, in the texts and in the text files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from seedjob.spec.batch.expansion import Expansion
from seedjob.spec.batch.resolved import ROW_NAMES, Resolved, is_filled
from seedjob.spec.content import CONTENT
from seedjob.spec.lookup import Lookup, Piece, listed
from seedjob.spec.placeholder import placeholders

ReadText = Callable[[str], tuple[Piece, ...] | None]
"""A text file, by its path as the spec writes it, to its pieces; None where it cannot be read."""

_FILE: Final = "text_file"
_NAME: Final = "job.name"


class Uses:
    """The names that one template takes, such as `matrix.look`.

    What was meant for a lookup is one: `{{ look }}`. `job.name` takes what it is made of. Where a
    lookup finds nothing, or a text, the matrix, the rows or the variables cannot be read, every
    name is taken: what was meant nobody can tell, and something is told of it already.
    """

    def __init__(self, expansion: Expansion, jobs: Iterable[Resolved], texts: ReadText) -> None:
        self.expansion = expansion
        pieces = [site.pieces for site in expansion.template.sites]
        read = [texts(path) for path in dict.fromkeys(_files(jobs))]
        found = (*pieces, *(one for one in read if one is not None))
        lookups = {lookup for one in found for lookup in listed(one)}
        self._names = {lookup.whole for lookup in lookups}
        self._names |= {*_naming(expansion)} if _NAME in self._names else set()
        self._marked = {name.rpartition(".")[2] for name in _marked(expansion, found)}
        known = {"matrix", "row", "vars"} <= expansion.names.keys() and None not in read
        self._all = not (known and all(map(self._is_there, lookups)))

    def takes(self, scope: str, name: str) -> bool:
        """Tell whether a name of a scope is looked up, as far as anybody can tell."""
        return self._all or f"{scope}.{name}" in self._names or name in self._marked

    def _is_there(self, lookup: Lookup) -> bool:
        return lookup.name in self.expansion.names.get(lookup.scope, ())


def _naming(expansion: Expansion) -> Iterator[str]:
    """List the names whose values name the jobs, each beside what is written as their name."""
    sites = (site for site in expansion.template.sites if site.route == ("name",))
    if any(lookup.scope in {"matrix", "row"} for site in sites for lookup in listed(site.pieces)):
        return
    for one in expansion.variants:
        yield from (f"matrix.{name}" for name in one.cell.named_by)
        if not any(is_filled(one.values.get(name)) for name in ROW_NAMES):
            yield from (f"row.{name}" for name in one.values)


def _marked(expansion: Expansion, found: Iterable[tuple[Piece, ...]]) -> Iterator[str]:
    """List the names in what other templates would fill in."""
    texts = (piece for pieces in found for piece in pieces if isinstance(piece, str))
    for text in (*_prompts(expansion.template.fields), *texts):
        yield from (name for _, name in placeholders(text, expansion.names))


def _prompts(fields: Mapping[str, Any]) -> Iterator[str]:
    for item in _items(fields):
        if isinstance(text := item.get("text"), str):
            yield text


def _items(fields: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    items = fields.get(CONTENT)
    yield from (one for one in (items if isinstance(items, list) else ()) if isinstance(one, dict))


def _files(jobs: Iterable[Resolved]) -> Iterator[str]:
    """List the text files that jobs name."""
    for job in jobs:
        for item in _items(job.data):
            if isinstance(path := item.get(_FILE), str):
                yield path

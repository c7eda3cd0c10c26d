"""The rules of how a spec is written: YAML 1.2 with its traps shut."""

from collections.abc import Mapping
from typing import Final

from seedjob.rulebook.rule import Rule

YAML: Final[Mapping[str, Rule]] = {
    "yaml-syntax": Rule(
        "a spec is well-formed YAML",
        "description: Dawn: the first take\n",
        'description: "Dawn: the first take"\n',
    ),
    "yaml-tab": Rule(
        "lines are indented with spaces, never with tabs",
        "content:\n\t- {type: text, text: A fox}\n",
        "content:\n  - {type: text, text: A fox}\n"
        "  - {type: image_url, image_url: {url: https://example.com/fox.png}}\n",
    ),
    "yaml-key": Rule(
        "every key is a text, and stands alone before its colon",
        "tags: [launch]\n2: second\n",
        "tags: [launch, second]\n",
    ),
    "yaml-duplicate-key": Rule(
        "a key is set once; tools differ in which of two they take",
        "ratio: '16:9'\nratio: '9:16'\n",
        "ratio: '9:16'\n",
    ),
    "yaml-merge-key": Rule(
        "there are no merge keys: `<<` is no part of YAML 1.2",
        "<<: {resolution: 480p}\n",
        "resolution: 480p\n",
    ),
    "yaml-tag": Rule(
        "there are no tags: nothing in a spec changes what a value is",
        'duration: !!int "5"\n',
        "duration: 5\n",
    ),
    "yaml-alias": Rule(
        "an alias repeats a value that stands before it, and aliases do not multiply",
        "description: *fox\n",
        'description: "*fox"\n',
    ),
    "yaml-date": Rule(
        "a date is a text in quotes; many tools read a bare one as something else",
        "description: 2026-01-01\n",
        'description: "2026-01-01"\n',
    ),
    "yaml-number": Rule(
        "a number is finite and at most 2^53 - 1, as in JSON",
        "description: .inf\n",
        'description: ".inf"\n',
    ),
    "yaml-multiple-documents": Rule(
        "a file holds one spec, with no second `---`",
        "tags: [launch]\n---\ntags: [teaser]\n",
        "tags: [launch, teaser]\n",
    ),
    "yaml-version": Rule(
        "YAML is read as 1.2; a `%YAML` line says nothing else",
        "%YAML 1.1\n---\n",
        "%YAML 1.2\n---\n",
    ),
    "yaml-line-break": Rule(
        "U+0085, U+2028 and U+2029 stand only in quotes: some tools break lines there",
        "description: one\u2028two\n",
        r'description: "one\Ltwo"' + "\n",
    ),
    "yaml-character": Rule(
        "control characters and halves of characters do not stand in a spec",
        r'description: "\ud83d"' + "\n",
        r'description: "\U0001F600"' + "\n",
    ),
    "yaml-depth": Rule(
        "values lie at most 32 levels deep; a job needs 4",
        f"tags: {'[' * 33}{']' * 33}\n",
        "tags: [launch]\n",
    ),
    "yaml-size": Rule("a spec is at most 1 MiB, and holds no more values than any spec needs"),
    "yaml-encoding": Rule("a spec is UTF-8"),
}
"""Name to rule; what a bad and a good spec look like is proved by a test."""

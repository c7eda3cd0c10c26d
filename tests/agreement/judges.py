"""A document to three verdicts: `validate`'s, and the published schema's under two validators."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator

from seedjob.cli.specs import load_text
from tests.agreement.values import SOUND
from tests.agreement.writing import block, flow
from tests.place import environment, node

SCHEMA: Final = json.loads(
    (Path(__file__).parents[2] / "schemas" / "job.schema.json").read_text("utf-8")
)
_PUBLISHED: Final = Draft202012Validator(SCHEMA)


def written(number: int, document: Any) -> str:
    """Write the document of this number: every other one in lines, the rest in brackets."""
    return (block if number % 2 else flow)(document).lstrip("\n") + "\n"


def project(root: Path) -> Path:
    """Make a project that holds every file that a sound document names."""
    (root / "specs").mkdir()
    (root / "seedjob.toml").touch()
    for path in (*SOUND["path"], *SOUND["text_file"]):
        file = root / "specs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("A fox", "utf-8")
    return root


def validates(text: str, root: Path) -> bool:
    """Tell whether `seedjob validate` takes the text as a spec of the project."""
    return not load_text(text.encode(), root / "specs" / "fox.yaml").verdict().refuses


def fits(document: Any) -> bool:
    """Tell whether jsonschema takes the document."""
    return bool(_PUBLISHED.is_valid(document))


def fit_ajv(documents: Sequence[Any]) -> list[bool]:
    """Tell which of the documents ajv takes."""
    done = subprocess.run(
        node(Path(__file__).with_name("ajv.cjs")),
        input="\n".join(map(json.dumps, [SCHEMA, *documents])),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line == "true" for line in done.stdout.split()]

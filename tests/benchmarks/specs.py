"""A number to that many valid one-job specs of about 1 KB, all different."""

from pathlib import Path
from random import Random
from typing import Final

from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS

PROSE: Final = """
a fox crosses fresh snow at dawn while the harbour lights fade slowly behind drifting fog and
the camera dollies in past boats ropes lanterns gulls wet stone and one red umbrella
"""
WORDS: Final = tuple(PROSE.split())
PICTURE: Final = Path(__file__).parents[2] / "specs" / "media" / "fox-first.png"


def write_specs(folder: Path, count: int) -> list[Path]:
    """Write a project whose `specs` hold so many files, and list them."""
    specs = folder / "specs"
    (specs / "media").mkdir(parents=True)
    (folder / "seedjob.toml").touch()
    (specs / "media" / "first.png").write_bytes(PICTURE.read_bytes())
    paths = [specs / f"job-{number:05}.yaml" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(spec(number), "utf-8")
    return paths


BATCH: Final = """\
model: seedance_2_0_x1_official
matrix:
  ratio: ["16:9", "9:16", "1:1", "4:3", "3:4"]
  take: [{takes}]
content:
  - type: text
    text: {prose}, take ${{{{ matrix.take }}}}
  - {{type: image_url, image_url: {{url: "https://example.com/${{{{ matrix.take }}}}.png"}}}}
"""
EACH: Final = 500
"""Jobs of one batch."""


def write_batches(folder: Path, jobs: int) -> None:
    """Write a project whose `specs` make so many jobs, 500 a file."""
    (folder / "specs").mkdir(parents=True)
    (folder / "seedjob.toml").touch()
    for number in range(-(-jobs // EACH)):
        (folder / "specs" / f"batch-{number:03}.yaml").write_text(batch(number), "utf-8")


def batch(number: int) -> str:
    """Write the batch of that number, always the same."""
    chance = Random(number)  # noqa: S311 - the same batches each time
    takes = ", ".join(map(str, range(EACH // 5)))
    return BATCH.format(takes=takes, prose=_prose(chance, 40))


def spec(number: int) -> str:
    """Write the spec of that number, always the same."""
    chance = Random(number)  # noqa: S311 - the same specs each time
    duration = chance.randint(4, 15)
    return (
        "# yaml-language-server: $schema=../schemas/job.schema.json\n"
        f"# Job {number} of a campaign: {_prose(chance, 8)}.\n"
        f"model: {chance.choice(MODELS[:2])}\n"
        f"resolution: {chance.choice(RESOLUTIONS)}\n"
        f'ratio: "{chance.choice(RATIOS)}" # in quotes\n'
        f"duration: {duration}\n"
        f"tags: [campaign-{number % 7}, {chance.choice(WORDS)}]\n"
        f"description: {_prose(chance, 12)}\n"
        f"content:\n{_text(chance)}{chance.choice(_SHAPES)(number)}"
    )


def _text(chance: Random) -> str:
    if chance.random() < 0.5:
        return f"  - type: text\n    text: {_prose(chance, 50)}\n"
    lines = "".join(f"      {_prose(chance, 14)}\n" for _ in range(4))
    return f"  - type: text\n    text: |\n{lines}"


def _prose(chance: Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def _frames(number: int) -> str:
    return _medium("image", "first_frame", number) + _medium("image", "last_frame", number)


def _one_frame(number: int) -> str:
    return f"  - {{type: image_url, image_url: {{url: 'asset://asset-{number}'}}}}\n"


def _local_frame(_number: int) -> str:
    return "  - type: image_url\n    image_url: { path: media/first.png } # a file of the project\n"


def _references(number: int) -> str:
    return "".join(_medium("image", "reference_image", 10 * number + at) for at in range(2))


def _all_kinds(number: int) -> str:
    kinds = ("image", "video", "audio")
    return "".join(_medium(kind, f"reference_{kind}", number) for kind in kinds)


def _medium(kind: str, role: str, number: int) -> str:
    return (
        f"  - type: {kind}_url\n    role: {role}\n"
        f"    {kind}_url:\n      url: https://media.example.com/campaign/{number:06}/{role}\n"
    )


_SHAPES: Final = (_frames, _one_frame, _local_frame, _references, _all_kinds)

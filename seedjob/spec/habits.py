"""Keys that people write from habit, each to what to write here: other APIs' names for the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SECRET: Final = "secret"  # noqa: S105 - a rule's name
"""The rule of what nobody should have written; what it stands on is not shown again."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What stands in place of a key.

    `hint` may hold `{value}`, which the written value replaces where it is short, else `…`.
    `means` are the keys that were meant, so that nobody tells of them that they are missing;
    `same` tells that the one takes what was written. `excuses` are the rules that would blame the
    content for what the key was meant to be.
    """

    hint: str
    means: tuple[str, ...] = ()
    excuses: tuple[str, ...] = ()
    same: bool = False


def _each(words: str, habit: Habit) -> dict[str, Habit]:
    return dict.fromkeys(words.split(), habit)


def _item(body: str, *excuses: str) -> Habit:
    return Habit(f"write it as an item of content: - {{{body}}}", ("content",), excuses)


def _medium(kind: str, role: str) -> Habit:
    written = f", role: {role}" if role else ""
    body = f"type: {kind}{written}, {kind}: {{source}}"
    return _item(body, "media-required", "last-frame-needs-first", "audio-needs-visual")


def _setting(key: str) -> Habit:
    return Habit(f"write {key}: {{value}}", (key,), same=True)


_NONE: Final = Habit("take it out: Seedance X1 has no such setting")
_IN_WORDS: Final = Habit("take it out, and say it in the text: Seedance X1 has no such setting")
LEAVE_OUT: Final = (
    "take it out, and out of git: the key comes from SEEDJOB_API_KEY or --api-key-file alone"
)
"""What to do about a secret."""

_WATCHED: Final = Habit("take it out: seedjob asks after the task itself, and fetches the video")

JOB: Final[Mapping[str, Habit]] = {
    **_each(
        "prompt text text_prompt caption positive_prompt prompts",
        _item("type: text, text: {value}", "text-required"),
    ),
    **_each(
        "aspect_ratio aspectratio aspect-ratio aspect ratios rt",
        _setting("ratio"),
    ),
    **_each(
        "seconds length duration_seconds durationseconds video_length video_duration secs dur time",
        _setting("duration"),
    ),
    **_each("model_name model_id modelid model-name engine", _setting("model")),
    **_each("quality definition video_quality rs", _setting("resolution")),
    **_each(
        "width height",
        Habit('write resolution: 720p for the short side and ratio: "16:9" for the shape'),
    ),
    **_each(
        "size dimensions video_size",
        Habit(
            'write resolution: 720p for the short side and ratio: "16:9" for the shape',
            ("resolution",),
            same=True,
        ),
    ),
    **_each(
        "image image_url images img picture input_image input_reference first_image first_frame"
        " first_frame_image first_frame_url start_image start_frame image_path init_image",
        _medium("image_url", "first_frame"),
    ),
    **_each(
        "last_image last_frame last_frame_image last_frame_url end_image end_frame image_tail"
        " tail_image",
        _medium("image_url", "last_frame"),
    ),
    **_each(
        "reference_image reference_images references ref_image ref_images image_urls subject_images"
        " reference_image_url reference_image_urls",
        _medium("image_url", "reference_image"),
    ),
    **_each(
        "video video_url videos reference_video reference_videos input_video video_urls",
        _medium("video_url", "reference_video"),
    ),
    **_each(
        "audio audio_url audios sound music reference_audio reference_audios audio_urls",
        _medium("audio_url", "reference_audio"),
    ),
    **_each(
        "messages items parts",
        Habit("write its texts and media as items of content", ("content",)),
    ),
    **_each(
        "job spec task video_job input inputs parameters params request body data payload config",
        Habit("write the keys below it here, without it around them", ("model", "content")),
    ),
    **_each("title id job_name", _setting("name")),
    **_each(
        "output filename out output_file save_as",
        Habit("take it out: the video is named like the spec, or by name: without an ending"),
    ),
    **_each("tag labels label keywords", Habit("write tags: [{value}]", ("tags",))),
    **_each("notes note comment comments desc summary", _setting("description")),
    **_each(
        "negative_prompt style camera camera_motion camera_control camera_fixed camerafixed motion"
        " movement mood",
        _IN_WORDS,
    ),
    **_each(
        "fps frame_rate framespersecond frames num_frames guidance_scale cfg_scale cfg steps"
        " num_inference_steps strength draft seeds temperature user",
        _NONE,
    ),
    **_each(
        "n count num_videos number_of_videos batch_size",
        Habit("take it out: a job is one video; a matrix makes several"),
    ),
    **_each(
        "strategy axes axis variants variations combinations",
        Habit("write matrix: with a list for each axis"),
    ),
    **_each("for_each for-each each rows csv", Habit("write foreach: with a .csv or .jsonl file")),
    **_each("variables env let constants", Habit("write vars: with a value for each name")),
    **_each("shots scenes", Habit("write jobs: with a list of jobs, each with its name")),
    **_each("shared common base", Habit("write defaults: beside jobs:")),
    **_each("webhook webhook_url callback notify_url", _WATCHED),
    **_each(
        "base_url api_base endpoint url host",
        Habit("take it out: where the service stands is said by SEEDJOB_BASE_URL or seedjob.toml"),
    ),
}
"""Key beside `model` and `content` to what to write; names compared without case."""

UNSUPPORTED: Final[Mapping[str, str]] = {
    "callback_url": "take it out: seedjob asks after the task itself, and fetches the video",
    "priority": "take it out",
    "safety_identifier": "take it out",
    "service_tier": "take it out; the model's name chooses between official and discount",
    "execution_expires_after": "take it out; run --deadline says how long a task is followed",
    "tools": "take it out",
    "generate_audio": "take it out; a sound to go by is an item with role reference_audio",
    "return_last_frame": "take it out",
    "seed": "take it out; nothing makes the service give the same video again",
    "watermark": "take it out",
}
"""Field that the service refuses to what to do about it."""

TEXT: Final[Mapping[str, Habit]] = _each(
    "content prompt value caption body message description", Habit("write text: {value}", ("text",))
) | _each("file path text_path prompt_file", Habit("write text_file: {value}", ("text_file",)))
"""Key of a text item to what to write."""

SOURCE: Final[Mapping[str, Habit]] = (
    _each(
        "uri href link src id asset asset_id file_id assetid image_url video_url audio_url",
        Habit("write url: {value}", ("url",)),
    )
    | _each(
        "file filename file_path filepath local local_path", Habit("write path: {value}", ("path",))
    )
    | _each(
        "base64 b64 b64_json data bytes image_base64",
        Habit("keep the file in the project, and write path: media/…", ("path",)),
    )
    | _each("role type", Habit("write it beside the item's type, not inside the source"))
    | _each("detail", Habit("take it out: a source is url or path alone"))
)
"""Key of a medium's source to what to write."""

BODIES: Final = frozenset(
    [
        "url",
        "uri",
        "href",
        "link",
        "src",
        "asset",
        "asset_id",
        "file_id",
        "path",
        "file",
        "file_path",
        "filename",
    ]
)
"""Keys that stand in an item though they belong in the item's source."""

MEDIA: Final = frozenset({"image", "video", "audio", "source", "media", "img", "clip", "sound"})
"""Keys of an item that mean its source."""

ROLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("first", "start", "start_frame", "first_image", "start_image", "begin", "init", "head"),
        "first_frame",
    ),
    **dict.fromkeys(
        ("last", "end", "end_frame", "last_image", "end_image", "tail", "tail_frame", "final"),
        "last_frame",
    ),
    **dict.fromkeys(
        ("reference", "ref", "subject", "character", "style", "reference_frame", "ref_image"),
        "reference_image",
    ),
}
"""Role of an image that people write from habit, to the one that is meant."""

TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("image", "img", "picture", "photo", "input_image", "image_file"), "image_url"),
    **dict.fromkeys(("video", "clip", "input_video", "video_file", "movie"), "video_url"),
    **dict.fromkeys(("audio", "sound", "music", "input_audio", "audio_file", "voice"), "audio_url"),
    **dict.fromkeys(("prompt", "input_text", "string", "txt", "caption"), "text"),
}
"""Type of an item that people write from habit, to the one that is meant."""

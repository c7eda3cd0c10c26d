"""Tasks and refusals to what the gateway would say of them, word for word as `api.md` has it."""

from typing import Any, assert_never

from seedjob.local.rules import Refusal
from seedjob.local.tasks import Completed, Failed, Processing, Queued, State, Task
from seedjob.local.wire import Reply, in_json


def created(task: Task) -> dict[str, Any]:
    """Tell a task as a create does."""
    return {
        "id": task.id,
        "object": "video",
        "created": task.created,
        "model": task.order.model,
        "status": "queued",
        "error": None,
    }


def told(task: Task, state: State, link: str | None) -> dict[str, Any]:
    """Tell a task as a query does; `link` once it is completed."""
    asked = created(task) | {"video_url": link}
    match state:
        case Queued():
            return asked
        case Processing():
            return asked | {"status": "processing"}
        case Completed(seconds=seconds):
            return asked | {"status": "completed", "actualDuration": seconds}
        case Failed(message=message):
            return asked | {"status": "failed", "error": message}
        case _:
            assert_never(state)


def no_task() -> Reply:
    """Tell that a task is not known, inside a 200."""
    return in_json(200, {"code": -1, "msg": "task not found", "data": None})


def _error(status: int, code: str, message: str, kind: str) -> Reply:
    return in_json(status, {"error": {"code": code, "message": message, "type": kind}})


def refused(refusal: Refusal) -> Reply:
    """Refuse a create."""
    return _error(400, refusal.code, refusal.message, "BadRequest")


def no_key() -> Reply:
    """Refuse a request without a key."""
    message = "the API key is missing or not a bearer token"
    return _error(401, "AuthenticationError", message, "Unauthorized")


def no_record(reason: str) -> Reply:
    """Refuse a create whose task could not be put on record: there is no such task."""
    message = f"the local service could not put the task on record: {reason}"
    return _error(507, "InsufficientStorage", message, "InternalServerError")


def no_handler(method: str, path: str) -> Reply:
    """Tell that nothing stands at a path."""
    return in_json(404, {"message": f"No handler found for {method} {path}"})


def wrong_method(method: str, allowed: tuple[str, ...]) -> Reply:
    """Tell which methods a path takes."""
    message = f"Request method '{method}' is not supported"
    return in_json(405, {"message": message}, (("allow", ", ".join(allowed)),))

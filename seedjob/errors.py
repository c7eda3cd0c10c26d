"""The world is wrong: every exception of seedjob's own, as one tree.

SeedjobError
├── UsageError        a flag, a path or a setting cannot be used         exit 2
├── ApprovalError     refused before spending                            exit 6
│   └── LockedError   another run holds the project's lock               exit 6
├── ServiceUnusable   key, balance or network                            exit 7
├── MediaError        a file cannot be read as a medium, or a video cannot be used   exit 3
├── DownloadError     a video did not arrive whole; may be tried again
│   └── DeadLinkError the link itself is dead; the task may hold a fresh one
└── RecordError       a manifest could not be read, written or kept      exit 11
"""


class SeedjobError(Exception):
    """Something outside the program is wrong; the message is written for people."""


class UsageError(SeedjobError):
    """A flag, a path or a setting cannot be used."""


class ApprovalError(SeedjobError):
    """Refused before anything was spent."""


class LockedError(ApprovalError):
    """Another run holds the project's lock."""


class ServiceUnusable(SeedjobError):  # noqa: N818 - the field's own word, as in design and README
    """The service cannot be used: key, balance or network."""


class MediaError(SeedjobError):
    """A file cannot be read as the medium that it should be."""


class DownloadError(SeedjobError):
    """A video did not arrive whole; trying again may help.

    `retry_after` are the seconds for which the host asks to be left alone, where it does.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DeadLinkError(DownloadError):
    """The link is dead; the task may hold a fresh one."""


class RecordError(SeedjobError):
    """A manifest could not be read, written or kept."""

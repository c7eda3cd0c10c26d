"""The bytes of `seedjob.toml` to settings, or to everything that is wrong with them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from seedjob.diagnostic import Diagnostic, Finding, Severity
from seedjob.errors import UsageError
from seedjob.service.endpoint import DEFAULT, SHORTEST_POLL, parse_endpoint
from seedjob.settings.settings import Settings, accept
from seedjob.settings.toml import Toml, Unreadable, read

URL: Final = ("service", "base_url")
EVERY: Final = ("run", "poll_every")
ALLOW: Final = ("validate", "allow")


@dataclass(frozen=True, slots=True)
class JudgedSettings:
    """Settings, none where `diagnostics` has an error, and the text that they were read from."""

    settings: Settings | None
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""
    toml: Toml | None = None

    def idle(self, file: str, used: Collection[str], severity: Severity) -> tuple[Diagnostic, ...]:
        """Tell of the rules that are allowed everywhere and that are not in `used`."""
        allowed = self.settings.validate_.allow if self.settings else ()
        findings = (
            Finding(
                "allow-unused",
                (*ALLOW, at),
                f"no spec breaks '{rule}'",
                "take it out",
                severity=severity,
            )
            for at, rule in enumerate(allowed)
            if rule not in used
        )
        return _placed(file, self.toml, findings) if self.toml else ()


def judge(file: str, source: bytes) -> JudgedSettings:
    """Judge the settings of `file`."""
    toml = read(source)
    if isinstance(toml, Unreadable):
        said = Diagnostic(file, toml.place, "toml-syntax", toml.message, toml.hint)
        return JudgedSettings(None, (said,), source.decode("utf-8", "replace"))
    settings = accept(toml.data)
    findings = _explain(toml) if settings is None else tuple(_unusable(settings))
    diagnostics = _placed(file, toml, findings)
    wrong = any(one.severity == "error" for one in diagnostics)
    return JudgedSettings(None if wrong else settings, diagnostics, toml.text, toml)


def _explain(toml: Toml) -> tuple[Finding, ...]:
    from seedjob.settings.words import WORDS  # jsonschema loads only to explain
    from seedjob.spec.shape import explain

    findings = explain(toml.data, WORDS)
    if not findings:
        raise AssertionError("settings were refused that nothing explains")
    return findings


def _unusable(settings: Settings) -> Iterable[Finding]:
    url = settings.service.base_url
    try:
        endpoint = parse_endpoint(url or DEFAULT)
    except UsageError as error:
        yield Finding("setting-value", URL, str(error))
        return
    every = settings.run.poll_every
    if every is not None and every < SHORTEST_POLL and not endpoint.on_loopback:
        message = f"'{every:g}' is too often for a service that is not on loopback"
        hint = f"write {SHORTEST_POLL:g} or more"
        yield Finding("setting-value", EVERY, message, hint, severity="warning")


def _placed(file: str, toml: Toml, findings: Iterable[Finding]) -> tuple[Diagnostic, ...]:
    placed = (
        Diagnostic(
            file,
            toml.place(finding.route, at_key=finding.at_key),
            finding.rule,
            finding.message,
            finding.hint,
            severity=finding.severity,
        )
        for finding in findings
    )
    return tuple(sorted(placed, key=lambda one: one.place))

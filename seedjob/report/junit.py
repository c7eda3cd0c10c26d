"""A verdict to JUnit's XML: a test case a spec, with one failure where it has an error."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from seedjob.diagnostic import Diagnostic
from seedjob.report import text
from seedjob.report.verdict import Verdict, sentence
from seedjob.report.visible import visible


def render(verdict: Verdict) -> str:
    """Write a suite with a case for each file that was judged."""
    parts = list(verdict.parts())
    tests, failures = str(len(parts)), str(sum(part.refuses for part in parts))
    suites = ET.Element("testsuites", name="seedjob", tests=tests, failures=failures)
    suite = ET.SubElement(
        suites, "testsuite", name="seedjob validate", errors="0", tests=tests, failures=failures
    )
    for part in parts:
        _add_case(suite, part)
    ET.indent(suites)
    written: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return written.decode("ascii") + "\n"


def _add_case(suite: ET.Element, part: Verdict) -> None:
    file = visible(part.files[0])
    case = ET.SubElement(suite, "testcase", classname="specs", name=file, file=file)
    if not part.diagnostics:
        return
    said = text.render(part)
    errors = [one for one in part.diagnostics if one.severity == "error"]
    if errors:
        failure = ET.SubElement(case, "failure", message=_told(errors), type=errors[0].rule)
        failure.text = said
    else:
        ET.SubElement(case, "system-out").text = said


def _told(errors: Sequence[Diagnostic]) -> str:
    more = f" (and {len(errors) - 1} more)" * (len(errors) > 1)
    return f"{errors[0].place.line}:{errors[0].place.column}: {visible(sentence(errors[0]))}{more}"

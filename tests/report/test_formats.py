"""One verdict in every form: escaped as each reader needs it, and the same faults in all."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from seedjob.diagnostic import Diagnostic, Place, Related
from seedjob.report import github, junit, sarif
from seedjob.report.rule import render as explain
from seedjob.report.verdict import Verdict
from tests.cli.program import INVALID, VALID, project, seedjob

NASTY = "50% of\n'a,b:c' ::error::<b>|`x`\x1b[31m\u202e"
SOURCE = "model: x\nratio: 969\n"


def fault(line: int, **given: Any) -> Diagnostic:
    told = {"rule": "ratio", "message": "'969' is not a ratio"} | given
    return Diagnostic("specs/a b,c.yaml", Place(line, 8, line, 11), **told)


def verdict(*diagnostics: Diagnostic) -> Verdict:
    files = ("specs/a b,c.yaml", "specs/fine.yaml")
    return Verdict(files, diagnostics, {"specs/a b,c.yaml": SOURCE})


def test_github_escapes_what_would_end_a_value_or_start_a_command() -> None:
    said = github.render(verdict(fault(2, message=NASTY, hint="mend it")))

    assert said == (
        "::error file=specs/a b%2Cc.yaml,line=2,endLine=2,col=8,endColumn=11,title=ratio"
        "::50%25 of\\n'a,b:c' ::error::<b>|`x`\\x1b[31m\\u202e; mend it\n"
    )


def test_github_shows_the_worst_ten_and_counts_the_rest() -> None:
    notices = [fault(n, severity="notice") for n in range(1, 12)]
    lines = github.render(verdict(*notices, fault(20))).splitlines()

    assert [line.split(" ")[0] for line in lines] == ["::error", *["::notice"] * 10]
    assert ",line=20," in lines[0]
    assert lines[-1] == "::notice title=seedjob::2 more in the summary of this step"


def test_a_summary_holds_all_faults_and_no_markup() -> None:
    told = github.summary(verdict(*[fault(1)] * 11, fault(2, message=NASTY)))

    assert told.startswith("### seedjob validate: 12 faults\n\n| place |")
    assert len(told.splitlines()) == 2 + 2 + 12
    assert "\\<b\\>\\|\\`x\\`" in told


def test_of_nothing_nothing_is_summed_up() -> None:
    assert github.summary(verdict()) == ""


def results(text: str) -> Any:
    return json.loads(text)["runs"][0]["results"]


def test_sarif_tells_place_level_rule_and_the_second_place() -> None:
    related = (Related(Place(1, 1, 1, 6), "model is here"),)
    (result,) = results(sarif.render(verdict(fault(2, related=related, severity="notice"))))

    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "specs/a%20b%2Cc.yaml"
    assert where["region"] == {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 11}
    assert ("ratio", 0, "note") == (result["ruleId"], result["ruleIndex"], result["level"])
    assert result["relatedLocations"][0]["message"]["text"] == "model is here"


def test_sarif_says_of_a_rule_what_the_rulebook_says() -> None:
    (rule,) = json.loads(sarif.render(verdict(fault(2))))["runs"][0]["tool"]["driver"]["rules"]

    assert rule["shortDescription"]["text"].startswith("`ratio` is one of")
    assert rule["help"]["text"] == explain("ratio")
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_sarif_keeps_a_backslash_that_is_part_of_a_name() -> None:
    file = "specs/a\\b.yaml"
    odd = Verdict((file,), (Diagnostic(file, Place(1, 1, 1, 1), "ratio", "x"),), {file: SOURCE})

    assert '"specs/a%5Cb.yaml"' in sarif.render(odd)


def test_sarif_fingerprints_survive_lines_that_move_and_tell_likes_apart() -> None:
    def prints(source: str, *lines: int) -> list[str]:
        found = Verdict(("a",), tuple(fault(line) for line in lines), {"specs/a b,c.yaml": source})
        return [one["partialFingerprints"]["seedjob/v1"] for one in results(sarif.render(found))]

    twice = prints(SOURCE + "ratio: 969\n", 2, 3)
    assert prints(SOURCE, 2) == prints("# moved\n\n" + SOURCE, 4) == twice[:1]
    assert prints('description: "a\\u2028b"\n' + SOURCE, 3) == twice[:1]
    assert prints("description: 'a\u2028b'\n" + SOURCE, 3) == twice[:1]
    assert twice[0] != twice[1]
    assert prints(SOURCE, 2) != prints(SOURCE.replace("969", "970"), 2)


def test_junit_has_a_case_a_file_and_a_failure_where_one_is_at_fault() -> None:
    root = ET.fromstring(junit.render(verdict(fault(2, message=NASTY), fault(2))))  # noqa: S314

    cases = root.findall("./testsuite/testcase")
    assert ("2", "1") == (root.get("tests"), root.get("failures"))
    assert ["specs/a b,c.yaml", "specs/fine.yaml"] == [case.get("name") for case in cases]
    assert [1, 0] == [len(case.findall("failure")) for case in cases]
    assert "(and 1 more)" in (cases[0][0].get("message") or "")


def test_junit_does_not_fail_for_a_warning() -> None:
    root = ET.fromstring(junit.render(verdict(fault(2, severity="warning"))))  # noqa: S314

    assert root.get("failures") == "0"
    assert "not a ratio" in (root.findtext("./testsuite/testcase/system-out") or "")


@pytest.mark.parametrize("form", ["github", "sarif", "junit"])
def test_validate_speaks_every_form_and_exits_alike(form: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, bad=INVALID)
    page = tmp_path / "summary.md"

    done = seedjob(root, "validate", "--format", form, env={"GITHUB_STEP_SUMMARY": str(page)})

    assert done.code == 3
    assert "is not a duration" in done.out
    assert page.exists() == (form == "github")

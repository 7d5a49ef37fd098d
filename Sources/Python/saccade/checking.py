"""Finds out whether traces contradict themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from . import command
from ._library import library, taken, text

Level = Literal["L0", "L1", "L2", "L3", "L4"]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, and where."""

    rule: str
    severity: str
    """``error``, ``warning`` or ``info``."""
    message: str
    file: str | None
    line: int | None
    column: int | None
    expected: str | None
    found: str | None
    hint: str | None
    fields: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Report:
    """What a check has found."""

    verdict: str
    """``pass``, ``fail``, or ``unverified``: nothing wrong was found, but not everything could be looked at."""
    level: str
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]
    """Why the verdict is ``unverified``."""
    text: str = field(repr=False)
    """The report as a person reads it."""
    fields: tuple[Mapping[str, Any], ...] = field(repr=False)
    """The reports of the files, as ``saccade check --json`` prints them."""

    @property
    def passed(self) -> bool:
        """Whether every trace passes at the level that was asked for."""
        return self.verdict == "pass"

    def __str__(self) -> str:
        return self.text


def check(
    path: str | os.PathLike[str],
    *,
    level: Level = "L2",
    trace: str | int | None = None,
    strict: bool = False,
    require: list[str] | None = None,
    allow: list[str] | None = None,
    minimum_coverage: float = 1,
) -> Report:
    """Checks the traces of a file or folder.

    :param level: L0 every line can be read, L1 the story holds together, L2 every region lies where it says, L3 every
        derived image is made again and compared
    :param strict: whether warnings fail a trace
    :param require: what a trace must have, as ``answer`` or ``evidence``
    :param allow: rules that do not run
    :param minimum_coverage: the share of regions, and of pictures, that must be verified
    :raises SaccadeError: if the traces cannot be read
    """
    if level in ("L3", "L4"):
        options = {
            "level": level,
            "trace": trace,
            "strict": strict,
            "require": require or [],
            "allow": allow or [],
            "min_coverage": minimum_coverage,
        }
        words = command._options(options)
        printed = [
            command.run("check", path, *words, "--format", form, accepting=(0, 1)).stdout.decode()
            for form in ("json", "text")
        ]
        return _report(printed[0], printed[1])
    wanted: dict[str, Any] = {
        "level": level,
        "strict": strict,
        "require": require or [],
        "minimumCoverage": minimum_coverage,
        "rules": {rule: "off" for rule in allow or []},
    }
    if trace is not None:
        wanted["trace"] = str(trace)
    name = text(os.fspath(path))
    texts = [
        taken(library.saccade_check, name, json.dumps({**wanted, "format": form}).encode()).decode()
        for form in ("json", "text")
    ]
    return _report(texts[0], texts[1])


def assert_consistent(path: str | os.PathLike[str], **options: Any) -> Report:
    """Checks traces and raises ``AssertionError`` with the report if one does not pass; for tests.

    :param options: those of ``check``
    """
    __tracebackhide__ = True
    report = check(path, **options)
    if not report.passed:
        raise AssertionError(report.text.rstrip())
    return report


def _report(lines: str, report: str) -> Report:
    files = [json.loads(line) for line in lines.splitlines() if line]
    verdicts = [file["verdict"] for file in files]
    worst = next((verdict for verdict in ("fail", "unverified") if verdict in verdicts), "pass")
    traces = [trace for file in files for trace in file["traces"]]
    return Report(
        verdict=worst if files else "unverified",
        level=files[0]["level"] if files else "",
        findings=tuple(
            Finding(
                rule=found["rule"],
                severity=found["severity"],
                message=found["message"],
                file=found.get("file"),
                line=found.get("line"),
                column=found.get("column"),
                expected=found.get("expected"),
                found=found.get("found"),
                hint=found.get("hint"),
                fields=found,
            )
            for trace in traces
            for found in trace["findings"]
        ),
        reasons=tuple(reason for trace in traces for reason in trace["reasons"]),
        text=report,
        fields=tuple(files),
    )


__all__ = ["Finding", "Level", "Report", "assert_consistent", "check"]

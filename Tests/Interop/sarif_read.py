"""Reads a SARIF log with the package sarif-tools and holds it against the JSON report of the same check.

usage: sarif_read.py LOG.sarif REPORT.json
Exit code 0 if both name the same findings at the same lines, 1 otherwise.
"""
import json
import sys

from sarif import loader

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def main(log: str, report: str) -> int:
    records = []
    for run in loader.load_sarif_file(log).runs:
        assert run.get_tool_name() == "saccade", run.get_tool_name()
        records += run.get_records()
    found = sorted((record["Severity"], record["Code"], int(record["Line"])) for record in records)
    wanted = []
    with open(report, encoding="utf-8") as file:
        for line in file:
            for trace in json.loads(line)["traces"]:
                for finding in trace["findings"]:
                    wanted.append((LEVELS[finding["severity"]], finding["rule"], finding["line"]))
    if found != sorted(wanted):
        print(f"sarif-tools reads {found}, the JSON report has {sorted(wanted)}")
        return 1
    print(f"sarif-tools reads {len(found)} findings, the same as the JSON report has")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

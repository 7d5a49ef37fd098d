"""Validates every line of JSON Lines files against Docs/trace.schema.json with the package jsonschema.

usage: validate_schema.py FILE...
Exit code 0 if every line fits, 1 otherwise.
"""
import json
import pathlib
import sys

import jsonschema


def main(paths: list[str]) -> int:
    root = pathlib.Path(__file__).resolve().parents[2]
    schema = json.loads((root / "Docs/trace.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    bad = lines = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                lines += 1
                error = jsonschema.exceptions.best_match(validator.iter_errors(json.loads(line)))
                if error is not None:
                    bad += 1
                    print(f"{path}:{number}: {error.json_path}: {error.message[:200]}")
    print(f"{lines} lines, {bad} of them do not fit")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

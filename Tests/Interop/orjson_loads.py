"""Reads every line of a JSON Lines file with orjson.loads and prints the CPU time in seconds.

usage: orjson_loads.py FILE
"""
import sys
import time

import orjson


def main() -> None:
    with open(sys.argv[1], "rb") as file:
        lines = file.read().splitlines()
    loads = orjson.loads
    for line in lines[:1000]:
        loads(line)
    start = time.process_time()
    for line in lines:
        loads(line)
    print(time.process_time() - start)


if __name__ == "__main__":
    main()

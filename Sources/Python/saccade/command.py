"""What needs pixels: drawing, importing and checks of level 3, by the program ``saccade`` that the package carries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ._library import PACKAGE, SaccadeError

PathLike = str | os.PathLike[str]


class CommandError(SaccadeError):
    """The program could not do it; ``status`` is its exit code."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, "command")
        self.status = status


def program() -> str:
    """Returns the path of the program."""
    return os.environ.get("SACCADE_COMMAND") or str(PACKAGE / "_native" / "saccade")


def run(*arguments: PathLike, accepting: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[bytes]:
    """Runs the program and returns what it printed.

    :raises CommandError: for an exit code that is not accepted, with what was printed
    """
    words = [program(), *(os.fspath(argument) for argument in arguments)]
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise CommandError(f"expected the program of Saccade at {words[0]}: {error}", 2) from error
    if done.returncode not in accepting:
        said = done.stderr.decode("utf-8", "replace").strip() or done.stdout.decode("utf-8", "replace").strip()
        raise CommandError(said or f"the exit code is {done.returncode}", done.returncode)
    return done


def _options(options: dict[str, Any]) -> list[str]:
    """Turns ``color_by="role"`` into ``--color-by role``: a list repeats the option, ``True`` gives it alone."""
    words: list[str] = []
    for key, value in options.items():
        name = "--" + key.strip("_").replace("_", "-")
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one is True:
                words.append(name)
            elif one is not None and one is not False:
                words += [name, os.fspath(one) if isinstance(one, os.PathLike) else str(one)]
    return words


def _fonts(options: dict[str, Any]) -> dict[str, Any]:
    """Adds the faces that the package carries, unless others are asked for."""
    carried = PACKAGE / "_native" / "fonts"
    return {"fonts": carried, **options} if carried.is_dir() else options


def storyboard(source: PathLike, output: PathLike | None = None, **options: Any) -> bytes | Path:
    """Draws a trace, or a record of another program, as one picture.

    :param output: the file to write (``.png``, ``.svg``, ``.pdf``); without one the PNG is returned
    :param options: those of ``saccade storyboard``, as ``trace="4bf92f35"``, ``layout="poster"``, ``theme="dark"``
    :raises CommandError: if it cannot be drawn
    """
    target = "-" if output is None else os.fspath(output)
    done = run("storyboard", source, "--output", target, *_options(_fonts(options)))
    return done.stdout if output is None else Path(target)


def frames(source: PathLike, folder: PathLike, **options: Any) -> list[Path]:
    """Draws each step of a trace as a picture of its own; returns the files, in the order of the steps."""
    run("frames", source, "--output", folder, *_options(_fonts(options)))
    path = Path(folder)
    return sorted(path.glob("*.png")) if path.is_dir() else [path]


def import_(record: PathLike, output: PathLike, **options: Any) -> Path:
    """Turns a record of another program into a trace.

    :param output: the trace, or a folder that ends in ``/`` for several
    :param options: those of ``saccade import``, as ``space="permille"``, ``images=folder``, ``from_="openai-messages"``
    :raises CommandError: if nothing can be read; what was lost in part stands in the trace
    """
    run("import", record, "--output", output, *_options(options), accepting=(0, 3))
    return Path(output)


def main() -> None:
    """Runs the program in place of Python: what ``saccade`` is on the path of an environment."""
    words = [program(), *sys.argv[1:]]
    carried = PACKAGE / "_native" / "fonts"
    if len(words) > 1 and words[1] in ("storyboard", "frames") and "--fonts" not in words and carried.is_dir():
        words += ["--fonts", str(carried)]
    os.execv(words[0], words)

"""The package as it is installed."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import saccade


def test_versions_agree() -> None:
    assert metadata.version("saccade") == saccade.__version__ == saccade.version()


def test_it_needs_nothing_from_pypi() -> None:
    required = metadata.requires("saccade") or []
    assert all("extra ==" in requirement for requirement in required)
    code = "import saccade, sys; assert not {'numpy', 'PIL', 'pytest'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_shared_library_comes_from_the_package_or_the_c_library() -> None:
    native = Path(str(resources.files("saccade"))) / "_native"
    needed = subprocess.run(["ldd", native / "saccade"], capture_output=True, text=True, check=True).stdout
    for name, path in re.findall(r"(\S+) => (\S+)", needed):
        system = re.match(r"(libc|libm|libgcc_s|libdl|libpthread|librt|libresolv)\.so", name)
        assert system or Path(path).is_relative_to(native / "lib"), f"{name} comes from {path}"
    assert "not found" not in needed


def test_fonts_and_libraries_come_with_their_licences() -> None:
    native = Path(str(resources.files("saccade"))) / "_native"
    assert len(list((native / "fonts").iterdir())) == 7
    licences = {path.name for path in (native / "licenses").iterdir()}
    assert {"fonts-inter", "fonts-jetbrains-mono", "libcairo2", "libpango-1.0-0"} <= licences
    assert "Open Font License" in (native / "licenses" / "fonts-inter").read_text()

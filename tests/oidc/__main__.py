"""Fetch the provider that signing in is tested with: `python -m tests.oidc`, at set-up."""

import os
import subprocess
import sys
from pathlib import Path

from dashboards.assets.build import NodeMissing, node_at, npm

HERE = Path(__file__).parent


def main() -> int:
    try:
        node = node_at()
    except NodeMissing as error:
        sys.stderr.write(f"{error}; signing in at a provider goes untested\n")
        return 0
    around = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [*npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    return subprocess.run(command, cwd=HERE, env=around, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

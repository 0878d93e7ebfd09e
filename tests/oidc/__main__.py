"""Fetch the provider that signing in is tested with: `python -m tests.oidc`, at set-up."""

import subprocess
import sys
from pathlib import Path

from dashboards.assets.build import NodeMissing, fetch, node_at


def main() -> int:
    """Fetch it, and say in one sentence what kept it away."""
    try:
        fetch(node_at(), Path(__file__).parent)
    except NodeMissing as error:
        sys.stderr.write(f"{error}; signing in at a provider goes untested\n")
    except subprocess.CalledProcessError as error:
        sys.stderr.write(
            f"`{' '.join(error.cmd[:3])}` ended with {error.returncode}: "
            "its own message stands above; mend that and run `python -m tests.oidc` again\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m dashboards.assets`: fetch and bundle what the pages serve and did not write."""

import subprocess
import sys

from dashboards.assets.build import VENDOR, NodeMissing, build


def main() -> int:
    """Build, and say in one sentence what came of it."""
    try:
        new = build()
    except NodeMissing as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except subprocess.CalledProcessError as error:
        sys.stderr.write(
            f"`{' '.join(error.cmd[:3])}` ended with {error.returncode}: "
            "its own message stands above; mend that and run `python -m dashboards.assets` again\n"
        )
        return 1
    sys.stdout.write(f"assets {'laid' if new else 'already lie'} in {VENDOR}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

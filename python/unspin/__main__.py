"""The command `unspin`: `python -m unspin`, and the script that the package installs."""

import sys

from unspin._native import main as run


def main() -> int:
    """Run the command with the arguments of this process; return its exit status."""
    return run(["unspin", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())

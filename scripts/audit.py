"""Known weaknesses of the packages that `pip install hingecheck` brings, by pip-audit.

    make audit

Ends with status 1 where there are some. Where pip-audit or its data cannot be reached, that is said and the status is
0: a change is not to fail for want of a network. pip-audit goes into a folder of its own, so that nothing in the
environment changes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from sbom import pins

TOOL = "pip-audit==2.10.1"
#: Where pip-audit asks of each package.
DATA = "https://pypi.org/pypi/{}/{}/json"
REACH_S = 5
TIMEOUT_S = 300


def main() -> int:
    """Audit, tell; the exit status."""
    with tempfile.TemporaryDirectory(prefix="hingecheck-audit-") as folder:
        found = audit(Path(folder), pins())
    if isinstance(found, str):
        print(f"audit: nothing was audited: {found}")
        return 0
    weak = [(each["name"], each["version"], it["id"], it["fix_versions"]) for each in found for it in each["vulns"]]
    for name, version, weakness, fixed in weak:
        print(f"audit: {name} {version}: {weakness}, mended in {', '.join(fixed) or 'no version yet'}")
    print(f"audit: {len(found)} of {len(pins())} packages looked at, {len(weak)} known weaknesses")
    return int(bool(weak))


def audit(folder: Path, pinned: list[str]) -> list[dict[str, Any]] | str:
    """What pip-audit finds of each package, or why it could not look."""
    first = DATA.format(*pinned[0].split("=="))
    listed, tool = folder / "pins.txt", folder / "tool"
    listed.write_text("\n".join(pinned) + "\n")
    install = ["pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(tool), TOOL]
    look = ["pip_audit", "-r", str(listed), "--no-deps", "--disable-pip", "--format", "json"]
    try:
        with urlopen(first, timeout=REACH_S):
            pass
        done = _run(install)
        if done.returncode == 0:
            done = _run(look, PYTHONPATH=str(tool))
        found = json.loads(done.stdout)["dependencies"]
        looked_at = [each for each in found if "vulns" in each]
        return looked_at or str(next(iter(found), {}).get("skip_reason", "no package was looked at"))
    except OSError as error:
        return f"{first} cannot be reached ({error})"
    except subprocess.TimeoutExpired:
        return f"no answer within {TIMEOUT_S} s"
    except (ValueError, KeyError):
        return (done.stderr.strip().splitlines() or ["no word of why"])[-1][:300]


def _run(args: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *args],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main())

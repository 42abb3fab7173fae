"""Known weaknesses of the packages that `pip install hingecheck` brings, by pip-audit.

    make audit

Ends with status 1 where there are some. Where pip-audit's data cannot be reached, that is said and the status is 0: a
change is not to fail for want of a network.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sbom import pins

TIMEOUT_S = 300


def main() -> int:
    """Audit, tell; the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "pins.txt")
        listed.write_text("\n".join(pins()) + "\n")
        command = [sys.executable, "-m", "pip_audit", "-r", str(listed), "--no-deps", "--disable-pip"]
        try:
            done = subprocess.run(
                [*command, "--format", "json", "--progress-spinner", "off"],
                capture_output=True,
                text=True,
                timeout=TIMEOUT_S,
                check=False,
            )
            found = json.loads(done.stdout)["dependencies"]
        except subprocess.TimeoutExpired:
            print("audit: its data did not come in time: nothing was audited")
            return 0
        except (ValueError, KeyError):
            why = done.stderr.strip().splitlines()[-1:] or ["no word"]
            print(f"audit: nothing was audited ({why[0][:200]})")
            return 0
    weak = [(each["name"], each["version"], it["id"], it["fix_versions"]) for each in found for it in each["vulns"]]
    for name, version, weakness, fixed in weak:
        print(f"audit: {name} {version}: {weakness}, mended in {', '.join(fixed) or 'no version yet'}")
    print(f"audit: {len(found)} packages, {len(weak)} known weaknesses")
    return int(bool(weak))


if __name__ == "__main__":
    sys.exit(main())

"""A wheel built from the tree carries all it needs and works outside the checkout."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_renders_and_refuses_outside_the_checkout(tmp_path: Path) -> None:
    run(
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        tmp_path,
        ROOT,
        cwd=tmp_path,
    )
    (wheel,) = tmp_path.glob("docgen-*.whl")
    installed = tmp_path / "a path with blanks"
    run("pip", "install", "--quiet", "--no-deps", "--target", installed, wheel, cwd=tmp_path)
    env = {**os.environ, "PYTHONPATH": str(installed)}
    where = run("docgen.cli", "doctor", "--json", cwd=tmp_path, env=env)
    assert str(installed / "docgen" / "share" / "templates") in where
    said = run("docgen.cli", "demo", "--kind", "referral_letter", cwd=tmp_path, env=env)
    assert "逐字节相同" in said
    assert (tmp_path / "out" / "referral_letter" / "typical.pdf").is_file()

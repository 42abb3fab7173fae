"""``python -m hingecheck``, and the command ``hingecheck``: Ctrl-C is heard before anything else is loaded."""

from __future__ import annotations

from .cli import interrupt


def main() -> None:
    """Run the command line."""
    interrupt.listen()
    try:
        from .cli.main import main as run
    except BaseException:
        if interrupt.asked():  # it came while something was loaded, which may make another error of it
            interrupt.leave()
        raise
    run()


if __name__ == "__main__":
    main()

"""The ``hingecheck`` command: one app, one place where errors become exit statuses."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Annotated, Any

import typer

from .. import __version__
from ..core.phrases import Told
from ..errors import HingecheckError, OutputError, reason_of
from ..languages.speaking import chosen_language, tr, tr_error
from . import interrupt, streams
from .help_words import command_in_language
from .language import asked_language
from .usage_words import usage_words

app = typer.Typer(
    name="hingecheck",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Form checker for hip-hinge lifts: deadlift, RDL, single-leg RDL, kickstand RDL, hip thrust.\n\n"
    "Start with [bold]hingecheck check VIDEO[/bold]: film from the side, the whole body in the picture. "
    "Everything stays on this machine.",
    epilog="Exit status: 0 analysed, 1 unexpected, 2 usage or configuration, 3 an input cannot be read, 4 nothing "
    "could be measured, 5 model missing or wrong, 10 faults at --fail-on, 130 interrupted.",
)


def _version(asked: bool) -> None:
    if asked:
        streams.tell(f"hingecheck {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Take the options that every command shares."""
    if debug:
        os.environ["HINGECHECK_DEBUG"] = "1"


def _register() -> None:
    from . import batch, check, compare, config, correct, desk, doctor, history, lab, lifts, live, models, rules

    for module in (check, live, batch, compare, correct, desk, history, lifts, rules, config, models, doctor, lab):
        module.add_to(app)


_register()


def main() -> None:
    """Run the command line; every error ends as one line and an exit status."""
    # Small matrices: more threads for them only wait for one another, and take the cores that poses need. Set before
    # NumPy is there, which reads it once.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    streams.prepare()
    if not sys.warnoptions:  # what a library warns a developer of is no word for a user
        warnings.simplefilter("ignore")
    interrupt.listen()
    with chosen_language(asked_language(sys.argv)):  # what goes wrong with the command itself is said in it too
        status = _run()
    interrupt.done()
    sys.exit(status)


def _run() -> Any:
    """Run the command; the exit status."""
    status: Any
    try:
        with command_in_language(app) as command:
            status = command(standalone_mode=False)
        if interrupt.asked():  # typer makes a plain status of it
            interrupt.leave()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output (head, less) has gone: nothing to say, and nothing to flush at exit.
        streams.abandon()
        status = 0
    except (KeyboardInterrupt, typer.Abort):
        interrupt.leave()
    except SystemExit as error:
        # typer ends with 1 where our reader has gone.
        status = 0 if isinstance(error.__context__, BrokenPipeError) else error.code
    except Exception as error:
        if interrupt.asked():
            interrupt.leave()
        status = _explain(error)
    left = streams.why_not_written()
    if left is not None and not isinstance(left, BrokenPipeError):
        status = _explain(left)
    return status


def _explain(error: Exception) -> int:
    """Say in a line what went wrong; returns the exit status."""
    if os.environ.get("HINGECHECK_DEBUG"):
        raise error
    if isinstance(error, HingecheckError):
        _print_error(tr_error(error))
        return error.exit_status
    if isinstance(error, OSError) and error.filename is None:  # whatever else is written says its name
        streams.abandon()
        _print_error(
            tr(
                Told(
                    "standard output cannot be written ({why}). Make room, or send it elsewhere.",
                    why=reason_of(error),
                )
            )
        )
        return OutputError.exit_status
    if isinstance(error, typer.BadParameter.__mro__[1]):  # any usage error; typer has no public name for it
        return _explain_usage(error)
    _print_error(
        tr(
            "unexpected error: {kind}: {why}. 'hingecheck --debug …' shows the traceback.",
            kind=type(error).__name__,
            why=str(error),
        )
    )
    return 1


def _explain_usage(error: Any) -> int:
    """One line instead of typer's box; where help itself is the answer, that."""
    text = usage_words(" ".join(str(error.format_message()).split()).replace("Value error, ", "")).rstrip(".")
    text += "" if text.endswith("?") else "."
    text += _what_it_is(getattr(error, "param", None))
    command = error.ctx.command_path if error.ctx is not None else "hingecheck"
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        _print_error(tr("{why} See '{command} --help'.", why=text, command=command))
    return 2


def _what_it_is(param: Any) -> str:
    """What a number that was not taken stands for: the help of its option."""
    says = getattr(param, "help", None)
    return f" {says}" if says and param.metavar else ""


def _print_error(text: str) -> None:
    streams.say(f"hingecheck: {text}")

"""What a command says, and the exit code that it ends with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from schemas.errors import ExitCode, OgrogotiError

P = ParamSpec("P")


def say(message: str) -> None:
    """Tell a person something that is no part of the output."""
    click.echo(message, err=True)


def exits(command: Callable[P, ExitCode]) -> Callable[P, None]:
    """Turn what a command returns or raises into the exit code of the process."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except OgrogotiError as error:
            say(f"ogrogoti: {error.reason}\n          {error.remedy}")
            code = error.exit_code
        except KeyboardInterrupt:
            code = ExitCode.INTERRUPTED
        except BrokenPipeError:
            # the reader of our output has gone; nobody is left to tell
            sys.stderr.close()
            code = ExitCode.DONE
        sys.exit(int(code))

    return wrapped

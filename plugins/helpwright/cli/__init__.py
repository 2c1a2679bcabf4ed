"""The command line, `helpwright`: new, build, serve, check, search, report and more."""

from __future__ import annotations

import json
import os
import sys

import click

from helpwright.cli import findings_output
from helpwright.errors import Finding, HelpwrightError, Place, Severity

# Material prints a notice about MkDocs 2 on every run; it concerns neither writers nor CI.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
# NumPy starts a thread for each core as it is loaded, to multiply large matrices. We have none: the
# threads would only take time to start, spin, and hold memory.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_COMMANDS = {
    "new": "helpwright.cli.new",
    "build": "helpwright.cli.build",
    "serve": "helpwright.cli.serve",
    "check": "helpwright.cli.check",
    "search": "helpwright.cli.search",
    "suggest": "helpwright.cli.suggest",
    "troubleshooter": "helpwright.cli.troubleshooter",
    "schema": "helpwright.cli.schema",
    "tickets": "helpwright.cli.tickets",
    "events": "helpwright.cli.events",
    "learn": "helpwright.cli.learn",
    "report": "helpwright.cli.report",
}


class _Commands(click.Group):
    """Loads only the command that runs: DuckDB alone takes longer than a whole `schema`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = __import__(_COMMANDS[cmd_name], fromlist=["command"])
        command: click.Command = module.command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="helpwright")
def group() -> None:
    """Build a help center from Markdown and YAML, and learn from support tickets.

    Exit codes: 0 all is well; 1 something in the content has to be mended; 2 a file, an option
    or an argument cannot be used; 3 a store that Helpwright wrote cannot be read; 130 you
    stopped it.
    """


def main() -> None:
    """Run the command line; an error is printed with its place and hint, never a traceback."""
    try:
        group(standalone_mode=False)
    except HelpwrightError as error:
        if "--json" in sys.argv:
            (said,) = findings_output.as_json([error.finding])["findings"]
            click.echo(json.dumps({"format": 1, "error": said}, indent=2))
        click.echo(findings_output.as_line(error.finding), err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (`| head`) has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        place, said = Place(str(error.filename or "")), error.strerror or str(error)
        refused = Finding(place, "system-refused", said, severity=Severity.ERROR)
        click.echo(findings_output.as_line(refused), err=True)
        sys.exit(2)

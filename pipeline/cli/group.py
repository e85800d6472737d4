"""The commands and what they share: the workspace, exit codes, how faults are told."""

import importlib
import sys
from pathlib import Path

import click

from pipeline import __version__
from pipeline.errors import Busy, StenogramError, UsageError

FAILED, USAGE, BUSY, INTERRUPTED = 1, 2, 75, 130
COMMANDS = {
    "init": "Make a workspace here, with commented settings.",
    "run": "Make seminars from start to end, and the site.",
    "attach": "Attach a file that you have to a recording that a site refuses to give.",
    "status": "Show every seminar, recording and stage: made, stale, failed and why.",
    "check": "Tell what to check: speech that was lost, and doubtful words.",
    "speakers": "Show who speaks, with what to listen to, and name them.",
    "edit": "Correct the transcripts of a seminar in a browser.",
    "glossary": "Show names and terms that people corrected, to use them everywhere.",
    "import": "Bring back a transcript that was corrected in another program.",
    "search": "Find where something was said, in any inflected form.",
    "index": "Tell what the index of search holds; --merge makes it one.",
    "publish": "Write a note about a seminar: HTML, Markdown, Word, PDF or text.",
    "lint": "Check caption files against the rules for captions.",
    "clean": "Tell what in outputs/ is of no use any more; --yes removes it.",
    "serve": "Show the site in a browser.",
    "models": "List the speech models, and fetch one.",
    "worker": "Work for runs on other machines.",
    "doctor": "Look whether everything that is needed is there.",
}
_MODULES = {"import": "import_file"}
"""Of commands whose name cannot be that of a module."""


class _Commands(click.Group):
    """Commands that are imported only when they are used, so that `--help` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, in the order in which they are needed."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command from its own module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pipeline.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all went well; 1 something failed; 2 usage; 75 another run holds it.",
)
@click.version_option(__version__, prog_name="stenogram")
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to work in; without it, the one that this folder is in.",
)
@click.pass_context
def cli(context: click.Context, workspace: Path | None) -> None:
    """Turn the recordings of a Polish seminar into a published record."""
    context.obj = workspace


def exit_code(error: StenogramError) -> int:
    """The code that the process ends with."""
    if isinstance(error, Busy):
        return BUSY
    return USAGE if isinstance(error, UsageError) else FAILED


def told(error: StenogramError) -> str:
    """A fault as it is shown: what, where, what to do; a line each."""
    return "".join(f"stenogram: {safe(line)}\n" for line in str(error).splitlines())


def safe(text: str) -> str:
    """Text from outside without what would steer a terminal."""
    return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in text)


def is_terminal() -> bool:
    """Whether a person is watching."""
    return sys.stderr.isatty()

"""The command `stenogram`. Only modules of this package print.

Exit codes: 0 all went well; 1 something failed; 2 the request makes no sense as it stands;
75 another run holds what this one needs; 130 stopped by Ctrl-C.
"""

import signal
import sys

from pipeline.cli.group import FAILED, INTERRUPTED, cli, exit_code, told
from pipeline.errors import StenogramError

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command line and end the process with one of the documented exit codes."""
    import click

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as a Ctrl-C does
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("stopped; run the same command again to go on\n")
        sys.exit(INTERRUPTED)
    except StenogramError as error:
        sys.stderr.write(told(error))
        sys.exit(exit_code(error))
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has gone
        sys.stderr.close()
        sys.exit(FAILED)

"""`stenogram serve`: the site in a browser on this computer."""

import click

from pipeline.cli.workspaces import workspace_of
from pipeline.errors import StenogramError, UsageError
from pipeline.stages.render import DRAFTS


@click.command()
@click.option("-p", "--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@click.pass_context
def command(context: click.Context, port: int, *, open_: bool) -> None:
    """Show the site in a browser, on this computer only. Ctrl-C ends it.

    The folder outputs/site can be put on any web server as it is; this one is for looking at it.
    """
    from pipeline.server import server

    folder = workspace_of(context).site
    if not (folder / "index.html").is_file():
        raise UsageError(f"{folder}: there is no site yet; make one with: stenogram run")
    try:
        running = server(folder, port)
    except OSError as error:
        raise StenogramError(
            f"port {port}: {error.strerror}; take another with --port, or any with --port 0"
        ) from None
    address = f"http://127.0.0.1:{running.server_address[1]}/"
    click.echo(address)
    if (folder / DRAFTS / "index.html").is_file():
        click.echo(f"{address}{DRAFTS}/ – drafts")
    if open_:
        click.launch(address)
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        running.server_close()

"""`stenogram attach SEMINAR RECORDING FILE`: a file that was had by hand, in its place."""

from pathlib import Path

import click

from pipeline.cli.group import safe
from pipeline.cli.workspaces import seminar_of, workspace_of
from pipeline.errors import UsageError

_PROBING = 300.0


@click.command()
@click.argument("seminar")
@click.argument("recording")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Take it in place of a file that is attached.")
@click.option("--move", is_flag=True, help="Do not leave FILE where it is.")
@click.pass_context
def command(
    context: click.Context, /, seminar: str, recording: str, file: Path, **how: bool
) -> None:
    """Attach a FILE that you have to a recording or deck that a site refuses to give.

    RECORDING is the id of a recording or deck of SEMINAR, as `stenogram status` shows it. FILE is
    put into the seminar's folder media/ (a hard link, or a copy), and one line of its seminar.toml
    names it. Its address stays there as where it is from, and is not asked any more. It keeps its
    id, its page and its place in the programme. A file that was attached before stays where it is.

    When Facebook asks for a login: log in with a browser and save the video from there; whoever
    runs the page that published it finds Download beside the video in Meta Business Suite, under
    Content. When YouTube asks to confirm that you are no robot, or for a login: whoever runs the
    channel finds Download in YouTube Studio, under Content, behind the three dots of the video.
    Else ask who published it for the file: to have the right to publish it you ask them anyway.
    """
    from pipeline.attaching import attach, check_free, ending_of, find_target
    from pipeline.pool import Pool

    declared = seminar_of(seminar, workspace_of(context))
    target = find_target(declared, recording)
    label = f"{declared.id}/{target.media.id}"
    if not file.is_file():
        raise UsageError(f"{file}: no such file")
    if not check_free(declared, target, file, again=how["replace"]):
        click.echo(safe(f"{label}: this file is attached already, nothing was changed"))
        return
    pool = Pool(1)
    try:
        ending = pool.call(ending_of, (file, target.table), _PROBING)
    finally:
        pool.close()
    placed = attach(declared, target, file, ending, move=how["move"])
    click.echo(safe(f"{label}: attached {placed}"))
    if target.media.file:
        click.echo(safe(f"not used any more, and left there: {target.media.file}"))
    click.echo(safe(f"next: stenogram run {declared.id}"))

"""`stenogram worker ADDRESS`: this computer works for runs on other machines."""

import click

from pipeline.cli.group import safe


@click.command()
@click.argument("address")
@click.option(
    "--tasks", type=click.IntRange(1, 256), default=1, show_default=True, help="At the same time."
)
@click.option(
    "--cores",
    type=click.IntRange(0, 1024),
    default=0,
    show_default=True,
    help="Of the processor, for each task; 0 shares out all.",
)
@click.option("--gpu/--no-gpu", default=None, help="Offer a GPU; without it, if there is one.")
@click.option("--host", default="", help="The address that other machines reach this one by.")
def command(address: str, *, tasks: int, cores: int, gpu: bool | None, host: str) -> None:
    """Work for `stenogram run --cluster ADDRESS` until Ctrl-C or SIGTERM.

    ADDRESS is that of a Dask scheduler, such as tcp://10.0.0.5:8786. This computer must have the
    same stenogram, and see the workspace at the same path. Each task runs in a process of its own;
    when the scheduler goes away, it is looked for again. Who reaches the scheduler can run anything
    here: keep it in a network that you trust, or use tls:// with Dask's own settings.
    """
    from pipeline.cluster.serving import WorkerOptions, work_for

    offers = _has_gpu() if gpu is None else gpu
    options = WorkerOptions(tasks, cores, offers, host)
    work_for(address, options, lambda text: click.echo(safe(text), err=True))


def _has_gpu() -> bool:
    import ctranslate2

    return bool(ctranslate2.get_cuda_device_count() > 0)

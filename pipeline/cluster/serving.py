"""One computer as a worker of a cluster: it comes back by itself when the scheduler does."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.cluster.addresses import check_address
from pipeline.resources import CORES, cores

_PAUSE = 5.0
"""Seconds until a scheduler that went away is looked for again."""


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """What this computer gives."""

    tasks: int = 1
    """Tasks at the same time."""
    cores: int = 0
    """Of the processor, for each task; 0 shares out all."""
    gpu: bool = False
    """Whether one of the tasks at a time may have a GPU."""
    host: str = ""
    """The address under which other machines reach it; empty: found by itself."""


def work_for(address: str, options: WorkerOptions, say: Callable[[str], None]) -> None:
    """Work for the scheduler at `address` until SIGTERM or Ctrl-C. Raises `UsageError`."""
    check_address(address)
    _be_quiet()
    os.environ[CORES] = str(options.cores or max(1, cores() // options.tasks))
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    asyncio.run(_until_stopped(address, options, say))


def _be_quiet() -> None:
    """Leave the cores to the work: Dask looks at itself fifty times a second, a core's fortieth."""
    import dask

    dask.config.set(
        {
            "distributed.worker.profile.enabled": False,
            "distributed.admin.system-monitor.interval": "5s",
            "distributed.admin.tick.interval": "1s",
            "distributed.admin.tick.cycle": "10s",
        }
    )


async def _until_stopped(address: str, options: WorkerOptions, say: Callable[[str], None]) -> None:
    stopped = asyncio.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(kind, stopped.set)
    stopping = asyncio.create_task(stopped.wait())
    while not stopped.is_set():
        serving = asyncio.create_task(_serve(address, options, say))
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            serving.cancel()
        try:
            await serving
        except asyncio.CancelledError:
            break
        except (OSError, TimeoutError, ValueError) as error:
            say(f"{address}: {error}")
        say(f"{address}: the scheduler is gone; looking for it again")
        await asyncio.wait([stopping], timeout=_PAUSE)


async def _serve(address: str, options: WorkerOptions, say: Callable[[str], None]) -> None:
    """Work until the scheduler goes away."""
    from distributed import Worker

    worker = Worker(
        address,
        nthreads=options.tasks,
        resources={"GPU": 1} if options.gpu else None,
        memory_limit=0,  # the work is done by children, which no limit of this process would meet
        host=options.host or None,
        dashboard=False,
    )
    async with worker:
        gpu = ", with a GPU" if options.gpu else ""
        say(
            f"{worker.address}: works for {address}: {options.tasks} at a time, "
            f"{os.environ[CORES]} cores each{gpu}"
        )
        await worker.finished()  # type: ignore[no-untyped-call]

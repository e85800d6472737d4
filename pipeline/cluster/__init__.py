"""Many machines: the same tasks as on this one, given to an engine that others maintain (Dask)."""

from pipeline.cluster.machines import Machines

__all__ = ["Machines"]

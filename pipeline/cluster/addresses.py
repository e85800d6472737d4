"""Addresses of schedulers, looked at before Dask tries them: what it says then is hard to read."""

from pipeline.errors import UsageError


def check_address(address: str) -> None:
    """Raise `UsageError` where Dask is not installed, or cannot use the address."""
    try:
        import dask
        from distributed.comm.addressing import parse_address
    except ImportError:
        raise UsageError(
            "many machines need Dask: pip install 'stenogram[cluster]', see MANY-MACHINES.md"
        ) from None
    try:
        scheme, place = parse_address(address, strict=True)
    except ValueError:
        scheme, place = "", ""
    if scheme not in ("tcp", "tls") or not place:
        raise UsageError(f"{address}: is no address such as tcp://10.0.0.5:8786")
    if scheme != "tls" and dask.config.get("distributed.comm.require-encryption", None):
        raise UsageError(f"{address}: Dask's settings here ask for encryption; use tls://")

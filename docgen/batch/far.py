"""Find the crew of many machines, where dask is installed: an optional part."""

from docgen.batch.crew import ClusterError, Crew
from docgen.batch.plan import Plan
from docgen.engine import Engine


def open_cluster(address: str, plan: Plan, engine: Engine, deadline: float) -> Crew:
    """Return the crew of a dask scheduler.

    Errors: `ClusterError`.
    """
    try:
        from docgen.batch.cluster import ClusterCrew  # noqa: PLC0415 - an optional part
    except ImportError:
        raise ClusterError(
            "用多台机器需要 dask.distributed，这里没有安装。请运行 pip install 'docgen[cluster]'，"
            "或者去掉 --scheduler，只用本机。"
        ) from None
    return ClusterCrew(address, plan, engine, deadline)

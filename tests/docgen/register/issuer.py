"""A process of its own that issues documents, and dies where it is told to.

It is told: HOME URL issue TIMES, or HOME URL die POINT [POINT ...].
"""

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from docgen.engine import assemble
from docgen.register.actor import Actor, Role
from docgen.register.database import open_register
from docgen.register.issue import issue
from docgen.settings import Settings
from tests.doubles.quick_render import QuickRender

KIND = "non_acceptance_notice"


def main(home: str, url: str, act: str, *told: str) -> None:
    """Issue, or fork one child for each point that dies there by SIGKILL."""
    settings = replace(Settings.from_env(), home=Path(home), database_url=url)
    engine = assemble(settings, only=(KIND,))

    def issue_one(die_at: str = "") -> None:
        def fault(point: str) -> None:
            if point == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

        issue(
            register,
            engine,
            KIND,
            engine.catalogue[KIND].schema.example,
            actor=Actor("何静远", Role.officer),
            render=QuickRender(),
            fault=fault,
        )

    if act == "issue":
        register = open_register(settings)
        for _ in range(int(told[0])):
            issue_one()
        return
    for point in told:
        child = os.fork()
        if child == 0:
            register = open_register(settings)
            issue_one(point)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(point, os.waitstatus_to_exitcode(status), sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])

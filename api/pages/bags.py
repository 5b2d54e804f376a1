"""Take a case away: its bag (移交包) as one zip file."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from flask import Blueprint, Response, request, send_file

from api.auth import current_caller
from docgen.engine import Engine
from docgen.register.access import refuse_case_of_a_report
from docgen.register.bag import bag_of_case
from docgen.register.database import Register


def bag_routes(engine: Engine, register: Register) -> Blueprint:
    """Return `/bag?case_ref=`: a reference may hold slashes, so it is no part of the path."""
    routes = Blueprint("bag_pages", __name__)

    @routes.get("/bag")
    def bag() -> Response:
        case_ref, actor = request.args.get("case_ref", ""), current_caller().actor
        refuse_case_of_a_report(register, engine.catalogue, case_ref, actor=actor)
        zipped = TemporaryFile()  # noqa: SIM115 (the answer closes it when it has been sent)
        try:
            with TemporaryDirectory() as folder:
                root = Path(folder, "bag")
                bag_of_case(register, engine, case_ref, root, actor=actor)
                with zipfile.ZipFile(zipped, "w") as archive:
                    # What is in it is compressed already.
                    for path in sorted(each for each in root.rglob("*") if each.is_file()):
                        archive.write(path, path.relative_to(root))
        except BaseException:
            zipped.close()
            raise
        zipped.seek(0)
        name = "".join(each if each.isalnum() or each in "-_" else "-" for each in case_ref)
        return send_file(
            zipped,
            mimetype="application/zip",
            as_attachment=True,
            download_name=f"案卷{name}-移交包.zip",
        )

    return routes

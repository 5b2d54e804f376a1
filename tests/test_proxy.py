"""The sample for nginx is one that nginx takes, and the service stands behind it as it says."""

import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docgen import Settings
from tests.processes import wait_until
from tests.servers import free_port, running

SAMPLE = Path(__file__).parents[1] / "deploy/nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
pytestmark = [
    pytest.mark.skipif(not NGINX, reason="no nginx is installed here"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl is installed here"),
    pytest.mark.xdist_group("pool"),
]


def laid_out(folder: Path, service: int, secure: int, plain: int) -> Path:
    """Return a whole configuration around the sample: its own ports, a certificate of its own."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=docgen.example.org", "-addext", "subjectAltName=DNS:docgen.example.org",
         "-keyout", folder / "docgen.key", "-out", folder / "docgen.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = SAMPLE.read_text("utf-8")
    for said, here in {
        "/etc/ssl/": f"{folder}/",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8000": f"127.0.0.1:{service}",
    }.items():
        assert said in text
        text = text.replace(said, here)
    (folder / "docgen.conf").write_text(text, "utf-8")
    temporary = "".join(
        f"{each}_temp_path {folder}/{each};\n"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log stderr;\nevents {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/docgen.conf; }}\n",
        "utf-8",
    )
    return whole


@contextmanager
def proxy(configuration: Path, secure: int) -> Iterator[None]:
    command = [str(NGINX), "-p", str(configuration.parent), "-c", str(configuration)]
    tried = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        assert wait_until(lambda: _listens(secure), 20)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_nginx_takes_the_sample_and_the_service_answers_behind_it(
    settings: Settings, tmp_path: Path
) -> None:
    service, secure, plain = free_port(), free_port(), free_port()
    command = ["docgen.cli", "serve", "--demo", "--port", str(service), "--workers", "1"]
    trusted = ssl.create_default_context()
    configuration = laid_out(tmp_path, service, secure, plain)
    trusted.load_verify_locations(tmp_path / "docgen.crt")
    trusted.check_hostname = False

    def ask(place: str) -> tuple[int, bytes]:
        request = urllib.request.Request(
            f"https://127.0.0.1:{secure}{place}", headers={"Host": "docgen.example.org"}
        )
        try:
            with urllib.request.urlopen(request, timeout=20, context=trusted) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()

    with running(command, service, DOCGEN_HOME=str(tmp_path / "home")) as server:
        with proxy(configuration, secure):
            assert ask("/healthz")[0] == 200
            # What the proxy passes on comes from elsewhere, so it needs a key.
            assert ask("/metrics")[0] == 401
            assert ask("/v1/openapi.json")[0] == 200
            with urllib.request.urlopen(f"http://127.0.0.1:{service}/metrics") as told:
                assert told.status == 200
            # A redirect stays within the name that was asked for, over HTTPS.
            line = socket.create_connection(("127.0.0.1", plain), timeout=20)
            line.sendall(b"GET /verify HTTP/1.0\r\nHost: docgen.example.org\r\n\r\n")
            assert b"Location: https://docgen.example.org/verify" in line.recv(4096)
            line.close()
            # Guesses at a password are slowed down before they reach us.
            began = time.monotonic()
            statuses = {ask("/sign-in")[0] for _ in range(40)}
            assert time.monotonic() - began < 30
            assert statuses == {200, 503}
        assert not [line for line in server.lines if line["event"] == "fault"]

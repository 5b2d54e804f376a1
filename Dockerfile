# The service with its fonts and libraries inside; it keeps what it must keep under /data.
# Build: docker build -t docgen .     Run: compose.yaml, docs/operations.zh-CN.md

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/docgen
COPY pyproject.toml requirements.lock tools/needed.py ./
# Only what the service imports, each at the version and hash of the lock file.
RUN python needed.py pyproject.toml requirements.lock > needed.lock \
    && /opt/docgen/bin/pip install --require-hashes --no-deps -r needed.lock
RUN python needed.py pyproject.toml requirements.lock hatchling > build.lock \
    && pip install --require-hashes --no-deps -r build.lock
COPY . .
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/docgen/bin/pip install --no-deps /wheels/docgen-*.whl

FROM python:3.11-slim-bookworm
COPY tools/system.sh /tmp/system.sh
RUN sh /tmp/system.sh image && rm -rf /tmp/system.sh /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin docgen \
    && install -d -o docgen -g docgen -m 700 /data /var/cache/docgen
COPY --from=build /opt/docgen /opt/docgen
ENV PATH=/opt/docgen/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    DOCGEN_HOME=/data DOCGEN_CACHE=/var/cache/docgen
USER docgen
WORKDIR /data
# The faces are prepared here once, so that the service starts in seconds; a missing one, or a
# library, fails the build.
RUN docgen doctor
VOLUME ["/data", "/var/cache/docgen"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["docgen", "serve", "--host", "0.0.0.0"]

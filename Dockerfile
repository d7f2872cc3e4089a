# syntax=docker/dockerfile:1
# One image for web, worker and beat. Build: docker build -t leadership-portal .

FROM python:3.13-slim-bookworm AS packages
WORKDIR /portal
RUN python -m venv /packages
COPY requirements.txt .
RUN /packages/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /var/lib/portal portal \
    && install -d -o portal -g portal -m 0750 /var/lib/portal
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BIND=0.0.0.0 PORT=8000 VAR_DIR=/var/lib/portal STATIC_ROOT=/portal/static-files
WORKDIR /portal
COPY --from=packages /packages /packages
COPY . .
# Both need settings and so a key; this one is made here, used here and kept nowhere.
RUN python script/compile_messages.py \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" python manage.py collectstatic --noinput \
    && python -m compileall -q . \
    && rm -rf /var/lib/portal/*
USER portal
EXPOSE 8000
VOLUME /var/lib/portal
HEALTHCHECK --interval=15s --timeout=10s --start-period=40s --retries=3 CMD ["python", "script/probe.py", "ready"]
STOPSIGNAL SIGTERM
CMD ["gunicorn", "--config", "leadership_portal/gunicorn.py", "--no-control-socket", "leadership_portal.wsgi"]

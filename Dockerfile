# One image for web, worker, beat and init; the process is chosen by its argument (see ind_reputation/runner/commands.py).
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements.txt requirements-dev.txt ./
# The pinned uv with its hashes, as it stands in requirements-dev.txt.
RUN awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements-dev.txt > uv.txt \
 && pip install --no-cache-dir --no-deps --require-hashes -r uv.txt \
 && uv venv --no-python-downloads /venv \
 && uv pip install --no-cache --python /venv/bin/python --require-hashes --compile-bytecode -r requirements.txt
COPY . .
# Compiled messages and static files are part of the image. The settings of this one step are thrown away.
RUN export DJANGO_SETTINGS_MODULE=ind_reputation.settings.production STATIC_ROOT=/app/staticfiles DATA_DIR=/tmp/data \
      SECRET_KEY="$(/venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
      SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid AGENCY_EMAIL=build@build.invalid \
      DATABASE_URL=postgresql://none@127.0.0.1/none REDIS_URL=redis://127.0.0.1/0 \
 && /venv/bin/python manage.py compile_translations \
 && /venv/bin/python manage.py collectstatic --noinput \
 && /venv/bin/python -m compileall -q accounts core feedback ind_reputation kpis measurements newsroom stakeholders

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid app --no-create-home --home-dir /nonexistent app \
 && install -d -o app -g app -m 0700 /data /data/run /data/media /data/outbox /data/log /data/backups /keys
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=ind_reputation.settings.production \
    DATA_DIR=/data KEYS_DIR=/keys STATIC_ROOT=/app/staticfiles \
    WEB_HOST=0.0.0.0 WEB_PORT=8000 WEB_WORKERS=2 WEB_THREADS=4
USER app
EXPOSE 8000
ENTRYPOINT ["python", "-m", "ind_reputation.runner.commands"]
CMD ["web"]

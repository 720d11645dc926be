FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY bot ./bot
RUN pip install -c requirements.lock '.[postgres]'

# The bot needs to write nowhere but into /data.
RUN useradd --system --no-create-home --shell /usr/sbin/nologin bot && install -d -o bot -g bot -m 0700 /data
USER bot
WORKDIR /data
VOLUME /data

ENV DATABASE_URL=sqlite:////data/smartbill-bot.db \
    HOST=0.0.0.0 \
    PORT=8000
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health', timeout=4)"]

# In exec form, so that SIGTERM reaches the bot and running work ends first.
CMD ["smartbill-bot", "serve"]

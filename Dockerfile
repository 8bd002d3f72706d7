FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore

# The locked packages come first, so that a change of the bot does not install them again. EXTRAS=pictures adds matplotlib.
# What they bring and the bot never imports goes, 18 MB: tests, headers, stubs, sources, rich's lexers, parts of numpy.
ARG EXTRAS=
COPY .requirements*.lock /
RUN python -m venv --without-pip /opt/factbot && \
    pip --python /opt/factbot/bin/python install --no-compile --require-hashes --requirement "/.requirements${EXTRAS:+-$EXTRAS}.lock" && \
    find /opt/factbot/lib -regextype egrep -regex '.*/(tests?|numpy/f2py|numpy/random|pygments/lexers/([^_].*|.*_builtins.py))|.*\.(a|c|cpp|h|hpp|pxd|pyi|pyx)' -prune -exec rm -r {} +

# The bot is a layer of its own: a new version is some hundred kilobytes.
WORKDIR /build
COPY pyproject.toml README.md ./
COPY bot bot
RUN pip --python /opt/factbot/bin/python install --compile --no-build-isolation --no-deps --root /staged . && \
    rm -r /opt/factbot/lib/python3.13/site-packages/flit_core*

FROM python:3.13-slim
COPY --from=build /opt/factbot /opt/factbot

# A read-only root takes no bytecode later, so what each start imports is compiled here. No file runs as another user.
RUN /opt/factbot/bin/python -c 'import aiohttp.web, aiosqlite, asyncio, csv, discord.app_commands, getpass, numpy.typing, prometheus_client.core, pydantic, pydantic_settings, rapidfuzz.fuzz, rich.console, rich.table, sentencex, snowballstemmer, sqlite3, typer, yaml, zipfile' && \
    find / -xdev -type f -perm /6000 -exec chmod a-s {} + && \
    useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin factbot && \
    install --directory --owner=10001 --group=10001 --mode=0750 /data
VOLUME /data
ENV PATH=/opt/factbot/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 OPENBLAS_NUM_THREADS=1 MPLCONFIGDIR=/tmp FACTBOT_LOG=/data/factbot.sqlite3

# What changes most comes last. Root owns all of it, so the bot can read it and change none of it.
WORKDIR /app
COPY --from=build /staged/opt/factbot /opt/factbot
COPY sources sources
COPY facts facts
ARG VERSION= COMMIT= SOURCE=
ENV FACTBOT_COMMIT=$COMMIT
LABEL org.opencontainers.image.title="factbot" org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.description="A Discord bot that answers questions with the claim, every source for it and every source against it." \
      org.opencontainers.image.revision=$COMMIT org.opencontainers.image.source=$SOURCE

USER 10001:10001
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["factbot", "health"]
ENTRYPOINT ["factbot"]
CMD ["run"]

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /opt/factbot

# The dependencies before the bot, so that a change of it does not install them again: the versions of a lock file, each
# held against its hash. "--build-arg EXTRAS=pictures" brings matplotlib too, and 80 MB.
ARG EXTRAS=
COPY .requirements*.lock /
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/factbot/bin/python install --require-hashes --requirement "/.requirements${EXTRAS:+-$EXTRAS}.lock"

# What the packages bring and the bot never imports, 20 MB: tests, headers, stubs, sources, rich's lexers, and of numpy the
# Fortran compiler's front end and chance. 
WORKDIR /opt/factbot/lib/python3.13/site-packages
RUN find . -depth -type d \( -name tests -o -name test \) -exec rm -r {} + && \
    find . -type f -regex '.*\(_tests\|_testcapi\|/_simd\)\.[^/]*\.so' -delete && \
    find . -type f -regex '.*\.\(a\|c\|cpp\|dll\|h\|hpp\|pxd\|pxi\|pyi\|pyx\)' -delete && \
    find pygments/lexers -type f ! -name __init__.py ! -name _mapping.py -delete && \
    rm -r numpy/f2py numpy/random

# The bot apart from them, so that a new version is a layer of some hundred kilobytes.
WORKDIR /build
COPY pyproject.toml README.md ./
COPY bot bot
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/factbot/bin/python install --compile --no-build-isolation --no-deps --root /staged . && \
    rm -r /opt/factbot/lib/python3.13/site-packages/flit_core*


FROM python:3.13-slim
COPY --from=build /opt/factbot /opt/factbot

# A read-only root cannot take bytecode later, and each start would compile what it imports, so that is imported here once.
# Nothing may run as another user than the one that starts it, and that one has a name and the only folder it writes to.
RUN /opt/factbot/bin/python -c 'import aiohttp.web, aiosqlite, asyncio, csv, discord.app_commands, getpass, numpy, prometheus_client, pydantic, pydantic_settings, rapidfuzz.fuzz, rich.console, rich.table, sentencex, snowballstemmer, sqlite3, typer, yaml, zipfile' && \
    find / -xdev -type f -perm /6000 -exec chmod a-s {} + && \
    useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin factbot && \
    install --directory --owner=10001 --group=10001 --mode=0750 /data
VOLUME /data

# The matcher multiplies small arrays, so a thread for every core would only count against the limits.
ENV PATH=/opt/factbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    MPLCONFIGDIR=/tmp \
    FACTBOT_LOG=/data/factbot.sqlite3

# What changes most comes last. All of it belongs to root: the bot can read it and change none of it.
WORKDIR /app
COPY --from=build /staged/opt/factbot /opt/factbot
COPY sources sources
COPY facts facts
ARG VERSION= COMMIT= SOURCE=
ENV FACTBOT_COMMIT=$COMMIT
LABEL org.opencontainers.image.title="factbot" \
      org.opencontainers.image.description="A Discord bot that answers questions with the claim, every source for it and every source against it." \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$COMMIT \
      org.opencontainers.image.source=$SOURCE

USER 10001:10001
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["factbot", "health"]
ENTRYPOINT ["factbot"]
CMD ["run"]

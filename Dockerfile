# The names of the dependencies alone: whatever else changes in pyproject.toml, this file stays the same, and with it the
# installation below.
FROM python:3.13-slim AS dependencies
COPY pyproject.toml /
RUN python -c 'import tomllib; print(*tomllib.load(open("/pyproject.toml", "rb"))["project"]["dependencies"], sep="\n")' \
    > /dependencies.txt


FROM python:3.13-slim AS build

# The root of a throwaway stage: pip's warnings about that, and about its own age, tell nobody anything.
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore

# Without pip: the image's own fills it from outside, and the bot needs none.
RUN python -m venv --without-pip /opt/factbot

# The dependencies before the bot, so that a change of it does not install them again. pip's cache outlives the build on
# the machine that builds, and is in no layer. Some packages bring their own tests (numpy's alone are an eighth of all
# that is installed).
COPY --from=dependencies /dependencies.txt /
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/factbot/bin/python install --requirement /dependencies.txt && \
    find /opt/factbot -type d -name tests -prune -exec rm -r {} +

# The bot aside from them (as if / were /staged), so that a new version is a layer of some hundred kilobytes.
WORKDIR /build
COPY pyproject.toml README.md ./
COPY bot bot
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/factbot/bin/python install --no-deps --root /staged .


FROM python:3.13-slim

# The base image comes without its standard library's bytecode. A read-only root cannot take it later, and each start
# (every health check is one) would compile it anew.
RUN python -m compileall -q -x site-packages "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"

# With that all bytecode is there, and none is ever to be written. Unbuffered, a log line is out when it is written.
# The matcher multiplies small arrays: OpenBLAS's thread for every core would only count against the limits.
ENV PATH=/opt/factbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    FACTBOT_LOG=/data/factbot.sqlite3

# The one place that is written to. A new volume takes its owner from here, so this comes before VOLUME.
RUN install --directory --owner=10001 --group=10001 --mode=0750 /data
VOLUME /data

# What changes most comes last. All of it belongs to root: the bot can read it and change none of it.
WORKDIR /app
COPY --from=build /opt/factbot /opt/factbot
COPY --from=build /staged/opt/factbot /opt/factbot
COPY sources sources
COPY facts facts

LABEL org.opencontainers.image.title="factbot" \
      org.opencontainers.image.description="A Discord bot that answers questions with the claim, every source for it and every source against it." \
      org.opencontainers.image.version="0.1.0"

# By number: Kubernetes' runAsNonRoot cannot tell from a name that it is not root.
USER 10001:10001

# The bot renews its sign of life every 5 s. Until it is up, a failed check does not count.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["factbot", "health"]

# Without a shell in between SIGTERM reaches the bot itself, and any other command can take the place of "run".
ENTRYPOINT ["factbot"]
CMD ["run"]

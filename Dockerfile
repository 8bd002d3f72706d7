FROM python:3.13-slim AS build

# The root of a throwaway stage: pip's warnings about that, and about its own age, tell nobody anything.
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_COMPILE=1 \
    PIP_ROOT_USER_ACTION=ignore

# Without pip: the image's own fills it from outside, and the bot needs none.
RUN python -m venv --without-pip /opt/factbot

# The dependencies before the bot, so that a change of it does not install them again: the versions of a lock file, each
# held against its hash. One of them builds the bot. "--build-arg EXTRAS=pictures" brings matplotlib too, and 80 MB. pip's
# cache outlives the build on the machine that builds, and is in no layer.
ARG EXTRAS=
COPY .requirements*.lock /
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/factbot/bin/python install --require-hashes --requirement "/.requirements${EXTRAS:+-$EXTRAS}.lock"

# What the packages bring and the bot never imports:
#   tests and testing modules           numpy's alone are 8 MB
#   headers, stubs, sources, DLLs       for compilers, type checkers and Windows: 4 MB
#   pygments' lexers                    rich colours no source code here: 4 MB
#   numpy.f2py, numpy.random            a Fortran compiler's front end, and chance: 4 MB
WORKDIR /opt/factbot/lib/python3.13/site-packages
RUN find . -depth -type d \( -name tests -o -name test \) -exec rm -r {} + && \
    find . -type f -regex '.*\(_tests\|_testcapi\|/_simd\)\.[^/]*\.so' -delete && \
    find . -type f -regex '.*\.\(a\|c\|cpp\|dll\|h\|hpp\|pxd\|pxi\|pyi\|pyx\)' -delete && \
    find pygments/lexers -type f ! -name __init__.py ! -name _mapping.py -delete && \
    rm -r numpy/f2py numpy/random

# The bot aside from them (as if / were /staged), so that a new version is a layer of some hundred kilobytes.
WORKDIR /build
COPY pyproject.toml README.md ./
COPY bot bot
RUN --mount=type=cache,target=/root/.cache/pip \
    pip --python /opt/factbot/bin/python install --compile --no-build-isolation --no-deps --root /staged .


FROM python:3.13-slim AS system

# What only makes or installs software: pip and what brings it, headers, Debian's apt and the Perl that its packages run;
# Python's own editor, windows and manual; and the character sets of C programs, 8 MB: Python has its own.
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN dpkg-query --show --showformat='${Package} ' apt debconf 'libapt-pkg*' perl-base sqv | xargs dpkg --purge --force-all && \
    rm -rf /usr/lib/*-linux-gnu/gconv /usr/local/{bin/idle*,bin/pip*,include,lib/pkgconfig} /var/cache/* /var/lib/apt \
        /usr/local/lib/python3.13/{config-*,ensurepip,idlelib,pydoc_data,site-packages/*,tkinter,turtledemo}

# A read-only root cannot take bytecode later, and each start (every health check is one) would compile it anew. So what
# the bot imports is imported here once, which compiles just that: of Python itself and of the packages about a half. What
# built the bot goes.
COPY --from=build /opt/factbot /opt/factbot
RUN rm -r /opt/factbot/lib/python3.13/site-packages/flit_core* && \
    /opt/factbot/bin/python -c 'import aiohttp, aiosqlite, asyncio, csv, discord.app_commands, getpass, numpy, prometheus_client, pydantic, pydantic_settings, rapidfuzz.fuzz, rich.console, rich.table, sentencex, snowballstemmer, sqlite3, typer, yaml'


# From nothing: what was taken away above would else be in a layer below all the same.
FROM scratch
# hadolint ignore=DL3067
COPY --from=system / /

# All bytecode that is wanted is there, and none is ever to be written. Unbuffered, a log line is out when it is written.
# The matcher multiplies small arrays: OpenBLAS's thread for every core would only count against the limits. Where
# pictures are drawn, matplotlib keeps its list of fonts in /tmp.
ENV PATH=/opt/factbot/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OPENBLAS_NUM_THREADS=1 \
    MPLCONFIGDIR=/tmp \
    FACTBOT_LOG=/data/factbot.sqlite3

# The one place that is written to. A new volume takes its owner from here, so this comes before VOLUME.
RUN install --directory --owner=10001 --group=10001 --mode=0750 /data
VOLUME /data

# What changes most comes last. All of it belongs to root: the bot can read it and change none of it.
WORKDIR /app
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

"""Metrics for Prometheus and two answers for probes, on one port, served by the event loop itself."""

import os
import platform
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bot.desk import Desk
from bot.editing.reloader import Edit, Outcome
from bot.matching.confidence import Band
from bot.querylog.requests import count_open
from bot.querylog.rows import LogUnavailable
from bot.querylog.store import QueryLog
from bot.reply import Reply

REPLY_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""The buckets of the latency histogram: a reply takes milliseconds, and Discord waits three seconds for one."""
IDLE_SECONDS = 10.0
"""How long a connection that asks for nothing stays open."""


class MetricsUnavailable(Exception):
    """The metrics cannot be served; the text says why."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How the connection to Discord is: whether all of it is up, and how often it was restored.

    ``failures`` counts apologies; ``channel_problem`` says why editors cannot be told about edits, or is None.
    """

    ready: bool
    reconnects: int
    failures: int
    channel_problem: str | None


@dataclass(frozen=True, slots=True)
class Build:
    """The version of the program, and the commit that it was built from (empty if it is not known)."""

    version: str = ""
    commit: str = ""


class Metrics(Collector):
    """Counts questions and edits, and reports how the bot is when Prometheus asks. They name no person or question."""

    def __init__(
        self, desk: Desk, querylog: QueryLog, connection: Callable[[], Connection], build: Build = Build()
    ) -> None:
        self._desk = desk
        self._querylog = querylog
        self._connection = connection
        self._build = build or Build()
        self._open_requests: int | None = None
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "factbot_questions",
            "Questions, by the outcome of their reply.",
            ["outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "factbot_reply_seconds",
            "Seconds from a question to its reply, including its row in the log.",
            buckets=REPLY_SECONDS,
            registry=self.registry,
        )
        self._edits = Counter(
            "factbot_edits",
            "Edits of facts and sources, by their result.",
            ["result"],
            registry=self.registry,
        )
        for band in Band:
            self._questions.labels(band.value)
        for outcome in Outcome:
            self._edits.labels(outcome.value)
        self.registry.register(self)
        ProcessCollector(registry=self.registry)

    def count_replies(self) -> None:
        """Start to count replies."""
        self._desk.observe(self._replied)

    def edited(self, edit: Edit) -> None:
        """Count an edit by its result."""
        self._edits.labels(edit.outcome.value).inc()

    def collect(self) -> Iterator[Metric]:
        """How the bot is now."""
        base, connection, querylog = self._desk.base, self._connection(), self._querylog
        gauges = {
            "factbot_gateway_ready": ("1 while all connections to Discord are up.", connection.ready),
            "factbot_log_rows_waiting": ("Rows that wait to be written to the query log.", querylog.waiting),
            "factbot_log_refuses": ("1 while the query log cannot be written.", querylog.refusal is not None),
            "factbot_log_bytes": ("Bytes of the query log on disk.", querylog.size()),
            "factbot_requests_open": ("Questions that wait for the editors.", self._open_requests),
            "factbot_facts": ("Facts of the current base.", len(base.facts)),
            "factbot_edit_problems": (
                "Problems for which the last edit is rejected.",
                len(self._desk.editing.problems),
            ),
            "factbot_editors_channel_problem": (
                "1 while editors cannot be told about edits.",
                connection.channel_problem is not None,
            ),
        }
        for name, (meaning, value) in gauges.items():
            if value is not None:
                yield GaugeMetricFamily(name, meaning, int(value))
        counters = {
            "factbot_log_rows_dropped": ("Rows that were dropped without being written.", querylog.dropped),
            "factbot_interactions_failed": ("Interactions that failed.", connection.failures),
            "factbot_gateway_reconnects": ("Times that a lost connection was restored.", connection.reconnects),
        }
        for name, (meaning, value) in counters.items():
            yield CounterMetricFamily(name, meaning, value)
        yield InfoMetricFamily("factbot_base", "The current base.", {"version": base.version})
        build = {"version": self._build.version, "commit": self._build.commit, "python": platform.python_version()}
        yield InfoMetricFamily("factbot_build", "The program.", build)

    async def metrics(self, request: web.Request) -> web.Response:
        """``/metrics``: everything, in Prometheus's own text format."""
        try:
            self._open_requests = await self._querylog.read(count_open)
        except LogUnavailable:
            self._open_requests = None
        return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def live(self, request: web.Request) -> web.Response:
        """``/live``: 200, since the event loop answers."""
        return web.Response(text="live\n")

    async def ready(self, request: web.Request) -> web.Response:
        """``/ready``: 200 if Discord is connected and the query log can be written, else 503 and why not."""
        wrong = [] if self._connection().ready else ["not connected to Discord"]
        if self._querylog.refusal:
            wrong.append("the query log cannot be written")
        return web.Response(text=f"{'; '.join(wrong) or 'ready'}\n", status=503 if wrong else 200)

    def _replied(self, reply: Reply, seconds: float) -> None:
        self._questions.labels(reply.outcome.value).inc()
        self._seconds.observe(seconds)


@asynccontextmanager
async def served(metrics: Metrics, port: int | None, address: str) -> AsyncIterator[None]:
    """Count replies and serve ``/metrics``, ``/live`` and ``/ready`` inside the block; nothing if ``port`` is None.

    Raises :exc:`MetricsUnavailable`.
    """
    if port is None:
        yield
        return
    app = web.Application()
    app.add_routes(
        [web.get("/metrics", metrics.metrics), web.get("/live", metrics.live), web.get("/ready", metrics.ready)]
    )
    runner = web.AppRunner(app, access_log=None, keepalive_timeout=IDLE_SECONDS, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, address, port).start()
        except (OSError, UnicodeError) as error:  # UnicodeError: the address cannot be a host name
            number = error.errno if isinstance(error, OSError) and not isinstance(error, socket.gaierror) else None
            why = os.strerror(number) if number else "it is not an address"
            raise MetricsUnavailable(f"metrics cannot be served on {address}, port {port} ({why})") from error
        metrics.count_replies()
        yield
    finally:
        await runner.cleanup()

"""Metrics for Prometheus, and the port that serves them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.desk import Desk
from bot.editing.reloader import Edit, Outcome
from bot.matching.confidence import Band
from bot.querylog.store import QueryLog
from bot.reply import Reply

REPLY_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""The buckets of the latency histogram: a reply takes milliseconds, and Discord waits three seconds for one."""


class MetricsUnavailable(Exception):
    """The metrics cannot be served; the text says why."""


class Metrics(Collector):
    """Counts questions and edits, and reports how the bot is when Prometheus asks."""

    def __init__(self, desk: Desk, querylog: QueryLog, ready: Callable[[], bool]) -> None:
        """``ready`` says whether all of Discord's connections are up."""
        self._desk = desk
        self._querylog = querylog
        self._ready = ready
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
        """How the bot is now. Called in the server's own thread, so nothing here waits or writes."""
        base = self._desk.base
        yield GaugeMetricFamily(
            "factbot_gateway_ready", "1 while all connections to Discord are up.", int(self._ready())
        )
        yield GaugeMetricFamily(
            "factbot_log_rows_waiting", "Rows that wait to be written to the query log.", self._querylog.waiting
        )
        yield CounterMetricFamily(
            "factbot_log_rows_dropped", "Rows that were dropped without being written.", self._querylog.dropped
        )
        yield GaugeMetricFamily("factbot_facts", "Facts of the current base.", len(base.facts))
        yield InfoMetricFamily("factbot_base", "The current base.", {"version": base.version})
        yield GaugeMetricFamily(
            "factbot_edit_problems", "Problems for which the last edit is rejected.", len(self._desk.editing.problems)
        )

    def _replied(self, reply: Reply, seconds: float) -> None:
        self._questions.labels(reply.outcome.value).inc()
        self._seconds.observe(seconds)


@contextmanager
def served(metrics: Metrics, port: int | None, address: str) -> Iterator[None]:
    """Count replies and serve all metrics over HTTP inside the block; do neither if ``port`` is None.

    Raises :exc:`MetricsUnavailable`.
    """
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, address, metrics.registry)
    except (OSError, UnicodeError) as error:  # UnicodeError: the address cannot be a host name
        why = error.strerror if isinstance(error, OSError) else "it is not an address"
        raise MetricsUnavailable(f"metrics cannot be served on {address}, port {port} ({why})") from error
    metrics.count_replies()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

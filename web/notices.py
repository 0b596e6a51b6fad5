"""Carries “this hall changed” between the workers of one house, through Valkey or Redis."""

import logging
import time
from collections.abc import Callable

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger("haohao")

CHANNEL = "haohao:changed"


class QueueNotices:
    """Notices over a Valkey or Redis channel. A lost notice costs a second at most: each worker also compares heads."""

    def __init__(self, url: str) -> None:
        # Whoever sends has done a deed and waits for its answer; whoever listens waits for ever.
        at_once = Retry(NoBackoff(), 0)
        self._sending = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=at_once)
        self._listening = redis.Redis.from_url(url, socket_timeout=None, socket_connect_timeout=2)

    def send(self, hall: int, seq: int) -> None:
        """Tell the other workers; a queue that is away is no reason to fail a deed."""
        try:
            self._sending.publish(CHANNEL, f"{hall}:{seq}")
        except redis.RedisError:
            log.warning("the message queue is away; screens of other workers follow within a second")

    def listen(self, ring: Callable[[int], None]) -> None:
        """Call `ring` with the hall for every notice, for ever; comes back by itself when the queue was away."""
        while True:
            try:
                # The library leaves `pubsub` without types.
                with self._listening.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
                    subscription.subscribe(CHANNEL)
                    for notice in subscription.listen():
                        ring(int(notice["data"].split(b":")[0]))
            except redis.RedisError:
                time.sleep(1)

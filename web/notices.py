"""Carries “this hall changed” between the workers of one house, through Valkey or Redis."""

import logging
import time
from collections.abc import Callable

import redis

log = logging.getLogger("haohao")

CHANNEL = "haohao:changed"


class QueueNotices:
    """Notices over a Valkey or Redis channel. A lost notice costs a second at most: each worker also compares heads."""

    def __init__(self, url: str) -> None:
        self._queue = redis.Redis.from_url(url, socket_timeout=None, socket_connect_timeout=2)

    def send(self, hall: int, seq: int) -> None:
        """Tell the other workers; a queue that is away is no reason to fail a deed."""
        try:
            self._queue.publish(CHANNEL, f"{hall}:{seq}")
        except redis.RedisError:
            log.warning("the message queue is away; screens of other workers follow within a second")

    def listen(self, ring: Callable[[int], None]) -> None:
        """Call `ring` with the hall for every notice, for ever; comes back by itself when the queue was away."""
        while True:
            try:
                # The library leaves `pubsub` without types.
                with self._queue.pubsub(ignore_subscribe_messages=True) as subscription:  # type: ignore[no-untyped-call]
                    subscription.subscribe(CHANNEL)
                    for notice in subscription.listen():
                        ring(int(notice["data"].split(b":")[0]))
            except redis.RedisError:
                time.sleep(1)

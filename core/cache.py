"""A Redis cache that is a convenience, never a need: without the server every look-up is a miss."""

from collections import defaultdict
from time import monotonic
from typing import Any, ClassVar

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# How long a server that failed is not asked again, per process.
LEAVE_ALONE_SECONDS = 5.0

log = structlog.get_logger("ind.cache")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache that answers with the default while the server cannot be reached."""

    # Shared by the instances of this process: Django makes one for each thread.
    _left_alone_until: ClassVar[defaultdict[str, float]] = defaultdict(float)
    # A server that hung may still carry out an `add` when it goes on. To the caller it had no holder (the locks of the
    # sign-in limits), so it is taken back before anything else is asked; else signing in is refused till it expires.
    _unsettled: ClassVar[defaultdict[str, set[tuple[Any, int | None]]]] = defaultdict(set)

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 1)
        options.setdefault("socket_timeout", 1)
        super().__init__(server, params)
        self._server = server

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._or(True, self._add, key, value, timeout, version))

    def _add(self, key: Any, value: Any, timeout: Any, version: int | None) -> bool:
        try:
            return super().add(key, value, timeout, version)
        except (RedisError, OSError):
            self._unsettled[self._server].add((key, version))
            raise

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, super().touch, key, *args, **kwargs))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._or(False, super().has_key, key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._or(delta, super().incr, key, delta, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._or(False, super().delete, key, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._or({}, super().get_many, keys, version)
        return found

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        failed: list[Any] = self._or([], super().set_many, data, *args, **kwargs)
        return failed

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._or(None, super().delete_many, keys, version)

    def _or(self, default: Any, call: Any, *args: Any, **kwargs: Any) -> Any:
        # A server that does not answer costs a second per call; after one failure it is left alone for a while.
        if monotonic() < self._left_alone_until[self._server]:
            return default
        try:
            while self._unsettled[self._server]:
                key, version = next(iter(self._unsettled[self._server]))
                super().delete(key, version)
                self._unsettled[self._server].discard((key, version))
            return call(*args, **kwargs)
        except (RedisError, OSError):
            self._left_alone_until[self._server] = monotonic() + LEAVE_ALONE_SECONDS
            log.warning("cache_unreachable")
            return default

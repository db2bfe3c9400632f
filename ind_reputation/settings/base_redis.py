"""From REDIS_URL (`redis://host:port/0` or `unix:///path`) to the addresses of broker (db 0) and cache (db 2)."""

import environ

_url = environ.FileAwareEnv().str("REDIS_URL", default="redis://127.0.0.1:6379/0")

if _url.startswith(("unix://", "redis+socket://")):
    _path = _url.split("://", 1)[1].split("?", 1)[0]
    BROKER_URL = f"redis+socket://{_path}?virtual_host=0"
    CACHE_LOCATION = f"unix://{_path}?db=2"
else:
    _base = _url.rsplit("/", 1)[0] if _url.count("/") > 2 else _url
    BROKER_URL = f"{_base}/0"
    CACHE_LOCATION = f"{_base}/2"

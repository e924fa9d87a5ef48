"""Sends three events by an unmodified client: python clients.py CLIENT KEY ADDRESS HALF."""

import sys

client, key, at, half = sys.argv[1:]

if client == "segment-python":
    import segment.analytics as analytics

    analytics.write_key, analytics.host = key, at
    for number in (1, 2, 3):
        analytics.track(anonymous_id="p", event="Product Viewed", properties={"product_id": f"{half}-{number}"})
    analytics.shutdown()
elif client == "rudder-python":
    import rudderstack.analytics as analytics

    analytics.write_key, analytics.dataPlaneUrl = key, at
    for number in (1, 2, 3):
        analytics.track(anonymous_id="r", event="Product Viewed", properties={"product_id": f"{half}-{number}"})
    analytics.shutdown()
else:
    import threading
    from urllib.parse import urlparse

    from snowplow_tracker import Emitter, PageView, Tracker

    address = urlparse(at)
    arrived, events = threading.Semaphore(0), 3
    done = lambda payloads: [arrived.release() for _ in payloads]
    emitter = Emitter(f"{address.hostname}:{address.port}", protocol="http", batch_size=events, on_success=done)
    tracker = Tracker("sp", emitter, app_id=key)
    for number in range(events):
        tracker.track(PageView(page_url=f"https://shop.example/{half}/{number}"))
    # It tries again by a timer of its own.
    for _ in range(events):
        assert arrived.acquire(timeout=30)

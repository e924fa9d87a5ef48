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
    from urllib.parse import urlparse

    from snowplow_tracker import Emitter, EmitterConfiguration, PageView, Snowplow, Tracker, TrackerConfiguration

    address = urlparse(at)
    emitter = Emitter(f"{address.hostname}:{address.port}", protocol="http", method="post", batch_size=3)
    tracker = Tracker("sp", emitter, app_id=key)
    for number in (1, 2, 3):
        tracker.track(PageView(page_url=f"https://shop.example/{half}/{number}"))
    tracker.flush()
    while not emitter.event_store.size() == 0:
        tracker.flush()

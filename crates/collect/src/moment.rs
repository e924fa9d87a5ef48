//! Instants as clients write them, and what they are by a clock that can be trusted.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;

/// No event of this trade is older, or can be later; what says otherwise comes from a broken clock.
const EARLIEST: Date = date(1990, 1, 1);
const LATEST: Date = date(2100, 1, 1);

/// Reads ISO 8601, which is UTC where it names no zone, or seconds, milliseconds or microseconds since 1970.
pub(crate) fn read(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let number = text.split('.').next().and_then(|whole| whole.parse::<i64>().ok());
    let instant = match number.filter(|_| !text.contains('-')) {
        Some(number) => epoch(number),
        None => text.parse::<Timestamp>().ok().or_else(|| naive(text)),
    };
    instant.filter(|at| (EARLIEST..LATEST).contains(&TimeZone::UTC.to_datetime(*at).date()))
}

fn naive(text: &str) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()
}

/// Seconds have ten digits for a long time yet, milliseconds thirteen, microseconds sixteen.
fn epoch(number: i64) -> Option<Timestamp> {
    const MILLISECONDS: i64 = 100_000_000_000;
    const MICROSECONDS: i64 = MILLISECONDS * 1_000;
    let instant = if number < MILLISECONDS {
        Timestamp::from_second(number)
    } else if number < MICROSECONDS {
        Timestamp::from_millisecond(number)
    } else {
        Timestamp::from_microsecond(number)
    };
    instant.ok()
}

/// When it happened: received − (sent − original). A client whose clock is wrong is wrong by the same when it sends, so that the
/// difference is right; nothing happens after it was received. Without both of the client's instants the one there is counts.
pub(crate) fn corrected(original: Option<Timestamp>, sent: Option<Timestamp>, received: Timestamp) -> Timestamp {
    let Some(original) = original else {
        return received;
    };
    let by_client = sent.map(|sent| original.duration_until(sent));
    let at = by_client.map_or(Ok(original), |waited| received.checked_sub(waited));
    at.unwrap_or(original).min(received)
}

#[cfg(test)]
mod tests {
    use super::{corrected, read};

    #[test]
    fn instants_of_clients_are_read() {
        let cases = [
            ("2026-11-22T00:13:14.788Z", Some("2026-11-22T00:13:14.788Z")),
            ("2026-11-22T00:06:30.236+00:00", Some("2026-11-22T00:06:30.236Z")),
            ("2026-11-22T02:06:30+02:00", Some("2026-11-22T00:06:30Z")),
            ("2026-11-22T00:06:30", Some("2026-11-22T00:06:30Z")),
            ("2026-11-22 00:06:30", Some("2026-11-22T00:06:30Z")),
            ("1795306458522", Some("2026-11-22T00:14:18.522Z")),
            ("1795306458", Some("2026-11-22T00:14:18Z")),
            ("1795306458.25", Some("2026-11-22T00:14:18Z")),
            ("1795306458522000", Some("2026-11-22T00:14:18.522Z")),
            ("yesterday", None),
            ("", None),
            ("0", None),
            ("-1", None),
            ("1e99", None),
            ("99999999999999999999", None),
            ("9999-12-31T23:59:59Z", None),
        ];
        for (text, want) in cases {
            let want = want.and_then(|want| want.parse().ok());
            assert_eq!(read(text), want, "{text}");
        }
    }

    #[test]
    fn clocks_are_put_right() {
        let at = |text: &str| text.parse().ok();
        let received = read("2026-11-22T12:00:10Z").unwrap_or_default();
        let cases = [
            // The client is an hour late; the event waited five seconds.
            (
                at("2026-11-22T11:00:00Z"),
                at("2026-11-22T11:00:05Z"),
                "2026-11-22T12:00:05Z",
            ),
            // A day early.
            (
                at("2026-11-23T12:00:00Z"),
                at("2026-11-23T12:00:05Z"),
                "2026-11-22T12:00:05Z",
            ),
            // Told long after: an old time stays old.
            (
                at("2025-01-01T00:00:00Z"),
                at("2026-11-22T12:00:10Z"),
                "2025-01-01T00:00:00Z",
            ),
            // Sent before it happened: no later than it was received.
            (
                at("2026-11-22T12:30:00Z"),
                at("2026-11-22T12:00:00Z"),
                "2026-11-22T12:00:10Z",
            ),
            (at("2026-11-22T11:00:00Z"), None, "2026-11-22T11:00:00Z"),
            (at("2027-11-22T11:00:00Z"), None, "2026-11-22T12:00:10Z"),
            (None, at("2026-11-22T11:00:00Z"), "2026-11-22T12:00:10Z"),
        ];
        for (original, sent, want) in cases {
            assert_eq!(
                Some(corrected(original, sent, received)),
                at(want),
                "{original:?} {sent:?}"
            );
        }
    }
}

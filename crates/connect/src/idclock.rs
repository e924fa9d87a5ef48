//! Publication instants from post ids, and the zone of naive times by comparison with them.
//!
//! Instagram, X, TikTok and LinkedIn ids carry the instant at which the id was made, which is within seconds of
//! publication. A naive "publish time" beside such ids betrays its zone.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::connector::IdClock;

/// First and last plausible publication: before social media, and beyond any file's future.
const PLAUSIBLE: std::ops::Range<i64> = 1_136_073_600_000..4_102_444_800_000;

impl IdClock {
    /// The instant in an id, or `None` where the id is no number or gives no plausible instant.
    ///
    /// Instagram exports hold an id of the Graph API, which has no clock; the clock is in the code of the permalink
    /// (`instagram.com/p/DWYmv_6j6Ge/`). So Instagram takes a permalink, too.
    pub fn instant(self, id: &str) -> Option<Timestamp> {
        let id = id.trim();
        let number = match self {
            Self::Instagram if id.contains('/') => instagram_id(id)?,
            _ => id.parse().ok()?,
        };
        let millis = match self {
            Self::Instagram => (number >> 23).checked_add(INSTAGRAM_EPOCH)?,
            Self::X => (number >> 22).checked_add(1_288_834_974_657)?,
            Self::TikTok => (number >> 32).checked_mul(1000)?,
            Self::LinkedIn => number >> 22,
        };
        let earliest = if self == Self::Instagram {
            INSTAGRAM_FIRST
        } else {
            PLAUSIBLE.start
        };
        let millis = i64::try_from(millis)
            .ok()
            .filter(|m| (earliest..PLAUSIBLE.end).contains(m))?;
        Timestamp::from_millisecond(millis).ok()
    }
}

/// 2011-08-24, from which Instagram's ids count.
const INSTAGRAM_EPOCH: u64 = 1_314_220_021_721;
/// 2012-01-01: what would be earlier is an id of the Graph API (`18125302072605343`), which has no clock.
const INSTAGRAM_FIRST: i64 = 1_325_376_000_000;

/// The id in a permalink's code, which is the id in base 64.
fn instagram_id(permalink: &str) -> Option<u64> {
    const MARKS: [&str; 4] = ["/p/", "/reel/", "/tv/", "/reels/"];
    const LONGEST: usize = 11;
    let (_, rest) = MARKS.iter().find_map(|mark| permalink.split_once(mark))?;
    let code = rest
        .split(['/', '?', '#'])
        .next()
        .filter(|code| (1..=LONGEST).contains(&code.len()))?;
    code.bytes().try_fold(0_u64, |id, letter| {
        let digit = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        id.checked_mul(64)?.checked_add(digit.into())
    })
}

/// How well a zone explains naive times beside id clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneFit<'z> {
    /// IANA zone.
    pub zone: &'z str,
    /// Pairs that agree within [`TOLERANCE`].
    pub agree: usize,
    /// Pairs compared.
    pub of: usize,
}

/// How far an id's clock may lie from the stated publish time. Uploads and drafts make their id minutes earlier.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(10);

/// Zones that exports have been seen to use.
const ZONES: &[&str] = &[
    "America/Los_Angeles",
    "UTC",
    "America/New_York",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Shanghai",
];

/// The zone in which most naive times agree with the id clocks, if more than half do.
///
/// `more` are further candidates (the account's own zone), preferred where they fit as well.
pub fn zone_of<'z>(pairs: &[(DateTime, Timestamp)], more: &[&'z str]) -> Option<ZoneFit<'z>> {
    let fits = more.iter().chain(ZONES).filter_map(|zone| fit(pairs, zone));
    let best = fits.reduce(|best, next| if next.agree > best.agree { next } else { best })?;
    (best.agree * 2 > best.of).then_some(best)
}

fn fit<'z>(pairs: &[(DateTime, Timestamp)], zone: &'z str) -> Option<ZoneFit<'z>> {
    let tz = TimeZone::get(zone).ok()?;
    let agrees = |(naive, clock): &&(DateTime, Timestamp)| {
        tz.to_timestamp(*naive)
            .is_ok_and(|at| at.duration_since(*clock).abs() <= TOLERANCE)
    };
    Some(ZoneFit {
        zone,
        agree: pairs.iter().filter(agrees).count(),
        of: pairs.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_in_ids() {
        for (clock, id, expected) in [
            // X's own documents show this post with `Wed Oct 10 20:19:24 +0000 2018`.
            (IdClock::X, "1050118621198921728", "2018-10-10T20:19:24Z"),
            // 229 days of 86,400,000 ms, shifted by 23 bits, after the epoch 2011-08-24T21:07:01.721Z.
            (IdClock::Instagram, "165973642444800000", "2012-04-09T21:07:01.721Z"),
            // A real post, of which its export says `03/27/2026 03:26` in Los Angeles.
            (
                IdClock::Instagram,
                "https://www.instagram.com/p/DWYmv_6j6Ge/",
                "2026-03-27T10:25:44",
            ),
            // 2025-07-01 in seconds, shifted by 32 bits; in milliseconds, shifted by 22.
            (IdClock::TikTok, "7521896484569088000", "2025-07-01T00:00:00Z"),
            (IdClock::LinkedIn, "7345602035712000000", "2025-07-01T00:00:00Z"),
            (IdClock::X, " 1050118621198921728 ", "2018-10-10T20:19:24Z"),
        ] {
            let found = clock.instant(id).map(|at| at.to_string());
            let found = found.as_deref().unwrap_or_default();
            assert!(
                found.starts_with(expected.trim_end_matches('Z')),
                "{clock:?} {id}: {found}"
            );
        }
        for (clock, id) in [
            (IdClock::X, ""),
            (IdClock::Instagram, "18125302072605343"),
            (IdClock::Instagram, "https://www.instagram.com/stories/sobat/1/"),
            (IdClock::Instagram, "https://www.instagram.com/p/__________________/"),
            (IdClock::X, "1.05E+18"),
            (IdClock::X, "-5"),
            (IdClock::TikTok, "12345"),
            (IdClock::LinkedIn, "18446744073709551615"),
            (IdClock::X, "99999999999999999999999"),
        ] {
            assert_eq!(clock.instant(id), None, "{clock:?} {id}");
        }
    }

    /// Naive times of Los Angeles beside UTC instants, in winter and in summer.
    #[test]
    fn the_zone_of_naive_times() {
        let pair = |naive: &str, at: &str| Some((naive.parse().ok()?, at.parse().ok()?));
        let pairs: Option<Vec<_>> = [
            ("2025-01-17T09:03:00", "2025-01-17T17:03:10Z"),
            ("2025-06-17T09:03:00", "2025-06-17T16:00:02Z"),
            ("2025-06-18T21:00:00", "2025-06-19T03:59:30Z"),
            // A draft: its id is days older.
            ("2025-06-20T10:00:00", "2025-06-11T10:00:00Z"),
        ]
        .into_iter()
        .map(|(naive, at)| pair(naive, at))
        .collect();
        let pairs = pairs.unwrap_or_default();
        let fit = zone_of(&pairs, &["Europe/Amsterdam"]);
        let expected = ZoneFit {
            zone: "America/Los_Angeles",
            agree: 3,
            of: 4,
        };
        assert_eq!(fit, Some(expected));
        assert_eq!(zone_of(&[], &[]), None);
        assert_eq!(zone_of(pairs.get(3..).unwrap_or_default(), &["Europe/Amsterdam"]), None);
    }
}

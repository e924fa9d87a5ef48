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
    pub fn instant(self, id: &str) -> Option<Timestamp> {
        let id: u64 = id.trim().parse().ok()?;
        let millis = match self {
            Self::Instagram => (id >> 23).checked_add(1_314_220_021_721)?,
            Self::X => (id >> 22).checked_add(1_288_834_974_657)?,
            Self::TikTok => (id >> 32).checked_mul(1000)?,
            Self::LinkedIn => id >> 22,
        };
        let millis = i64::try_from(millis).ok().filter(|m| PLAUSIBLE.contains(m))?;
        Timestamp::from_millisecond(millis).ok()
    }
}

/// How well a zone explains naive times beside id clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneFit {
    /// IANA zone.
    pub zone: &'static str,
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
pub fn zone_of(pairs: &[(DateTime, Timestamp)], more: &[&'static str]) -> Option<ZoneFit> {
    let fits = more.iter().chain(ZONES).filter_map(|zone| fit(pairs, zone));
    let best = fits.reduce(|best, next| if next.agree > best.agree { next } else { best })?;
    (best.agree * 2 > best.of).then_some(best)
}

fn fit(pairs: &[(DateTime, Timestamp)], zone: &'static str) -> Option<ZoneFit> {
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

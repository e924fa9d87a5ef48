//! Post ids and addresses that carry the instant of publication, as the platforms' own ids do.
//!
//! Instagram (short code of the address): `(ms - 1314220021721) << 23`. X: `(ms - 1288834974657) << 22`.
//! TikTok: `s << 32`. Facebook's and YouTube's ids carry no clock.

use jiff::Timestamp;

use super::chance::Chance;
use super::organic::{Format, Platform};
use super::words::HANDLE;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Id and address of a post.
pub(super) fn post(chance: &mut Chance, platform: Platform, format: Format, at: Timestamp) -> (String, String) {
    let ms = at.as_millisecond();
    match platform {
        Platform::Facebook => {
            let id = format!("{}", 1_200_000_000_000_000 + chance.bits() % 90_000_000_000_000);
            let link = format!(
                "https://www.facebook.com/{HANDLE}/posts/pfbid0{}",
                code(chance.bits(), 10)
            );
            (id, link)
        }
        Platform::Instagram => {
            let id = format!("{}", 17_900_000_000_000_000 + chance.bits() % 200_000_000_000_000);
            let clock = shifted(ms - 1_314_220_021_721, 23) | (chance.bits() >> 41);
            let kind = if format == Format::Reel { "reel" } else { "p" };
            (id, format!("https://www.instagram.com/{kind}/{}/", code(clock, 11)))
        }
        Platform::X => {
            let id = shifted(ms - 1_288_834_974_657, 22) | (chance.bits() >> 42);
            (id.to_string(), format!("https://x.com/{HANDLE}/status/{id}"))
        }
        Platform::TikTok => {
            let id = shifted(at.as_second(), 32) | (chance.bits() >> 32);
            (id.to_string(), format!("https://www.tiktok.com/@{HANDLE}/video/{id}"))
        }
        Platform::YouTube => {
            let id = code(chance.bits(), 11);
            let link = format!("https://www.youtube.com/watch?v={id}");
            (id, link)
        }
    }
}

fn shifted(since: i64, bits: u32) -> u64 {
    since.unsigned_abs() << bits
}

/// The lowest `6 * length` bits in the alphabet of Instagram and YouTube, most significant first.
fn code(bits: u64, length: u32) -> String {
    (0..length)
        .rev()
        .map(|i| {
            let index = bits.checked_shr(6 * i).unwrap_or(0) & 63;
            char::from(BASE64[usize::try_from(index).unwrap_or(0)])
        })
        .collect()
}

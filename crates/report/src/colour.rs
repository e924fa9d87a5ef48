//! [`Colour`]: an agency's accent, made readable on paper and in the dark (WCAG 2.2, contrast 1.4.3).

use serde::{Deserialize, Serialize};

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour([u8; 3]);

/// Contrast that text needs.
const READABLE: f64 = 4.5;
/// Ground of a light page's darkest card, and of a dark page's lightest.
const LIGHT: Colour = Colour([0xf6, 0xf4, 0xef]);
const DARK: Colour = Colour([0x24, 0x26, 0x2a]);

impl Colour {
    /// From `#rrggbb`.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// As `#rrggbb`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast of two colours, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The nearest colour that can be read on light paper.
    #[must_use]
    pub fn on_light(self) -> Self {
        self.towards(0, LIGHT)
    }

    /// The nearest colour that can be read in the dark.
    #[must_use]
    pub fn on_dark(self) -> Self {
        self.towards(255, DARK)
    }

    /// Steps towards black or white until it reads on `ground`.
    fn towards(self, end: u8, ground: Self) -> Self {
        let step = |n: u16| {
            let mix = |part: u8| (u16::from(part) * (20 - n) + u16::from(end) * n) / 20;
            Self(self.0.map(|part| u8::try_from(mix(part)).unwrap_or(end)))
        };
        (0..20)
            .map(step)
            .find(|c| c.contrast(ground) >= READABLE)
            .unwrap_or(Self([end; 3]))
    }
}

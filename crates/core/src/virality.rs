//! [`Usual`]: what an account's posts usually get, and how far one post stands above it.
//!
//! Figures of posts are spread over orders of magnitude, so the measure is taken on the logarithm; and one hit must
//! not hide itself by stretching the scale, so it rests on medians. The score is the modified z-score of Iglewicz and
//! Hoaglin (How to Detect and Handle Outliers, ASQC 1993): 0.6745 · (x − median) ⁄ MAD, with x = ln(1 + figure).
//! Where more than half of the posts are alike (MAD is nought) the mean deviation takes its place, as in SPSS:
//! (x − median) ⁄ (1.253314 · mean deviation).
//!
//! It is a description of luck, never a target.

use crate::Number;

/// Fewer posts than this say nothing about what is usual.
pub const MIN_POSTS: usize = 10;

/// Scores beyond this are outliers, by the recommendation of Iglewicz and Hoaglin.
pub const OUTLIER: f64 = 3.5;

/// Makes the median deviation of a normal distribution its standard deviation.
const NORMAL_MEDIAN_DEVIATION: f64 = 0.6745;

/// Makes the mean deviation of a normal distribution its standard deviation.
const NORMAL_MEAN_DEVIATION: f64 = 1.253_314;

/// What the posts of one account usually get.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// The median figure.
    pub median: f64,
    /// How many posts it was taken from.
    pub posts: usize,
    /// Median of the logarithms.
    centre: f64,
    /// Robust standard deviation of the logarithms.
    spread: f64,
}

impl Usual {
    /// From the figures of the account's posts, the post to judge among them; `None` if they are fewer than
    /// [`MIN_POSTS`] or all alike. Negative figures are left out.
    pub fn of(figures: &[Number]) -> Option<Self> {
        let mut figures: Vec<f64> = figures.iter().map(|n| n.to_f64()).filter(|&x| x >= 0.0).collect();
        if figures.len() < MIN_POSTS {
            return None;
        }
        let posts = figures.len();
        let mut logs: Vec<f64> = figures.iter().map(|x| x.ln_1p()).collect();
        let centre = median(&mut logs);
        let spread = spread(&logs, centre)?;
        Some(Self {
            median: median(&mut figures),
            posts,
            centre,
            spread,
        })
    }

    /// How many robust standard deviations the figure stands above the median, on the logarithm.
    pub fn score(&self, figure: Number) -> f64 {
        (figure.to_f64().max(0.0).ln_1p() - self.centre) / self.spread
    }

    /// How many times the median it is; `None` where the median is nought.
    pub fn times(&self, figure: Number) -> Option<f64> {
        (self.median > 0.0).then(|| figure.to_f64() / self.median)
    }
}

fn spread(logs: &[f64], centre: f64) -> Option<f64> {
    let mut deviations: Vec<f64> = logs.iter().map(|x| (x - centre).abs()).collect();
    let mean = deviations.iter().sum::<f64>() / deviations.len() as f64;
    let mad = median(&mut deviations);
    let spread = if mad > 0.0 {
        mad / NORMAL_MEDIAN_DEVIATION
    } else {
        mean * NORMAL_MEAN_DEVIATION
    };
    (spread > 0.0).then_some(spread)
}

/// Of a list that is not empty; sorts it.
fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = values.get(middle).copied().unwrap_or(0.0);
    if values.len() % 2 == 1 {
        return upper;
    }
    let lower = values.get(middle.wrapping_sub(1)).copied().unwrap_or(0.0);
    f64::midpoint(lower, upper)
}

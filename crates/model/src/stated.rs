//! What people say against what was tracked: the cross-table of stated and tracked origin, post-stratified to all deeds, and
//! the shift from one to the other that it shows.
//!
//! Few answer the question "How did you hear about us?", and those whom an ad brought answer more or less often than others.
//! Within each tracked origin the answers are taken as a sample of its deeds (post-stratification: Holt and Smith, Journal of the
//! Royal Statistical Society A 142, 1979): the share of an answer is the sum over origins h of W(h)·n(h, answer)⁄n(h), where W is the
//! origin's part of the deeds. The interval is Wilson's with the effective number of answers 1 ⁄ Σ W²·(1 − n⁄N)⁄n (Kish,
//! Survey Sampling, 1965), so that a full count has none.
//!
//! Limits: people forget and guess, and those who do not answer may differ within an origin too; neither is in the interval.
//! Deeds of origins that nobody answered for are in no estimate, and are counted apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::interval::{Confidence, Estimate};

/// Deeds of one tracked origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stratum {
    /// Tracked origin, each at most once.
    pub tracked: String,
    /// All its deeds, answered or not.
    pub deeds: u64,
    /// Deeds by what those who did them say: answers, each deed in one at most.
    pub answers: BTreeMap<String, u64>,
}

impl Stratum {
    /// Deeds with an answer.
    pub fn answered(&self) -> u64 {
        self.answers.values().sum()
    }
}

/// Estimate of one group of answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portion {
    /// Answers given.
    pub answers: u64,
    /// Share of the deeds of all origins that somebody answered for.
    pub share: Estimate,
    /// The same in deeds.
    pub deeds: Estimate,
}

/// Shares of all answers, estimated for all deeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Deeds of origins that somebody answered for.
    pub deeds: u64,
    /// Deeds of origins that nobody answered for: in no estimate.
    pub unheard: u64,
    /// Deeds with an answer.
    pub answered: u64,
    /// By answer; the shares sum to one.
    pub portions: BTreeMap<String, Portion>,
}

/// Estimates the share of each answer among all deeds; `None` without any answer.
pub fn stated(strata: &[Stratum], confidence: Confidence) -> Option<Stated> {
    let (heard, unheard): (Vec<&Stratum>, Vec<&Stratum>) = strata.iter().partition(|s| s.answered() > 0);
    let answers: BTreeSet<&String> = heard.iter().flat_map(|s| s.answers.keys()).collect();
    let portion = |answer: &String| Some((answer.clone(), portion(&heard, |a| a == answer, confidence)?));
    let portions: BTreeMap<String, Portion> = answers.into_iter().filter_map(portion).collect();
    (!portions.is_empty()).then(|| Stated {
        deeds: heard.iter().map(|s| deeds(s)).sum(),
        unheard: unheard.iter().map(|s| s.deeds).sum(),
        answered: heard.iter().map(|s| s.answered()).sum(),
        portions,
    })
}

/// How many deeds of the origins `from` are put down to the answers `to`: with direct visits and social media, dark social.
/// `None` where nobody of these origins answered.
pub fn shift(
    strata: &[Stratum],
    from: impl Fn(&str) -> bool,
    to: impl Fn(&str) -> bool,
    confidence: Confidence,
) -> Option<Portion> {
    let heard: Vec<&Stratum> = strata.iter().filter(|s| from(&s.tracked) && s.answered() > 0).collect();
    portion(&heard, to, confidence)
}

/// A stratum cannot hold fewer deeds than answers.
fn deeds(stratum: &Stratum) -> u64 {
    stratum.deeds.max(stratum.answered())
}

fn portion(heard: &[&Stratum], of: impl Fn(&str) -> bool, confidence: Confidence) -> Option<Portion> {
    let all: u64 = heard.iter().map(|s| deeds(s)).sum();
    if all == 0 {
        return None;
    }
    let (mut given, mut share, mut variance) = (0, 0.0, 0.0);
    for stratum in heard {
        let picked: u64 = stratum.answers.iter().filter(|(a, _)| of(a)).map(|(_, n)| n).sum();
        let (total, answered) = (deeds(stratum) as f64, stratum.answered() as f64);
        let weight = total / all as f64;
        given += picked;
        share += weight * picked as f64 / answered;
        variance += weight * weight * (1.0 - answered / total) / answered;
    }
    let share = wilson(share, variance, confidence);
    let deeds = |share: f64| share * all as f64;
    Some(Portion {
        answers: given,
        share,
        deeds: Estimate {
            value: deeds(share.value),
            low: deeds(share.low),
            high: deeds(share.high),
        },
    })
}

/// Wilson's interval of a share, from one by the effective number of answers; exact where that has no bound.
fn wilson(share: f64, one_by_n: f64, confidence: Confidence) -> Estimate {
    let share = share.clamp(0.0, 1.0);
    let z2n = confidence.z() * confidence.z() * one_by_n;
    if z2n <= 0.0 {
        return Estimate::exact(share);
    }
    let spread = (z2n * (share * (1.0 - share) + z2n / 4.0)).sqrt();
    let centre = share + z2n / 2.0;
    Estimate {
        value: share,
        low: ((centre - spread) / (1.0 + z2n)).clamp(0.0, share),
        high: ((centre + spread) / (1.0 + z2n)).clamp(share, 1.0),
    }
}

//! [`curve`]: the share ended by each age, from leads of which some are still open.
//!
//! The estimator is Aalen and Johansen's (Scandinavian Journal of Statistics 5, 1978) for two competing endings:
//! F(t) = Σ S(before)·dₖ ⁄ n. Without one of the two it is one less Kaplan and Meier's (Journal of the American Statistical
//! Association 53, 1958). Its variance is the delta method's (Marubini and Valsecchi, Analysing Survival Data, 1995, ch. 10),
//! which is Greenwood's (1926) where there is one ending. Intervals are on the log-log scale (Kalbfleisch and Prentice,
//! The Statistical Analysis of Failure Time Data, 1980), so they stay between 0 and 1.
//!
//! Taking lost leads as merely not watched any longer would overstate deals: it asks what would be if nobody could be lost.

use super::{Ending, FollowUp};
use crate::interval::{Confidence, Estimate, wilson};

/// What happened at one age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Age in days.
    pub day: u32,
    /// Leads open and watched just before.
    pub at_risk: usize,
    /// Won at this age.
    pub won: usize,
    /// Lost at this age.
    pub lost: usize,
    /// Share won by this age.
    pub won_by: f64,
    /// Share lost by this age.
    pub lost_by: f64,
    /// Share open beyond this age.
    pub open: f64,
}

/// Shares won and lost by age.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Ages at which a lead ended, rising.
    pub steps: Vec<Step>,
    /// Longest age up to which the curve is known: that of the lead watched longest; `None` for no end, where all have ended.
    pub known_to: Option<u32>,
    /// Days each lead was open and watched, falling: the number at risk at an age.
    days: Vec<u32>,
}

/// The curve of these leads, in any order.
pub fn curve(leads: &[FollowUp]) -> Curve {
    let mut sorted: Vec<FollowUp> = leads.to_vec();
    sorted.sort_unstable_by_key(|l| l.days());
    let mut steps: Vec<Step> = Vec::new();
    let mut at_risk = sorted.len();
    for same_day in sorted.chunk_by(|a, b| a.days() == b.days()) {
        let count = |ending| same_day.iter().filter(|l| l.is(ending)).count();
        let (won, lost) = (count(Ending::Won), count(Ending::Lost));
        if won + lost > 0 {
            let day = same_day.first().map_or(0, |l| l.days());
            steps.push(step(steps.last(), day, at_risk, won, lost));
        }
        at_risk -= same_day.len();
    }
    let all_ended = steps.last().is_some_and(|s| s.at_risk == s.won + s.lost);
    Curve {
        steps,
        known_to: (!all_ended).then(|| sorted.last().map_or(0, |l| l.days())),
        days: sorted.iter().rev().map(|l| l.days()).collect(),
    }
}

fn step(before: Option<&Step>, day: u32, at_risk: usize, won: usize, lost: usize) -> Step {
    let (won_by, lost_by, open) = before.map_or((0.0, 0.0, 1.0), |s| (s.won_by, s.lost_by, s.open));
    let n = at_risk as f64;
    Step {
        day,
        at_risk,
        won,
        lost,
        won_by: won_by + open * won as f64 / n,
        lost_by: lost_by + open * lost as f64 / n,
        open: open * (at_risk - won - lost) as f64 / n,
    }
}

impl Step {
    const fn by(&self, ending: Ending) -> f64 {
        match ending {
            Ending::Won => self.won_by,
            Ending::Lost => self.lost_by,
        }
    }

    const fn count(&self, ending: Ending) -> usize {
        match ending {
            Ending::Won => self.won,
            Ending::Lost => self.lost,
        }
    }
}

impl Curve {
    /// Share that ended so by `age`, with its interval; `None` beyond what was watched.
    ///
    /// Where none or all have, the log-log scale has no interval, and Wilson's of the leads still watched (none) or of all
    /// leads (all) stands in.
    pub fn share(&self, age: u32, ending: Ending, confidence: Confidence) -> Option<Estimate> {
        if self.days.is_empty() || self.known_to.is_some_and(|known| age > known) {
            return None;
        }
        let value = self.steps_to(age).last().map_or(0.0, |s| s.by(ending));
        let rest = 1.0 - value;
        if value <= 0.0 {
            // Where all ended the other way, all of them were seen to.
            let watched = self.days.partition_point(|&d| d >= age);
            let trials = if watched == 0 { self.days.len() } else { watched };
            return wilson(0, trials as u64, confidence);
        }
        if rest <= f64::EPSILON {
            let all = self.days.len() as u64;
            return wilson(all, all, confidence);
        }
        let spread = confidence.z() * self.standard_error(age, ending) / (rest * rest.ln()).abs();
        Some(Estimate {
            value,
            low: 1.0 - rest.powf((-spread).exp()),
            high: 1.0 - rest.powf(spread.exp()),
        })
    }

    /// Standard error of the share that ended so by `age`.
    pub fn standard_error(&self, age: u32, ending: Ending) -> f64 {
        let steps = self.steps_to(age);
        let now = steps.last().map_or(0.0, |s| s.by(ending));
        let mut before = 1.0;
        let mut variance = 0.0;
        for step in steps {
            let (n, ended, of_kind) = (
                step.at_risk as f64,
                (step.won + step.lost) as f64,
                step.count(ending) as f64,
            );
            let to_come = now - step.by(ending);
            if ended < n {
                variance += to_come * to_come * ended / (n * (n - ended));
            }
            variance += before * before * of_kind * (n - of_kind) / n.powi(3);
            variance -= 2.0 * to_come * before * of_kind / (n * n);
            before = step.open;
        }
        variance.max(0.0).sqrt()
    }

    /// First age by which this share has ended so; `None` where it was not reached.
    pub fn reaches(&self, share: f64, ending: Ending) -> Option<u32> {
        // The slack keeps a half that was added up from thirds a half.
        let reached = self.steps.iter().find(|s| s.by(ending) >= share - 1e-12);
        reached.map(|s| s.day)
    }

    fn steps_to(&self, age: u32) -> &[Step] {
        let end = self.steps.partition_point(|s| s.day <= age);
        self.steps.get(..end).unwrap_or_default()
    }
}

//! What came back for what was spent: ROI, ROAS, MER with their intervals, and the loss guard.
//!
//! Cost is exact and positive, so each ratio is a rising straight line of revenue, and the ends of the revenue's interval are
//! the ends of the ratio's: no approximation is made. Definitions: Farris et al., Marketing Metrics, 3rd ed. (2015), ch. 10.
//! Intervals of return are wide: Lewis and Rao, Quarterly Journal of Economics 130 (2015).
//!
//! Limits: the interval is of the *credit* (who gets it), not of *cause* (what would have been sold anyway). Revenue and
//! cost are in one currency and of the same days, which the caller sees to; the cost of goods sold is not taken off.

use harpoon_core::Number;
use harpoon_core::kpi::CostBasis;

use crate::interval::Estimate;

/// Return on one cost basis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Returns {
    /// Media or full cost.
    pub basis: CostBasis,
    /// What was spent.
    pub cost: Number,
    /// Revenue credited to it.
    pub revenue: Estimate,
    /// Revenue less cost, in money: below zero is lost.
    pub net: Estimate,
    /// Net for each unit of cost: 0.5 is half as much again, −1 is all lost.
    pub roi: Estimate,
    /// Revenue for each unit of cost. The trade calls it ROAS where the cost is media.
    pub roas: Estimate,
}

/// Why there is no return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoiError {
    /// Nothing was spent, or nothing was entered.
    #[error("no cost: a return needs one; enter costs, or import the spend")]
    NoCost,
    /// Less than nothing was spent.
    #[error("the cost is negative ({0}); a credit note belongs to the period of its invoice")]
    NegativeCost(Number),
}

/// What the interval of return says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The whole interval lies above zero.
    Profit,
    /// Zero lies within: neither profit nor loss is shown.
    Unclear,
    /// The whole interval lies below zero.
    Loss {
        /// What was lost, in money, above zero.
        lost: Estimate,
    },
    /// It would be a loss, and was declared beforehand as spending on awareness.
    DeclaredAwareness {
        /// What did not come back, in money, above zero.
        lost: Estimate,
    },
}

impl Verdict {
    /// Id in tables and files.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Profit => "profit",
            Self::Unclear => "unclear",
            Self::Loss { .. } => "loss",
            Self::DeclaredAwareness { .. } => "declared_awareness",
        }
    }

    /// What was lost, where the verdict is that something was.
    pub const fn lost(&self) -> Option<Estimate> {
        match self {
            Self::Profit | Self::Unclear => None,
            Self::Loss { lost } | Self::DeclaredAwareness { lost } => Some(*lost),
        }
    }
}

/// Return of `revenue` on `cost`.
pub fn returns(revenue: Estimate, cost: Number, basis: CostBasis) -> Result<Returns, RoiError> {
    let spent = positive(cost)?;
    Ok(Returns {
        basis,
        cost,
        revenue,
        net: revenue.rising(1.0, -spent),
        roi: revenue.rising(1.0 / spent, -1.0),
        roas: revenue.rising(1.0 / spent, 0.0),
    })
}

/// Marketing efficiency ratio: all revenue of the business, which is known exactly, for each unit of cost.
pub fn mer(all_revenue: Number, cost: Number) -> Result<f64, RoiError> {
    Ok(all_revenue.to_f64() / positive(cost)?)
}

fn positive(cost: Number) -> Result<f64, RoiError> {
    match cost.micros() {
        0 => Err(RoiError::NoCost),
        1.. => Ok(cost.to_f64()),
        _ => Err(RoiError::NegativeCost(cost)),
    }
}

impl Returns {
    /// The loss guard's verdict, from the interval of net return, which has the sign of ROI. It is only as good as the
    /// interval: revenue without one (a single rule of credit) proves no loss, so hand over the range over models then.
    ///
    /// Many campaigns are many chances to err: of forty that just break even, two are called a loss at 90 %.
    ///
    /// `declared` excuses a loss and nothing else: awareness that pays is a profit.
    pub fn verdict(&self, declared: bool) -> Verdict {
        let lost = Estimate {
            value: -self.net.value,
            low: -self.net.high,
            high: -self.net.low,
        };
        match (self.net.low, self.net.high) {
            (_, high) if high < 0.0 && declared => Verdict::DeclaredAwareness { lost },
            (_, high) if high < 0.0 => Verdict::Loss { lost },
            (low, _) if low > 0.0 => Verdict::Profit,
            _ => Verdict::Unclear,
        }
    }
}

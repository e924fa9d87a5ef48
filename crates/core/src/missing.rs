//! [`Missing`]: why there is no value, as facts; [`NoParts`]: why a difference has no parts.
//!
//! A reason is made where the lack is seen and worded where somebody reads it: `Display` is its English, with what to do, for
//! terminals and JSON; reports have words of their own in each language. So no reason is a sentence before it is printed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kpi::Deed;
use crate::virality::MIN_POSTS;
use crate::{Aged, CostKind, Dim, EventKind, Filter, Number, Period};

pub use no_parts::NoParts;

mod no_parts;

/// Why there is no value. Never nought for what is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nobody knows what stands behind links.
    #[error("no source: the kinds of landing page are not known")]
    NoDestination,
    /// A credit model deals it out, and this is asked of the lake alone.
    #[error("no source: a credit model deals it out; see `harpoon credit --value revenue` and `harpoon roi`")]
    DealtOut,
    /// Its statistical model was never fitted.
    #[error("no source: the model has not been fitted")]
    NotFitted,
    /// No post.
    #[error("no source: no post was published in this selection")]
    NoPost,
    /// No review.
    #[error("no source: no review was written in this selection")]
    NoReview,
    /// No import states these metrics.
    #[error("no source: no import states {}", .0.join(", "))]
    NoImport(Vec<String>),
    /// Its days lie elsewhere.
    #[error("no data for {period}: {}", known_days(*known))]
    NoData {
        /// What was asked for.
        period: Period,
        /// First to last day that is known; `None` where its figures have no date.
        known: Option<Period>,
    },
    /// What it stands on was removed, because it was older than the workspace keeps it.
    #[error(
        "no data for {period}: {what} from before {before} were removed; the workspace keeps them no longer than that"
    )]
    Removed {
        /// What was asked for.
        period: Period,
        /// What was removed.
        what: Aged,
        /// The first day that is kept.
        before: Date,
    },
    /// What the formula needs is stated, but never for one account.
    #[error("no source states all that the formula needs for one account")]
    NotTogether,
    /// The same, by these dimensions.
    #[error("no source states all that the formula needs by {}", listed(.0, ", "))]
    NotTogetherBy(Vec<Dim>),
    /// Metrics that no source states by these dimensions.
    #[error("no source states {} by {}", sides_in_words(sides), listed(dims, ", "))]
    NotStatedBy {
        /// For each side of the formula, the metrics of which one would do.
        sides: Vec<Vec<String>>,
        /// The dimensions.
        dims: Vec<Dim>,
    },
    /// So many facts, none with a value.
    #[error("not stated: {0} facts, none with a value")]
    WithoutValue(i64),
    /// Two platforms claim the same sale.
    #[error("platforms claim the same outcomes: not added over platforms; use --by platform")]
    Claims,
    /// No number of people.
    #[error("not stated: no source gives the number of people")]
    NoPeople,
    /// People of several figures, and nobody knows how many are the same.
    #[error("people never add, and the audience is not known: only bounds")]
    OnlyBounds,
    /// Too few posts to say what is usual.
    #[error("fewer than {MIN_POSTS} posts of the account, or all alike: nothing is usual yet")]
    NothingUsual,
    /// The KPI is of another stage of the funnel than those asked for.
    #[error("it is of another stage of the funnel than `stage` asks for")]
    OtherStage,
    /// Money in these currencies, which are never added.
    #[error(
        "the money is in {}, which are never added; ask where there is one (--by platform, --where platform=P), or enter the \
         costs in one currency",
        .0.join(" and ")
    )]
    Currencies(Vec<String>),
    /// Money in several currencies on the two sides of a ratio.
    #[error("money in several currencies; filter by account, or convert first")]
    SeveralCurrencies,
    /// The denominator is nought.
    #[error("nothing to divide by: the denominator is 0")]
    NothingBelow,
    /// One side of a ratio is not known.
    #[error("one side of the ratio is missing")]
    OneSide,
    /// An estimate is no part of a sum.
    #[error("an estimate; it does not add up")]
    Estimate,
    /// Nobody states it.
    #[error("not stated")]
    NotStated,
    /// Beyond what a number holds.
    #[error("too large to compare")]
    TooLarge,
    /// A change without a period.
    #[error("a change needs a period: give --month, or --from and --to")]
    NoPeriod,
    /// Nothing in the period before.
    #[error("nothing to compare with in the period before")]
    NothingBefore,
    /// Events do not tell this dimension.
    #[error("no source states it by {0}: events of people do not tell it")]
    EventsNotBy(Dim),
    /// No import tells of such events.
    #[error("{}", Deed::Kind(*.0).told_by())]
    NotTold(EventKind),
    /// So many events, none of which names a person.
    #[error("{0} events, none of which names a person")]
    Nameless(i64),
    /// No such event in the selection.
    #[error("{}", no_events(deed, *period, known))]
    NoEvents {
        /// What was counted.
        deed: String,
        /// What was asked for, where none of its days is known.
        period: Option<Period>,
        /// Days that imports tell of.
        known: Vec<Period>,
    },
    /// People active at the end of a period, by a dimension of time.
    #[error("people active at the end of a period are not split by {0}: ask period by period")]
    ActiveNotBy(Dim),
    /// Entered costs do not tell this dimension.
    #[error("entered costs are not known by {0}")]
    CostNotBy(Dim),
    /// No cost of this kind was entered.
    #[error("no cost of the kind {0} was entered for these days; note it with `harpoon cost add {0}`")]
    NotEntered(CostKind),
    /// Cost and credited revenue are not told apart by it.
    #[error(
        "not known by {0}: cost and credited revenue are told apart by platform, campaign, scope, month, week, day"
    )]
    CreditNotBy(Dim),
    /// Credit by two dimensions of time.
    #[error("credit is dealt out for months, weeks or days: ask by one of them")]
    CreditByOne,
    /// Credit filtered by days in place of a period.
    #[error(
        "credit is dealt out for a period as a whole: give the days of {}={} with --month, or --from and --to",
        .0.dim,
        .0.value
    )]
    CreditOfDays(Filter),
    /// Too many spans of time.
    #[error("{0} times to work out credit anew are too many: ask by month, or for fewer days")]
    CreditTooOften(usize),
    /// Credit of data as they were.
    #[error("credit is dealt out at the present version of the data only; leave out --at")]
    PresentOnly,
    /// Neither deeds nor costs at all.
    #[error("no deed and no cost is known: import orders or won deals, and the ad spend")]
    NoDeedNoCost,
    /// Neither deeds nor costs in the selection.
    #[error("no deed and no cost is known here: import orders or won deals, and the ad spend")]
    NoDeedNoCostHere,
    /// Nothing is credited.
    #[error("nothing is credited")]
    NothingCredited,
    /// A cost that names no platform or campaign.
    #[error("this cost names no {0}: nothing can be credited to it")]
    CostNames(String),
    /// Nobody says what it cost.
    #[error("no cost: import the ad spend, or note it with `harpoon cost add`")]
    NoCost,
    /// The book is in other currencies than the cost.
    #[error("the book is in {}: money of two currencies is not compared", .0.join(", "))]
    OtherCurrency(Vec<String>),
    /// Deeds without money.
    #[error("no deed has a value: import orders or won deals with their money")]
    NoWorth,
    /// Nothing was spent.
    #[error("no cost: a return needs one; enter costs, or import the spend")]
    NothingSpent,
    /// Less than nothing was spent.
    #[error("the cost is negative ({0}); a credit note belongs to the period of its invoice")]
    NegativeCost(Number),
    /// The period begins later.
    #[error("no day of it is over yet: it begins on {0}")]
    NotBegun(Date),
    /// The KPI measures in another unit than its goal.
    #[error("the unit of `{0}` has changed since the goal was set")]
    UnitChanged(String),
    /// There is no such KPI any more.
    #[error("there is no KPI `{id}`{}; `harpoon catalogue` lists all", did_you_mean(near))]
    NoKpi {
        /// The id.
        id: String,
        /// Ids that look like it.
        near: Vec<String>,
    },
    /// The data end before the period does.
    #[error("the period is over, and the data end on {0}; import the rest of it")]
    DataEnd(Date),
    /// It is known in other units than asked for.
    #[error("it is known in {} only", .0.join(", "))]
    OnlyIn(Vec<String>),
    /// No forecast from days.
    #[error("days do not add up to it, so its end cannot be forecast from them")]
    NotOfDays,
    /// The end lies too far off.
    #[error("{end} is too far from {until}, the last day that is known, for a forecast")]
    TooFar {
        /// Last day of the period.
        end: Date,
        /// Last day that is known.
        until: Date,
    },
    /// No level.
    #[error("no level is known")]
    NoLevel,
    /// No day.
    #[error("no day of it is known up to {0}")]
    NoDay(Date),
    /// Too little to forecast from.
    #[error("{got} observed steps are too few for a forecast; it needs {needed}")]
    TooShort {
        /// Steps that are known.
        got: usize,
        /// Steps needed.
        needed: usize,
    },
    /// More is missing than known.
    #[error("{missing} of {steps} steps are missing; a forecast needs at least half of them")]
    Gaps {
        /// Missing steps between the first and the last known.
        missing: usize,
        /// Steps between them.
        steps: usize,
    },
    /// It never varied from this value.
    #[error("all values are {0}; what never varied tells nothing of how far it may")]
    Constant(String),
    /// The denominator may well be nought, in so many per cent of the futures.
    #[error("in {0} % of the futures nothing stands below the line of the ratio")]
    MayBeNought(String),
    /// An index judged by the week.
    #[error("an index is known by month: judge the goal every month or quarter")]
    IndexByMonth,
    /// An index over less than a month.
    #[error("no whole month lies in {0}, and an index is known by month")]
    NoWholeMonth(Period),
    /// The months of the period are not known whole.
    #[error("no month of {period} is known whole yet; the last one is {}", last.strftime("%Y-%m"))]
    NotWholeYet {
        /// The period.
        period: Period,
        /// First day of the last month that is known.
        last: Date,
    },
    /// Too few signs for an index.
    #[error("an index takes {needed} proxies with a year of months each, and {known} are known")]
    FewProxies {
        /// Proxies needed.
        needed: usize,
        /// Proxies known.
        known: usize,
    },
    /// Nothing to set the index to 100 by.
    #[error("no month of the baseline is known")]
    NoBaseline,
    /// The computation refused what it was given; the words are for whoever mends it.
    #[error("{0}")]
    Failed(String),
}

fn listed(items: &[impl ToString], between: &str) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(between)
}

fn sides_in_words(sides: &[Vec<String>]) -> String {
    let sides: Vec<String> = sides.iter().map(|side| side.join(" or ")).collect();
    sides.join(", nor ")
}

fn known_days(known: Option<Period>) -> String {
    match known {
        Some(known) => format!("it is known from {} to {}", known.from, known.to),
        None => "its figures have no date; use --all".to_owned(),
    }
}

fn no_events(deed: &str, period: Option<Period>, known: &[Period]) -> String {
    let known = events_known(deed, known);
    match period {
        Some(period) => format!("no data for {period}: {known}"),
        None => format!("no event `{deed}` in this selection; {known}"),
    }
}

/// Days that imports tell events of, in words: for reasons and receipts.
pub fn events_known(deed: &str, known: &[Period]) -> String {
    let spans: Vec<String> = known.iter().map(|p| format!("{} to {}", p.from, p.to)).collect();
    format!("events `{deed}` are known from {}", spans.join(" and from "))
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() {
        return String::new();
    }
    format!("; did you mean {}?", near.join(" or "))
}

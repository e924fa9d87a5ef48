//! What can be asked of goals: goal, goals.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use harpoon_core::goal::Direction;

use super::Output;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme goal add --kpi followers_gained --target 100 --every month --where platform=facebook
  harpoon -w acme goal add --kpi event_attendance --target +20% --by 2026-12-31
  harpoon -w acme goal add --global recognition
  harpoon -w acme goal revise g1 --target 80 --why \"Shop closed for a week\" --agreed-by \"Sjoukje\"
  harpoon -w acme goal agree g1 --key bakery.example

Each of these is a signed entry of the ledger, which begins with the first goal; nothing is overwritten. The key that
signs is the agency's only one, or --key NAME. `harpoon goals` says how the goals stand.")]
pub(crate) struct Goal {
    #[command(subcommand)]
    pub(crate) action: GoalAction,
}

/// Which way a goal is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// By the target or more.
    AtLeast,
    /// By the target or less.
    AtMost,
}

impl Way {
    pub(crate) const fn direction(self) -> Direction {
        match self {
            Self::AtLeast => Direction::AtLeast,
            Self::AtMost => Direction::AtMost,
        }
    }
}

/// Who signs.
#[derive(Debug, Args)]
pub(crate) struct Signing {
    /// Name of the key that signs (`harpoon key list`).
    #[arg(long, value_name = "NAME")]
    pub(crate) key: Option<String>,
}

/// On what, of which part, and when: of a goal, or of one that might be.
#[derive(Debug, Args)]
pub(crate) struct Aim {
    /// A KPI; `harpoon catalogue` lists them.
    #[arg(long)]
    pub(crate) kpi: Option<String>,
    /// Judge it anew in each period: month, week or quarter.
    #[arg(long, conflicts_with = "by", value_name = "PERIOD")]
    pub(crate) every: Option<String>,
    /// Judge it once, at this day (2026-12-31) or at the end of this month (2026-12).
    #[arg(long, value_name = "DATE")]
    pub(crate) by: Option<String>,
    /// First day; the period that runs, or with --by today, if left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Only this part: DIM=VALUE. Several on one dimension are alternatives.
    #[arg(long = "where")]
    pub(crate) filters: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum GoalAction {
    /// Set a goal: its baseline is measured, and it is signed into the ledger.
    #[command(after_help = "Examples:
  harpoon -w acme goal add --kpi followers_gained --target 100 --every month --where platform=facebook
  harpoon -w acme goal add --kpi reviews_five_star --target 50 --by 2026-06 --name \"Fifty five-star reviews\"
  harpoon -w acme goal add --kpi ctr --target 2.5% --every month
  harpoon -w acme goal add --kpi cpl --target \"12.50 EUR\" --every quarter
  harpoon -w acme goal add --kpi event_attendance --target +20% --by 2026-12-31
  harpoon -w acme goal add --global local --target 105

A target is a value in the unit of the KPI, or a change (+20%) against the baseline: as many days, or whole months, just
before. An index (recognition, local, legitimacy) is 100 over the year before; its target is 105 points if left out.")]
    Add {
        #[command(flatten)]
        aim: Aim,
        /// A goal that no single figure tells: recognition, local or legitimacy.
        #[arg(long, conflicts_with_all = ["kpi", "filters"], required_unless_present = "kpi")]
        global: Option<String>,
        /// What is to be reached: 100, 4.5%, "12.50 EUR", 2h, +20%.
        #[arg(long, allow_hyphen_values = true)]
        target: Option<String>,
        /// Which way it is met, where the KPI is neither better high nor low.
        #[arg(long, value_enum)]
        direction: Option<Way>,
        /// What to call it; the title of the KPI if left out.
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        output: Output,
    },
    /// List goals: what was promised, in which version, and who has agreed.
    List {
        #[command(flatten)]
        output: Output,
    },
    /// Show a goal with all its versions: who changed what, when, why, and who agreed.
    Show {
        /// Its id, or its name.
        id: String,
        #[command(flatten)]
        output: Output,
    },
    /// Targets for the next period from own history: safe, likely, ambitious, each with its chance.
    #[command(after_help = "Examples:
  harpoon -w acme goal propose g1                                   for its next period, and what its own target is worth
  harpoon -w acme goal propose --kpi followers_gained --where platform=facebook
  harpoon -w acme goal propose --kpi event_attendance --by 2026-12-31

Where the KPI is known by day, its next period is forecast; else whole months tell. A target that is met four times in
five is safe, one in two likely, one in five ambitious.")]
    Propose {
        /// A goal, by id or name.
        #[arg(required_unless_present_any = ["kpi", "global"], conflicts_with_all = ["kpi", "global"])]
        id: Option<String>,
        #[command(flatten)]
        aim: Aim,
        /// An index: recognition, local or legitimacy.
        #[arg(long, conflicts_with_all = ["kpi", "filters"])]
        global: Option<String>,
        /// As if it were the evening of this day.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Write down a change; the old target stays for what is over.
    #[command(after_help = "Examples:
  harpoon -w acme goal revise g1 --target 80 --why \"Shop closed for a week\" --agreed-by \"Sjoukje\"
  harpoon -w acme goal revise g2 --by 2026-09-30 --why \"Permit came late\"
  harpoon -w acme goal revise g3 --budget \"1200 EUR\" --mix platform=meta:60% --mix platform=linkedin:40% --why \"…\"

A change counts from the period that runs once it is agreed. Where the client has a key in the ledger, only its
signature agrees (`harpoon goal agree`); else the author's word is taken, and shown as such.")]
    Revise {
        /// Its id, or its name.
        id: String,
        /// The new target, a value.
        #[arg(long, allow_hyphen_values = true)]
        target: Option<String>,
        /// The new deadline.
        #[arg(long, value_name = "DATE")]
        by: Option<String>,
        /// Budget for each period, or up to the deadline.
        #[arg(long, value_name = "AMOUNT")]
        budget: Option<String>,
        /// Which part of the money goes where: platform=meta:60%. The parts sum to 100 %.
        #[arg(long, value_name = "DIM=VALUE:SHARE")]
        mix: Vec<String>,
        /// Why; the client reads it first.
        #[arg(long)]
        why: String,
        /// Who of the other side agreed.
        #[arg(long, value_name = "WHO")]
        agreed_by: Option<String>,
        #[command(flatten)]
        signing: Signing,
        #[command(flatten)]
        output: Output,
    },
    /// Agree to the last version of a goal: the signature of the other side.
    Agree {
        /// Its id, or its name.
        id: String,
        #[command(flatten)]
        signing: Signing,
        /// Write the signed entry to this file instead, for whoever keeps the ledger (`harpoon ledger add`).
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// End a goal: periods that end after the day are judged no more.
    Close {
        /// Its id, or its name.
        id: String,
        /// Why.
        #[arg(long)]
        why: String,
        /// Last day that counts; today if left out.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        #[command(flatten)]
        signing: Signing,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme goals --month 2026-10
  harpoon -w acme goals --month 2026-10 --format json
  harpoon -w acme goals --month 2026-10 --why              of missed ones the reason, and the ways on
  harpoon -w acme goals --month 2026-10 --check            exit 1 if one is missed
  harpoon -w acme goals --month 2026-10 --on 2026-10-15    as it stood that evening

JSON: an array, one object for each goal and period: goal, kind, target, value, status (met, missed, on_track, at_risk,
unknown), pace (expected end by target; 1 is on plan), probability (that it is met), forecast, low, high (the end of the
period, four times in five between low and high), and then name, kpi, global, unit, where, direction, from, to, promised,
version, consent, first_target, until, needed_per_day (of a ratio: what the rest must have), why, missing, receipt, note,
reasons and options (null without --why), proxies. What is not known is null; of a period that is decided, probability and
forecast are null.

Exit codes: 0 done, 1 with --check a promised goal is missed, 2 used wrongly, 3 the ledger is not as it was signed.")]
pub(crate) struct Goals {
    /// Which month (2026-10); the one that runs if left out.
    #[arg(long)]
    pub(crate) month: Option<String>,
    /// As it stood at the end of this day: later data are left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    /// Tell of missed goals the reason, and of these and those at risk what history says of each way on.
    #[arg(long)]
    pub(crate) why: bool,
    /// Exit with 1 if a promised goal is missed.
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme record
  harpoon -w acme record --on 2026-06-30 --format json

Promises count in the month in which their period ended. Beside the share that was kept stands the share that would have
been kept by the first targets, so that lowering a target does not polish the record. Delivered by promised is a median.")]
pub(crate) struct Record {
    /// As if it were the evening of this day.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme profile                                      as harpoon.toml says
  harpoon profile --objective sales --business online_shop
  harpoon profile --objective leads --business b2b --format json

Objectives: awareness, engagement, leads, sales, loyalty. Businesses: online_shop, b2b, saas, dealership, shop.")]
pub(crate) struct Profile {
    /// What the effort is for.
    #[arg(long)]
    pub(crate) objective: Option<String>,
    /// How the business earns its money.
    #[arg(long)]
    pub(crate) business: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

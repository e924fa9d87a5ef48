//! What can be asked of journeys: credit, trace, origins, claims, roi, person.

use clap::{Args, ValueEnum};

use super::{Days, Output};

/// Which touches an earlier deed leaves for the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CreditScope {
    /// All within the lookback.
    #[default]
    Lookback,
    /// Only those after the person's deed before.
    #[value(name = "since_last_conversion", alias = "since-last-conversion")]
    SinceLastConversion,
}

/// What credit is dealt out of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Worth {
    /// Deeds.
    #[default]
    Count,
    /// Their money, less refunds.
    Revenue,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme credit                                 orders and won deals by channel
  harpoon -w acme credit --model all --value revenue     every model side by side, in money
  harpoon -w acme credit --model last,linear --by platform,campaign --on lead --month 2026-10
  harpoon -w acme credit --lookback click=7d,view=1d --scope since_last_conversion

Models: first, last, last_non_direct, linear, position, time_decay, u_shape, w_shape, full_path, markov1, markov2,
markov3, path_markov, shapley. The rows of a model sum to the book; what no touch precedes is (unattributed).")]
pub(crate) struct Credit {
    /// Models, or all.
    #[arg(long, value_delimiter = ',', default_value = "path_markov")]
    pub(crate) model: Vec<String>,
    /// Told apart by these: channel, platform, scope, campaign, content, source, medium, landing_page.
    #[arg(long, value_delimiter = ',', default_value = "channel")]
    pub(crate) by: Vec<String>,
    /// Kinds of deed: order, deal_won, lead, …; whatever closes business if left out.
    #[arg(long, value_delimiter = ',')]
    pub(crate) on: Vec<String>,
    /// Deeds, or their money.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) value: Worth,
    /// How long before a deed a touch may lie: click=30d, view=1d, other=30d, or all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) lookback: Vec<String>,
    /// Which touches an earlier deed leaves for the next.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) scope: CreditScope,
    /// Level of the intervals, in percent, or none.
    #[arg(long, default_value = "90")]
    pub(crate) interval: String,
    #[command(flatten)]
    pub(crate) days: Days,
    /// Follow companies instead of people.
    #[arg(long)]
    pub(crate) companies: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme trace 1042                             what led to order or deal 1042
  harpoon -w acme trace --top 5 --on deal_won            the five largest deals
  harpoon -w acme trace 1042 --model last --lookback click=90d")]
pub(crate) struct Trace {
    /// Number of the order, deal or lead.
    #[arg(conflicts_with = "top", required_unless_present = "top")]
    pub(crate) deed: Option<String>,
    /// So many of the largest; those that something led to come first.
    #[arg(long)]
    pub(crate) top: Option<usize>,
    /// The model that deals out the credit.
    #[arg(long, default_value = "path_markov")]
    pub(crate) model: String,
    /// Kinds of deed.
    #[arg(long, value_delimiter = ',')]
    pub(crate) on: Vec<String>,
    /// How long before a deed a touch may lie: click=30d, view=1d, other=30d, or all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) lookback: Vec<String>,
    /// Which touches an earlier deed leaves for the next.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) scope: CreditScope,
    /// Follow companies instead of people.
    #[arg(long)]
    pub(crate) companies: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Which touch a deed is tracked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TrackedTouch {
    /// Where the person came from.
    #[default]
    First,
    /// What came last before the deed.
    Last,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme origins                                by channel of the lead
  harpoon -w acme origins --by platform,campaign --format csv
  harpoon -w acme origins --stated                       what people say, against what was tracked

Leads that are young have had less time to close: beside the rate so far stands the share won within the
longest age that every origin has reached.")]
pub(crate) struct Origins {
    /// What people answer to "How did you hear about us?", against the channel they were tracked to, for all deeds.
    #[arg(long, conflicts_with = "by")]
    pub(crate) stated: bool,
    /// With --stated: the touch that a deed is tracked to.
    #[arg(long, value_enum, default_value_t, requires = "stated")]
    pub(crate) touch: TrackedTouch,
    /// Told apart by these: channel, platform, scope, campaign, content, source, medium, landing_page.
    #[arg(long, value_delimiter = ',', default_value = "channel")]
    pub(crate) by: Vec<String>,
    /// Follow companies instead of people.
    #[arg(long)]
    pub(crate) companies: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme claims --month 2026-10
  harpoon -w acme claims --from 2026-07-01 --to 2026-09-30 --format json

Claims of several platforms never sum: each counts every order that its own people touched. The credits of a model do.

A window that was changed in the platform is told in harpoon.toml, in days:
  [claims.meta]
  click = 1
  view = 0")]
pub(crate) struct Claims {
    /// Kinds of deed that are the book: order, deal_won, …; whatever closes business if left out.
    #[arg(long, value_delimiter = ',')]
    pub(crate) on: Vec<String>,
    #[command(flatten)]
    pub(crate) days: Days,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// Which costs count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Basis {
    /// What the platforms charged, and media entered by hand.
    #[default]
    Media,
    /// Media, fees, labour, tools, content.
    Full,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme roi --cost full                        the whole effort
  harpoon -w acme roi --by platform --month 2026-10
  harpoon -w acme roi --by platform,campaign --check     exit code 1 if a loss is not declared as awareness

Spending that is meant for awareness is declared in harpoon.toml:
  [[awareness]]
  campaign = \"Brand film\"
  amount = 500")]
pub(crate) struct Roi {
    /// Told apart by these: platform, campaign, scope; the whole effort if left out.
    #[arg(long, value_delimiter = ',')]
    pub(crate) by: Vec<String>,
    /// Which costs count.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) cost: Basis,
    /// Kinds of deed that bring revenue: order, deal_won, …; whatever closes business if left out.
    #[arg(long, value_delimiter = ',')]
    pub(crate) on: Vec<String>,
    /// The model that deals out revenue.
    #[arg(long, default_value = "path_markov")]
    pub(crate) model: String,
    /// How long before a deed a touch may lie: click=30d, view=1d, other=30d, or all.
    #[arg(long, value_delimiter = ',')]
    pub(crate) lookback: Vec<String>,
    #[command(flatten)]
    pub(crate) days: Days,
    /// A loss that was not declared is a finding (exit code 1).
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme person jane@example.com                an address is hashed before it is looked up
  harpoon -w acme person customer:1042
  harpoon -w acme person customer:1042 --unjoin anonymous:f3c9   these two are not one person after all
  harpoon -w acme person customer:1042 --erase --dry-run         what would be erased
  harpoon -w acme person --erased                                what was, and whether it holds")]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct Person {
    /// A name of the person, KIND:NAME, or an e-mail address.
    #[arg(required_unless_present = "erased", default_value = "", hide_default_value = true)]
    pub(crate) id: String,
    /// Take back that this name is the same person's.
    #[arg(long, value_name = "NAME")]
    pub(crate) unjoin: Vec<String>,
    /// State that this name is the same person's.
    #[arg(long, value_name = "NAME")]
    pub(crate) join: Vec<String>,
    /// Give everything that is known of the person, as JSON: names, events, and the lines of kept files.
    #[arg(long, conflicts_with_all = ["join", "unjoin", "erase"])]
    pub(crate) export: bool,
    /// Erase the person from everything that the workspace keeps, for good.
    #[arg(long, conflicts_with_all = ["join", "unjoin"])]
    pub(crate) erase: bool,
    /// Only say what would be erased.
    #[arg(long, requires = "erase")]
    pub(crate) dry_run: bool,
    /// Erase without asking.
    #[arg(short, long, requires = "erase")]
    pub(crate) yes: bool,
    /// List what was erased, of people and for its age, and look whether it is gone.
    #[arg(long, conflicts_with_all = ["id", "join", "unjoin", "export", "erase"])]
    pub(crate) erased: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

//! The command line: what can be said, with examples. One place; help, completions and the reference page follow from it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use harpoon_server::LogFormat;

pub(crate) use account::{Account, AccountAction, FollowedOn, Terms};

pub(crate) use backup::{Backup, Restore};

pub(crate) use care::{Doctor, Optimize, Quarantine, QuarantineAction, Retention};

pub(crate) use collect::{Collect, Source, SourceAction};

pub(crate) use journeys::{Basis, Claims, Credit, CreditScope, Origins, Person, Roi, Trace, TrackedTouch, Worth};

pub(crate) use goals::{Aim, Goal, GoalAction, Goals, Profile, Record, Signing, Way};

pub(crate) use ledger::{Key, KeyAction, Ledger, LedgerAction, Verify};

use crate::reference::Page;

pub(crate) use links::{Link, LinkAction, NewLink};

pub(crate) use report::{Paper, Report};

pub(crate) use send::{RecipientsAction, Send, SendAction};

pub(crate) use serve::{Serve, User, UserAction};

pub(crate) use state::{State, StateAction};

pub(crate) use singer::{Singer, SingerAction, Sync};
pub(crate) use storage::{Storage, StorageAction};

pub(crate) use worker::Worker;

mod account;
mod backup;
mod care;
mod collect;
mod goals;
mod journeys;
mod ledger;
mod links;
mod report;
mod send;
mod serve;
mod singer;
mod state;
mod storage;
mod worker;

/// Measures what social media marketing returns, and shows where each number comes from.
#[derive(Debug, Parser)]
#[command(name = "harpoon", version, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Cli {
    /// Folder of the workspace.
    #[arg(
        short,
        long,
        global = true,
        env = "HARPOON_WORKSPACE",
        hide_env_values = true,
        default_value = "."
    )]
    pub(crate) workspace: PathBuf,
    /// Say only what was asked for: no progress, no advice.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Where questions run: `embedded`, or addresses of workers with commas between; as harpoon.toml says if left out.
    #[arg(long, global = true, value_name = "ENGINE")]
    pub(crate) engine: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "Begin with `harpoon demo`, or with your own files:
  harpoon -w acme init --name \"Acme\" --currency EUR
  harpoon -w acme import ~/Downloads/exports
  harpoon -w acme kpi impressions ctr spend --by platform,scope --all

Exit codes: 0 done, 1 a check found something, 2 used wrongly, 3 an input is not as it should be, 4 a bug.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a workspace.
    Init(Init),
    /// Read exports, whatever platform they come from: files, folders, ZIP archives.
    Import(Import),
    /// List imports, or take one back.
    Imports(Imports),
    /// Where Singer taps go on, and which of them are understood.
    Singer(Singer),
    /// Accounts of Bluesky and of servers that speak the Mastodon API, which are asked live.
    Account(Account),
    /// Run the Singer taps and ask the accounts that are set up and due, each from where it stood.
    Sync(Sync),
    /// Measure KPIs.
    Kpi(Kpi),
    /// Show where a number comes from: formula, sources, and the rows of the files.
    Why(Why),
    /// Why a KPI differs from another period or a target: parts that add up, and the sentences to tell it.
    Explain(Explain),
    /// Ask in SQL; read-only.
    Sql(Sql),
    /// List KPIs with meaning, formula and source, or the words of map files.
    Catalogue(Catalogue),
    /// Note what the effort costs beside ad spend: fees, labour, tools, content.
    Cost(Cost),
    /// Note what happened on a day; every daily chart marks it.
    Annotate(Annotate),
    /// What happened, day by day; or remove a note.
    Annotations(Annotations),
    /// Who gets the credit for orders, deals and leads: all models side by side.
    Credit(Credit),
    /// What led to a deed: the posts and ads before it, each with its credit and source row.
    Trace(Trace),
    /// Where leads come from, and how many become deals.
    Origins(Origins),
    /// What platforms claim, against the orders that exist.
    Claims(Claims),
    /// What came back for what was spent, with an interval; flags losses.
    Roi(Roi),
    /// Who somebody is, why we think so, and what they did.
    Person(Person),
    /// What is older than the settings keep it, and its removal.
    Retention(Retention),
    /// Where the tables lie: move them to a bucket of S3-compatible storage, or bring them home.
    Storage(Storage),
    /// The month on paper: goals first, what it earned, what moved and why.
    Report(Report),
    /// Set, change, agree to and close goals.
    Goal(Goal),
    /// How the goals of a month stand: met, missed, on track, at risk, or unknown.
    Goals(Goals),
    /// The track record: promised against delivered, by month and agency, and what became of changes.
    Record(Record),
    /// The KPIs that matter for this business: by funnel stage, each with its reason.
    Profile(Profile),
    /// Pairs of keys: one signs, the other lets anybody check.
    Key(Key),
    /// Check that a ledger or a report is what was signed; needs no workspace and no network.
    Verify(Verify),
    /// What was promised, agreed and reported, entry by entry.
    Ledger(Ledger),
    /// Rows that could not be read.
    Quarantine(Quarantine),
    /// Write a table, a query or KPIs to CSV, XLSX or Parquet.
    Export(Export),
    /// Merge small files of the tables, and delete those that no version needs.
    Optimize(Optimize),
    /// Make a backup of a workspace, or of a folder of them, while others work with it.
    Backup(Backup),
    /// Bring a backup back to a new folder.
    Restore(Restore),
    /// Look for trouble: damaged or missing files, totals that do not add up, disk, clock, rights, log, backups, certificates.
    Doctor(Doctor),
    /// Open the workspace, or a folder of them, in the browser.
    Serve(Serve),
    /// The sites, shops and servers whose visitors' clients may send events here.
    Source(Source),
    /// Tracked links: made by the scheme of tags, listed, removed, looked over.
    Link(Link),
    /// Take in what visitors' clients send, and show nothing; `serve` does so beside its pages.
    Collect(Collect),
    /// Who may come in where it is served.
    User(User),
    /// Where the server's memory of people and of what is sent is: in a file, or in a Postgres for several servers.
    State(State),
    /// Answer an assistant (Model Context Protocol) over standard input and output; it can only read.
    Mcp(Mcp),
    /// Work off parts of other nodes' questions (release packages, and builds with the feature `cluster`).
    Worker(Worker),
    /// Send reports that were approved, and weekly digests, by mail and webhook.
    Send(Send),
    /// See Harpoon at work on thirteen months of an invented client's exports; at a terminal, in the browser too.
    Demo(Demo),
    /// Completions for your shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// A reference page as Markdown.
    #[command(hide = true)]
    Reference {
        /// Which page.
        page: Page,
    },
}

/// How a server writes what happens.
fn log_format(word: &str) -> Result<LogFormat, String> {
    match word {
        "json" => Ok(LogFormat::Json),
        "text" => Ok(LogFormat::Text),
        _ => Err("json or text".to_owned()),
    }
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs: exact numbers.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Md,
}

#[derive(Debug, Args)]
pub(crate) struct Output {
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  harpoon -w acme init --name \"Acme\" --currency EUR --zone Europe/Amsterdam")]
pub(crate) struct Init {
    /// Name of the business.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Currency of money in files that do not say (ISO 4217).
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// Time zone of times in files that do not say (IANA).
    #[arg(long)]
    pub(crate) zone: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme import ~/Downloads/exports            a folder, unsorted
  harpoon -w acme import --dry-run report.csv           what would be read, and how
  harpoon -w acme import --platform instagram Views.csv answer beforehand what the file cannot tell
  harpoon -w acme import --map my-table.toml table.csv  a table of your own; without a map one is proposed
  tap-facebook --config fb.json | harpoon -w acme import --singer --tap facebook   what a Singer tap writes")]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct Import {
    /// Files, folders, ZIP archives.
    #[arg(required_unless_present = "singer", conflicts_with = "singer")]
    pub(crate) paths: Vec<PathBuf>,
    /// Read what a Singer tap writes, from standard input; states are given back on standard output once they count.
    #[arg(long)]
    pub(crate) singer: bool,
    /// Name of the tap, under which its state is kept.
    #[arg(long, requires = "singer", default_value = "tap")]
    pub(crate) tap: String,
    /// Records after which the tap's next state is a reason to commit.
    #[arg(long, requires = "singer", default_value_t = harpoon::singer::USUAL_COMMIT, value_name = "RECORDS")]
    pub(crate) commit_every: u64,
    /// Platform of files that do not say.
    #[arg(long)]
    pub(crate) platform: Option<String>,
    /// Account of files that do not say.
    #[arg(long)]
    pub(crate) account: Option<String>,
    /// Currency of money that does not say (ISO 4217).
    #[arg(long)]
    pub(crate) currency: Option<String>,
    /// Year of dates without one.
    #[arg(long)]
    pub(crate) year: Option<String>,
    /// Order of dates such as 03/04/2026: dmy or mdy.
    #[arg(long)]
    pub(crate) day_order: Option<String>,
    /// Decimal mark of numbers such as 1.234: point or comma.
    #[arg(long)]
    pub(crate) decimal: Option<String>,
    /// Time zone of times that do not say (IANA).
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// Days of tables without dates: FROM..TO.
    #[arg(long)]
    pub(crate) period: Option<String>,
    /// Read the files by this map; of a tap, the streams that it fits.
    #[arg(long)]
    pub(crate) map: Option<PathBuf>,
    /// Take every proposal.
    #[arg(short, long, conflicts_with = "no_input")]
    pub(crate) yes: bool,
    /// Ask nothing: files that need an answer are not read.
    #[arg(long)]
    pub(crate) no_input: bool,
    /// Only show what would be read, and how.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme annotate \"Sale began\" --on 2026-10-05
  harpoon -w acme annotate \"Tracking broken\" --on 2026-10-12 --platform meta
Notes stand in annotations.csv of the workspace, which people may write as well.")]
pub(crate) struct Annotate {
    /// What happened.
    pub(crate) text: String,
    /// The day (2026-10-05).
    #[arg(long)]
    pub(crate) on: String,
    /// The platform that it concerns; all of them if left out.
    #[arg(long)]
    pub(crate) platform: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Annotations {
    #[command(subcommand)]
    pub(crate) action: Option<AnnotationsAction>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AnnotationsAction {
    /// Remove a note; says how to put it back.
    Remove {
        /// Id of the note.
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Imports {
    #[command(subcommand)]
    pub(crate) action: Option<ImportsAction>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportsAction {
    /// Hide the facts of an import; nothing is deleted.
    Revert {
        /// Id of the import, or its beginning.
        id: String,
    },
    /// Let the facts of a reverted import count again.
    Restore {
        /// Id of the import, or its beginning.
        id: String,
    },
}

/// Which days.
#[derive(Debug, Args)]
pub(crate) struct Days {
    /// First day (2026-10-01).
    #[arg(long)]
    pub(crate) from: Option<String>,
    /// Last day, included.
    #[arg(long)]
    pub(crate) to: Option<String>,
    /// One month (2026-10).
    #[arg(long)]
    pub(crate) month: Option<String>,
}

/// Which part of the data.
#[derive(Debug, Args)]
pub(crate) struct Select {
    #[command(flatten)]
    pub(crate) days: Days,
    /// Everything, dated or not; the default.
    #[arg(long, conflicts_with_all = ["from", "to", "month"])]
    pub(crate) all: bool,
    /// Split by these: platform, account, scope, campaign, ad_group, ad, post, format, day, week, month, weekday, hour, stage, x.NAME.
    #[arg(long, value_delimiter = ',')]
    pub(crate) by: Vec<String>,
    /// Keep only this: DIM=VALUE. Several on one dimension are alternatives.
    #[arg(long = "where")]
    pub(crate) filters: Vec<String>,
    /// At this version of the data.
    #[arg(long)]
    pub(crate) at: Option<u64>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme kpi impressions reach ctr --month 2026-10 --by platform,scope
  harpoon -w acme kpi spend cpc --by campaign --where platform=facebook --all
  harpoon -w acme kpi engagement_rate_by_reach --by format --format csv
  harpoon -w acme kpi --receipt 3f9c0a1b2c4d5e6f              the same numbers again, to the byte")]
pub(crate) struct Kpi {
    /// KPI ids; `harpoon catalogue` lists them.
    #[arg(required_unless_present = "receipt")]
    pub(crate) kpis: Vec<String>,
    #[command(flatten)]
    pub(crate) select: Select,
    /// Repeat what this receipt was given for.
    #[arg(long, conflicts_with_all = ["kpis", "from", "to", "month", "all", "by", "filters", "at"])]
    pub(crate) receipt: Option<String>,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme why ctr --month 2026-10
  harpoon -w acme why 3f9c0a1b2c4d5e6f --rows                 by receipt, with every row")]
pub(crate) struct Why {
    /// A KPI id, or the id of a receipt.
    pub(crate) kpi: String,
    #[command(flatten)]
    pub(crate) select: Select,
    /// Every row, not only the first ten.
    #[arg(long)]
    pub(crate) rows: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme explain spend --month 2026-10                     against September, by platform
  harpoon -w acme explain cpc --month 2026-10 --by platform,campaign --lang fy
  harpoon -w acme explain ctr --month 2026-10 --against 2025-10-01..2025-10-31 --where platform=meta
  harpoon -w acme explain impressions --month 2026-10 --target 150000
  harpoon -w acme explain spend --month 2026-10 --by platform --per impressions_paid     volume, rate and mix
  harpoon -w acme explain revenue --month 2026-10 --through impressions,clicks_link,orders

The parts of a sum are its segments' differences. The parts of a ratio are each segment's own rate, and its share of
the base (mix); with --per those of a sum as well, and what comes of the base's total (volume). A count that comes
through others is also taken apart along them: so much from the first count, so much from each rate. Parts add up to
the difference exactly. They say where a change sits, not what made it.")]
pub(crate) struct Explain {
    /// A KPI that is a sum or a ratio of sums.
    pub(crate) kpi: String,
    #[command(flatten)]
    pub(crate) days: Days,
    /// What it is compared with: previous (the period just before, a month for a month), target, or FROM..TO.
    #[arg(long, default_value = "previous")]
    pub(crate) against: String,
    /// The target, shared out over the segments as in the period compared with: 1200, 2.5, 3.1%.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) target: Option<String>,
    /// By these, one decomposition each; left out: the first of platform, campaign, post that splits it.
    #[arg(long, value_delimiter = ',')]
    pub(crate) by: Vec<String>,
    /// So much for each of this count: volume, rate and mix.
    #[arg(long, value_name = "KPI")]
    pub(crate) per: Option<String>,
    /// Take the whole apart along these counts, from the first to the last.
    #[arg(long, value_delimiter = ',', value_name = "KPI,…")]
    pub(crate) through: Vec<String>,
    /// Keep only this: DIM=VALUE. Several on one dimension are alternatives.
    #[arg(long = "where")]
    pub(crate) filters: Vec<String>,
    /// Language of the sentences.
    #[arg(long, default_value = "en", value_parser = ["en", "zh-CN", "fy"])]
    pub(crate) lang: String,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:
  harpoon -w acme sql \"select platform, sum(value) from observations where metric = 'impressions' group by platform\"

Tables: observations, posts, ads, campaigns, accounts, costs, voices, events, identities, quarantine, imports; see docs/reference/tables.md.")]
pub(crate) struct Sql {
    /// The query.
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Catalogue {
    /// Only this KPI, in full.
    pub(crate) kpi: Option<String>,
    /// The words of map files: roles and metrics.
    #[arg(long, conflicts_with = "kpi")]
    pub(crate) fields: bool,
    /// The exports that are understood.
    #[arg(long, conflicts_with_all = ["kpi", "fields"])]
    pub(crate) connectors: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Cost {
    #[command(subcommand)]
    pub(crate) action: CostAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CostAction {
    /// Note a cost.
    #[command(after_help = "Examples:
  harpoon -w acme cost add fees 1200 EUR --from 2026-10-01 --to 2026-10-31 --note \"Agency, October\"
  harpoon -w acme cost add fees -150 EUR --from 2026-10-01 --to 2026-10-31 --note \"Agency, credit note 17\"

A cost of the same kind, days, currency, platform, campaign and note takes the place of the one noted before.")]
    Add {
        /// media, fees, labour, tools or content.
        kind: String,
        /// The amount, with a point for decimals; below 0 for a credit, which needs a note.
        #[arg(allow_hyphen_values = true)]
        amount: String,
        /// Currency (ISO 4217).
        currency: String,
        /// First day that it serves.
        #[arg(long)]
        from: String,
        /// Last day that it serves; the first day if left out.
        #[arg(long)]
        to: Option<String>,
        /// Platform that it serves, if only one.
        #[arg(long)]
        platform: Option<String>,
        /// Campaign that it serves, if only one.
        #[arg(long)]
        campaign: Option<String>,
        /// Who was paid, or what for.
        #[arg(long)]
        note: Option<String>,
    },
    /// List noted costs.
    List {
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  harpoon -w acme export observations facts.parquet
  harpoon -w acme export \"select * from posts\" posts.xlsx
  harpoon -w acme export --kpi impressions,ctr --by platform --month 2026-10 october.xlsx")]
pub(crate) struct Export {
    /// A table or a query, and the file: .csv, .xlsx or .parquet. With --kpi only the file.
    #[arg(required = true, num_args = 1..=2, value_names = ["TABLE|QUERY", "FILE"])]
    pub(crate) what: Vec<String>,
    /// KPIs instead of a table.
    #[arg(long, value_delimiter = ',')]
    pub(crate) kpi: Vec<String>,
    #[command(flatten)]
    pub(crate) select: Select,
}

#[derive(Debug, Args)]
#[command(after_help = "Example, in the settings of an assistant that starts programs:
  \"harpoon\": { \"command\": \"harpoon\", \"args\": [\"-w\", \"/home/me/acme\", \"mcp\"] }")]
pub(crate) struct Mcp {
    /// Let it ask in SQL too, which sees every row, of people as well.
    #[arg(long)]
    pub(crate) sql: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder to make.
    #[arg(default_value = "harpoon-demo")]
    pub(crate) dir: PathBuf,
    /// Another client, just as believable.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Do not open the dashboard at the end; nor is it where the output goes to a file or another program.
    #[arg(long)]
    pub(crate) no_serve: bool,
}

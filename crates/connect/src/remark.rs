//! [`Remark`] and [`Passed`]: what a person should know of a file, as facts. `Display` is their English, for terminals, JSON and the
//! lake; pages have words of their own in each language. So no remark is a sentence before it is printed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a person should know of a file though nothing is to be done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// These columns have no meaning and were passed over.
    Unread(Vec<String>),
    /// A column means the same as another.
    Same {
        /// Header of the one that was passed over.
        left: String,
        /// Its place, from 1.
        left_at: usize,
        /// Header of the one that counts.
        kept: String,
        /// Its place, from 1.
        kept_at: usize,
    },
    /// Money without a currency.
    NoCurrency,
    /// Some dates have the day first, some the month.
    MixedDates,
    /// The clocks of ids prove a zone.
    Zone {
        /// It.
        zone: String,
        /// Ids that agree.
        agree: usize,
        /// Of so many.
        of: usize,
        /// The zone that it is in place of, where one was named.
        not: Option<String>,
    },
    /// Rows say of themselves that they are deleted, a test or failed.
    NotCounted,
    /// Refunds have no time of their own.
    RefundsAtOrder,
    /// Refunds stand below zero.
    RefundsBelowZero,
    /// The file tells deeds more than once.
    Repeated,
    /// Cells of this column are no address or number.
    NoAddress(String),
    /// Some rows were not UTF-8.
    Windows1252,
    /// A column of rounded figures.
    Rounded(String),
    /// A column of bounds in place of figures.
    Bounds(String),
    /// A column without meaning that holds texts beside figures.
    TextsToo(String),
    /// A line above any table is too long.
    LongLine(u64),
    /// Records of a stream came again under the same key.
    Again {
        /// Name of the stream.
        stream: String,
        /// How many.
        records: u64,
    },
    /// Records of a stream hold more members than are read.
    Cut {
        /// Name of the stream.
        stream: String,
        /// How many records.
        records: u64,
        /// What they hold too many of.
        member: String,
        /// How many are read.
        most: usize,
    },
    /// A map was proposed and lies at this path.
    Map(String),
    /// The file was kept at this path.
    Kept(String),
    /// Texts that a network shows no longer.
    Gone {
        /// How many.
        texts: usize,
        /// The keys of the first of them.
        keys: Vec<String>,
    },
    /// So many rows name people who were erased here.
    Erased(u64),
    /// In the words, English, of whoever asked a network.
    Told(String),
}

/// Why a table is passed over, though the file is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passed {
    /// Its title, which alone could name the figure, is not known.
    Title(String),
    /// No connector knows it; its title, where it has one.
    Unknown(Option<String>),
    /// Its title is that of a list, which is one row of names and one of figures, and it is none.
    Shape,
    /// It holds nothing that is measured, but this.
    Holds(Held),
    /// For a reason that a tap's description states, in its own words.
    Told(String),
}

/// What a table holds that is known and passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// How the export was made.
    Making,
    /// Traffic sources and their categories.
    TrafficSources,
    /// Names of countries and regions.
    Places,
    /// Portfolios.
    Portfolios,
    /// Links in posts.
    Links,
    /// Keywords.
    Keywords,
    /// Creatives.
    Creatives,
    /// Campaign groups.
    CampaignGroups,
    /// Ids beside ids.
    Ids,
    /// Users by the week of their first visit.
    Cohorts,
    /// Shares of an audience, of no day.
    Audience,
    /// Sums by format, of no day.
    Formats,
    /// Objects of a shop, CRM or help desk that are no deeds.
    Objects,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(headers) => write!(f, "columns without meaning were passed over: {}", headers.join(", ")),
            Self::Same {
                left,
                left_at,
                kept,
                kept_at,
            } => write!(
                f,
                "`{left}` (column {left_at}) means the same as `{kept}` (column {kept_at}) and was passed over"
            ),
            Self::NoCurrency => f.write_str("columns of money were left out: their currency is not known"),
            Self::MixedDates => f.write_str(
                "some dates have the day first and some the month first, as spreadsheet programs leave them; those that \
                 do not fit the order taken are put aside",
            ),
            Self::Zone { zone, agree, of, not } => {
                write!(f, "publish times are in the zone {zone} by the clocks of {agree} of {of} ids")?;
                not.as_ref().map_or(Ok(()), |not| write!(f, ", not in {not}"))
            }
            Self::NotCounted => {
                f.write_str("rows that say of themselves that they are deleted, a test or failed do not count")
            }
            Self::RefundsAtOrder => f.write_str("refunds without a time of their own stand at the time of their order"),
            Self::RefundsBelowZero => f.write_str("refunds below zero were taken as money given back"),
            Self::Repeated => f.write_str("deeds that the file tells more than once were taken once"),
            Self::NoAddress(header) => write!(
                f,
                "`{header}` holds cells that are no address or number; nobody is known by them"
            ),
            Self::Windows1252 => f.write_str("some rows were not UTF-8 and were read as Windows-1252"),
            Self::Rounded(header) => write!(f, "`{header}` holds rounded figures"),
            Self::Bounds(header) => write!(
                f,
                "`{header}` holds bounds instead of figures (`< 10%`), kept as unknown"
            ),
            Self::TextsToo(header) => write!(f, "`{header}` is not mapped and holds texts too, kept as unknown"),
            Self::LongLine(line) => write!(f, "line {line} stands above any table and is too long to be read"),
            Self::Again { stream, records } => write!(
                f,
                "stream {stream}: {records} records came again under the same key; the last of each counts"
            ),
            Self::Cut {
                stream,
                records,
                member,
                most,
            } => write!(
                f,
                "stream {stream}: {records} records have more than {most} {member}; so many of each were read"
            ),
            Self::Map(path) => write!(f, "a map to edit: {path}"),
            Self::Kept(path) => write!(f, "kept as {path}"),
            Self::Gone { texts, keys } => write!(
                f,
                "{texts} texts are no longer shown; what they counted stays: {}",
                keys.join(", ")
            ),
            Self::Erased(rows) => write!(f, "{rows} rows name people who were erased, and were left out"),
            Self::Told(what) => f.write_str(what),
        }
    }
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title(title) => write!(f, "the title `{title}` is not known, and only it names the figure"),
            Self::Unknown(Some(title)) => write!(f, "no connector knows this table (`{title}`)"),
            Self::Unknown(None) => f.write_str("no connector knows this table"),
            Self::Shape => f.write_str("its title is that of a list, which is one row of names and one of figures"),
            Self::Holds(what) => what.fmt(f),
            Self::Told(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Making => "says how the export was made; it has no figures",
            Self::TrafficSources => "a list of traffic sources and their categories; it has no figures",
            Self::Places => "a list of names of countries and regions; it has no figures",
            Self::Portfolios => "a list of portfolios; it has no figures",
            Self::Links => "a list of the links in posts; it has no figures",
            Self::Keywords => "a list of keywords without figures; keyword reports are read",
            Self::Creatives => "a list of creatives without figures; ads are read from the ad table",
            Self::CampaignGroups => "a list of campaign groups without figures; campaigns name their group",
            Self::Ids => "links ids to ids; the posts and their figures stand in sister tables",
            Self::Cohorts => "users by week of their first visit; no measure of ours is made of it yet",
            Self::Audience => "shares of an audience without a day",
            Self::Formats => "sums by format without a day; the content export has them by post",
            Self::Objects => "of shops, CRMs and help desks only leads, contacts, deals, orders and refunds are read",
        })
    }
}

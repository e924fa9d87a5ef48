//! The kinds of fact: what platforms say, what exists, what was spent, what people wrote.
//!
//! Every fact knows its `row`: the line of the raw file that it was made of. The import that carries it is added
//! by the lake. Field meanings here are the column meanings of the Delta tables (`docs/reference/tables.md`).

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Number;

/// Declares a closed set of words with their spelling in tables, files and on the command line; the line above each is
/// its meaning, here and in the program.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $(#[doc = $meaning:literal] $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[doc = $meaning] #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every word of the set, in reading order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The spelling in tables, files and commands.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What the word says.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning.trim_ascii(),)+ }
            }

            /// The word with this spelling, if there is one.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        // Sets that no page lists have meanings all the same.
        const _: fn($name) -> &'static str = $name::meaning;

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;

words! {
    /// What an observation speaks of.
    EntityKind {
        /// A page, profile, channel, ad account or property as a whole.
        Account = "account",
        /// A paid campaign.
        Campaign = "campaign",
        /// An ad set, ad group or ad squad.
        AdGroup = "ad_group",
        /// One ad.
        Ad = "ad",
        /// One post, video, story or pin.
        Post = "post",
        /// One occasion that people can attend.
        Event = "event",
        /// One place that gets reviews or visits.
        Place = "place",
    }
}

words! {
    /// Whether the activity was paid for.
    Scope {
        /// Not paid for.
        Organic = "organic",
        /// Ads and boosted posts.
        Paid = "paid",
        /// Organic and paid together, as one figure.
        Total = "total",
        /// The source does not say.
        Unknown = "unknown",
    }
}

words! {
    /// How a figure behaves over time.
    Counter {
        /// Grows since publication; the latest observation counts.
        Lifetime = "lifetime",
        /// What happened in the period; adds up over periods.
        Delta = "delta",
        /// A stock at a moment; the last one counts.
        Level = "level",
        /// Distinct people in exactly this period; never adds up.
        Unique = "unique",
        /// The platform's own ratio or mean; kept as a check, never aggregated.
        Rate = "rate",
    }
}

words! {
    /// What a value counts. Converted on import: hours and milliseconds to seconds, percent to a fraction.
    Unit {
        /// Things or times.
        Count = "count",
        /// Distinct accounts.
        People = "people",
        /// Money in the observation's currency.
        Money = "money",
        /// Seconds.
        Seconds = "seconds",
        /// A fraction: 0.05 is 5 %.
        Fraction = "fraction",
    }
}

words! {
    /// What money was spent on (capability G5).
    CostKind {
        /// Media that no platform export reports: print, radio, influencers' media.
        Media = "media",
        /// Agency and freelance fees.
        Fees = "fees",
        /// Own people's time.
        Labour = "labour",
        /// Software.
        Tools = "tools",
        /// Making content: photos, video, text.
        Content = "content",
    }
}

/// What a column of figures measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Measure {
    /// Canonical metric id (`impressions`, `clicks`, …), or `raw.<header>` for a column nobody mapped.
    pub metric: Cow<'static, str>,
    /// Kind within the metric (`link`, `like`, `3s`); empty where there is only one.
    pub facet: Cow<'static, str>,
    /// Paid, organic, or both.
    pub scope: Scope,
    /// Behaviour over time.
    pub counter: Counter,
    /// What one unit is.
    pub unit: Unit,
}

/// A post, video, story or pin: what it is, not how it did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Post {
    /// Platform id, such as `instagram`.
    pub platform: String,
    /// Account id or handle on the platform.
    pub account: String,
    /// The platform's id of the post, always text.
    pub post_id: String,
    /// Instant of publication, where the source's time zone is known.
    pub published_at: Option<Timestamp>,
    /// Day of publication in the account's time zone.
    pub published_on: Option<Date>,
    /// Hour of publication, 0–23, in the account's time zone.
    pub published_hour: Option<i8>,
    /// ISO weekday of publication, Monday is 1.
    pub published_weekday: Option<i8>,
    /// `photo`, `video`, `reel`, `story`, `link`, `text`, `carousel`, `short`, `pin`, or the platform's word in lower case.
    pub format: Option<String>,
    /// Title, where the platform has one.
    pub title: Option<String>,
    /// Text of the post.
    pub text: Option<String>,
    /// Address of the post itself.
    pub permalink: Option<String>,
    /// Address that the post links to.
    pub landing_url: Option<String>,
    /// Name of the campaign it belongs to.
    pub campaign: Option<String>,
    /// Length of the video in seconds.
    pub duration: Option<Number>,
    /// Further mapped columns, by name; read as `x.NAME`.
    pub extra: Vec<(String, String)>,
    /// Line in the raw file, from 1.
    pub row: u64,
}

/// One ad and where it hangs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ad {
    /// Platform id.
    pub platform: String,
    /// Ad account.
    pub account: String,
    /// The key that observations use: the platform's id, or the name where the export has no id.
    pub ad_id: String,
    /// `ad` or `ad_group`: ad groups are kept in the same table, with their own key.
    pub kind: Option<EntityKind>,
    /// Name of the ad.
    pub name: Option<String>,
    /// Key of the ad group.
    pub ad_group_id: Option<String>,
    /// Name of the ad group.
    pub ad_group: Option<String>,
    /// Key of the campaign.
    pub campaign_id: Option<String>,
    /// Name of the campaign.
    pub campaign: Option<String>,
    /// Key of the boosted post.
    pub post_id: Option<String>,
    /// Ad format, as for posts.
    pub format: Option<String>,
    /// Address that the ad leads to.
    pub landing_url: Option<String>,
    /// Further mapped columns; read as `x.NAME`.
    pub extra: Vec<(String, String)>,
    /// Line in the raw file.
    pub row: u64,
}

/// One paid campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Campaign {
    /// Platform id.
    pub platform: String,
    /// Ad account.
    pub account: String,
    /// The key that observations use.
    pub campaign_id: String,
    /// Name.
    pub name: Option<String>,
    /// What the platform was asked to optimise.
    pub objective: Option<String>,
    /// First flight date.
    pub starts_on: Option<Date>,
    /// Last flight date.
    pub ends_on: Option<Date>,
    /// Budget over the flight.
    pub budget: Option<Number>,
    /// ISO 4217 code of the budget.
    pub currency: Option<String>,
    /// Further mapped columns; read as `x.NAME`.
    pub extra: Vec<(String, String)>,
    /// Line in the raw file.
    pub row: u64,
}

/// One account on one platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    /// Platform id.
    pub platform: String,
    /// The key that observations use.
    pub account: String,
    /// Display name.
    pub name: Option<String>,
    /// ISO 4217 code of its money.
    pub currency: Option<String>,
    /// IANA time zone of its days.
    pub time_zone: Option<String>,
    /// Line in the raw file.
    pub row: u64,
}

/// Money spent on the effort that no ad platform reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cost {
    /// What it was spent on.
    pub kind: CostKind,
    /// First day that the cost serves.
    pub from: Date,
    /// Last day that the cost serves.
    pub to: Date,
    /// The amount.
    pub amount: Number,
    /// ISO 4217 code.
    pub currency: String,
    /// Platform that it serves, if only one.
    pub platform: Option<String>,
    /// Campaign that it serves, if only one.
    pub campaign: Option<String>,
    /// Who was paid, or what for.
    pub note: Option<String>,
    /// Line in the raw file.
    pub row: u64,
}

/// A text somebody else wrote: a review, a reply, a quote, a mention; who and where stands in `extra`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Voice {
    /// Where it stands: `google`, `yelp`, `facebook`, ….
    pub platform: String,
    /// Account or place it is addressed to.
    pub account: String,
    /// The source's id, or a digest of its content where it has none.
    pub voice_id: String,
    /// `review`, `reply`, `quote` or `mention`.
    pub kind: String,
    /// Day it was written.
    pub written_on: Option<Date>,
    /// Stars given, 1 to 5.
    pub stars: Option<Number>,
    /// The text.
    pub text: Option<String>,
    /// Our reply.
    pub reply: Option<String>,
    /// Day of our reply.
    pub replied_on: Option<Date>,
    /// Further mapped columns; read as `x.NAME`.
    pub extra: Vec<(String, String)>,
    /// Line in the raw file.
    pub row: u64,
}

/// A row that could not be read; kept verbatim so that nothing is lost and it can be tried again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reject {
    /// Line in the raw file, from 1.
    pub row: u64,
    /// Header of the offending column, where one cell is to blame.
    pub column: Option<String>,
    /// What is wrong, in words, with the offending text.
    pub reason: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The row as it came, cells joined as CSV.
    pub raw: String,
}

//! [`TABLES`]: the open tables of a workspace, column by column.
//!
//! Other engines read these tables, so names, types and meanings are a public contract. The lake makes its schemas and
//! the reference page from this one list.

/// A Delta table under `lake/`.
#[derive(Debug)]
pub struct Table {
    /// Folder and SQL name.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Columns in storage order.
    pub columns: &'static [Column],
}

/// A column of a table.
#[derive(Debug)]
pub struct Column {
    /// SQL name.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
    /// Meaning, with unit.
    pub meaning: &'static str,
}

/// Column types; each maps to one Delta, Arrow and Parquet type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// 64-bit integer.
    Whole,
    /// `decimal(18,6)`.
    Number,
    /// Day without zone.
    Day,
    /// UTC instant in microseconds.
    Instant,
}

const fn must(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        nullable: false,
        meaning,
    }
}

const fn may(name: &'static str, kind: Kind, meaning: &'static str) -> Column {
    Column {
        name,
        kind,
        nullable: true,
        meaning,
    }
}

const IMPORT_ID: Column = must("import_id", Kind::Text, "The import that brought the row.");
const ROW: Column = must(
    "row",
    Kind::Whole,
    "Line in the raw file, from 1 (row of a spreadsheet).",
);
const PLATFORM: Column = must("platform", Kind::Text, "Platform id, such as `instagram`.");
const ACCOUNT: Column = must(
    "account",
    Kind::Text,
    "Account id or handle; empty where the source does not say.",
);
const EXTRA: Column = may(
    "extra",
    Kind::Text,
    "Further mapped columns as a JSON object of texts; `x('NAME', extra)` reads one.",
);

/// Every table, in reading order.
pub static TABLES: &[Table] = &[
    Table {
        name: "observations",
        row: "One figure that a platform states of an account, campaign, ad or post for a period.",
        columns: &[
            PLATFORM,
            ACCOUNT,
            must(
                "entity_kind",
                Kind::Text,
                "account, campaign, ad_group, ad, post, event or place.",
            ),
            must(
                "entity_id",
                Kind::Text,
                "Key of the entity; the account itself for account figures.",
            ),
            must("metric", Kind::Text, "Canonical metric, or `raw.<header>`."),
            must(
                "facet",
                Kind::Text,
                "Kind within the metric (`link`, `like`, `3s`), or empty.",
            ),
            must("scope", Kind::Text, "organic, paid, total or unknown."),
            must("counter", Kind::Text, "lifetime, delta, level, unique or rate."),
            must(
                "breakdown",
                Kind::Text,
                "Dimensions that the row is split by (`age,gender`), or empty. Rows of different breakdowns repeat the same activity.",
            ),
            must(
                "slice",
                Kind::Text,
                "Values of the breakdown (`age=18-24;gender=female`), or empty.",
            ),
            may(
                "period_start",
                Kind::Day,
                "First day. For lifetime figures: day of publication.",
            ),
            may("period_end", Kind::Day, "Last day, included."),
            may(
                "value",
                Kind::Number,
                "The figure; null where the platform says it is unknown.",
            ),
            may("currency", Kind::Text, "ISO 4217 code of money, else null."),
            may(
                "observed_at",
                Kind::Instant,
                "When the source itself says the figure was taken; else the import's.",
            ),
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "posts",
        row: "What a post, video, story or pin is.",
        columns: &[
            PLATFORM,
            ACCOUNT,
            must("post_id", Kind::Text, "The platform's id, always text."),
            may("published_at", Kind::Instant, "Instant of publication."),
            may("published_on", Kind::Day, "Day of publication in the account's zone."),
            may(
                "published_hour",
                Kind::Whole,
                "Hour of publication, 0 to 23, in the account's zone.",
            ),
            may(
                "published_weekday",
                Kind::Whole,
                "ISO weekday of publication, Monday is 1.",
            ),
            may(
                "format",
                Kind::Text,
                "photo, video, reel, story, link, text, carousel, short, pin, …",
            ),
            may("title", Kind::Text, "Title."),
            may("text", Kind::Text, "Text."),
            may("permalink", Kind::Text, "Address of the post."),
            may("landing_url", Kind::Text, "Address that it links to."),
            may("campaign", Kind::Text, "Campaign that it belongs to."),
            may("duration", Kind::Number, "Length of the video in seconds."),
            EXTRA,
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "ads",
        row: "One ad or ad group and where it hangs.",
        columns: &[
            PLATFORM,
            ACCOUNT,
            must("kind", Kind::Text, "ad or ad_group."),
            must(
                "ad_id",
                Kind::Text,
                "Key that observations use: id, or name where the export has no id.",
            ),
            may("name", Kind::Text, "Name."),
            may("ad_group_id", Kind::Text, "Key of the ad group."),
            may("ad_group", Kind::Text, "Name of the ad group."),
            may("campaign_id", Kind::Text, "Key of the campaign."),
            may("campaign", Kind::Text, "Name of the campaign."),
            may("post_id", Kind::Text, "Key of the boosted post."),
            may("format", Kind::Text, "Ad format."),
            may("landing_url", Kind::Text, "Address that the ad leads to."),
            EXTRA,
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "campaigns",
        row: "One paid campaign.",
        columns: &[
            PLATFORM,
            ACCOUNT,
            must("campaign_id", Kind::Text, "Key that observations use."),
            may("name", Kind::Text, "Name."),
            may("objective", Kind::Text, "What the platform was asked to optimise."),
            may("starts_on", Kind::Day, "First flight date."),
            may("ends_on", Kind::Day, "Last flight date."),
            may("budget", Kind::Number, "Budget over the flight."),
            may("currency", Kind::Text, "ISO 4217 code of the budget."),
            EXTRA,
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "accounts",
        row: "One account on one platform.",
        columns: &[
            PLATFORM,
            ACCOUNT,
            may("name", Kind::Text, "Display name."),
            may("currency", Kind::Text, "ISO 4217 code of its money."),
            may("time_zone", Kind::Text, "IANA zone of its days."),
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "costs",
        row: "Money spent on the effort that no ad platform reports.",
        columns: &[
            must("kind", Kind::Text, "media, fees, labour, tools or content."),
            must("from", Kind::Day, "First day that the cost serves."),
            must("to", Kind::Day, "Last day that the cost serves."),
            must("amount", Kind::Number, "The amount."),
            must("currency", Kind::Text, "ISO 4217 code."),
            may("platform", Kind::Text, "Platform that it serves, if only one."),
            may("campaign", Kind::Text, "Campaign that it serves, if only one."),
            may("note", Kind::Text, "Who was paid, or what for."),
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "voices",
        row: "A text somebody else wrote: a review, a reply, a quote, a mention.",
        columns: &[
            PLATFORM,
            ACCOUNT,
            must("voice_id", Kind::Text, "The source's id, or a digest of the content."),
            must("kind", Kind::Text, "review, reply, quote or mention."),
            may("written_on", Kind::Day, "Day it was written."),
            may("stars", Kind::Number, "Stars given, 1 to 5."),
            may("text", Kind::Text, "The text."),
            may("reply", Kind::Text, "Our reply."),
            may("replied_on", Kind::Day, "Day of our reply."),
            EXTRA,
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "events",
        row: "What one person did, or was shown, at an instant: a touch, a deed, or what became of a deed.",
        columns: &[
            must("event_id", Kind::Text, "The source's id, or a digest of the content."),
            must(
                "at",
                Kind::Instant,
                "When; midnight UTC where the source gives only a day.",
            ),
            must("on", Kind::Day, "Day in the source's time zone."),
            must(
                "kind",
                Kind::Text,
                "impression, click, visit, lead, deal, deal_won, order, refund, …; see the roles of map files.",
            ),
            may(
                "person",
                Kind::Text,
                "Who, by the source's name for them: `email:<SHA-256>`, `customer:1042`, ….",
            ),
            may(
                "company",
                Kind::Text,
                "For which company: `domain:example.com`, `company:77`.",
            ),
            may("deed", Kind::Text, "Order, deal or lead that it belongs to."),
            may("platform", Kind::Text, "Platform, where the source names one."),
            may("scope", Kind::Text, "paid or organic, where the source says."),
            may(
                "channel",
                Kind::Text,
                "Channel in the source's own words; wins over the rules.",
            ),
            may("source", Kind::Text, "`utm_source`, or the source's word for it."),
            may("medium", Kind::Text, "`utm_medium`."),
            may("campaign", Kind::Text, "`utm_campaign`, or the campaign's name."),
            may("content", Kind::Text, "`utm_content`: ad or post."),
            may("term", Kind::Text, "`utm_term`."),
            may("referrer", Kind::Text, "Address of the page that led here."),
            may("landing_url", Kind::Text, "Address of the page that was reached."),
            may(
                "click_param",
                Kind::Text,
                "Parameter that carried a click id: gclid, fbclid, ….",
            ),
            may("value", Kind::Number, "Worth of the deed, or what a refund gave back."),
            may("currency", Kind::Text, "ISO 4217 code of the value."),
            may(
                "detail",
                Kind::Text,
                "Stage of a deal, coupon code, answer of a survey, product, code of a short link.",
            ),
            EXTRA,
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "identities",
        row: "Two names that a source gives to one person or company; a later row may take the tie back.",
        columns: &[
            must("one", Kind::Text, "One name, such as `contact:12`."),
            must("other", Kind::Text, "The other, such as `email:<SHA-256>`."),
            must("tie", Kind::Text, "joined; or unjoined, which takes it back."),
            IMPORT_ID,
            ROW,
        ],
    },
    Table {
        name: "quarantine",
        row: "A row that could not be read, as it came.",
        columns: &[
            IMPORT_ID,
            ROW,
            must("file", Kind::Text, "Name of the file."),
            may("column", Kind::Text, "Header of the column to blame, if one is."),
            must("reason", Kind::Text, "What is wrong."),
            may("hint", Kind::Text, "What to do about it."),
            must("raw", Kind::Text, "The row as it came."),
        ],
    },
    Table {
        name: "imports",
        row: "One event in the life of an import. The table's version is the version of the data: facts count from the moment their import stands here.",
        columns: &[
            must(
                "import_id",
                Kind::Text,
                "Digest of content, connector, its version, and the answers given.",
            ),
            must("seq", Kind::Whole, "Order of imports, from 1."),
            must("status", Kind::Text, "done; or reverted, which hides the facts again."),
            must(
                "file",
                Kind::Text,
                "Name of the file; `archive.zip/member.csv` for members.",
            ),
            must(
                "sha256",
                Kind::Text,
                "Digest of the raw bytes, which stand under `raw/`.",
            ),
            must("bytes", Kind::Whole, "Size of the raw bytes."),
            must("connector", Kind::Text, "Connector id, or the map's."),
            must("connector_version", Kind::Whole, "Connector version."),
            may("platform", Kind::Text, "Platform, where there is one."),
            may("account", Kind::Text, "Account, where there is one."),
            must("accepted", Kind::Whole, "File rows taken in."),
            must(
                "duplicate",
                Kind::Whole,
                "File rows that the lake held already, unchanged.",
            ),
            must("quarantined", Kind::Whole, "File rows put aside."),
            must("facts", Kind::Whole, "Fact rows written."),
            must("digest", Kind::Text, "Digest of the facts, whatever their order."),
            may(
                "observed_at",
                Kind::Instant,
                "When the figures were taken: the end that the file states, else its date.",
            ),
            must("imported_at", Kind::Instant, "When it was imported."),
            must("answers", Kind::Text, "Answers to the questions, as JSON."),
            must(
                "checks",
                Kind::Text,
                "Totals that the file states against the sums of its rows, as JSON.",
            ),
            must(
                "series",
                Kind::Text,
                "What the import speaks of: platform, account, entity, metric, days; as JSON.",
            ),
            must("remarks", Kind::Text, "Things noticed, as JSON."),
            must(
                "bases",
                Kind::Text,
                "Ids of earlier imports that hold the unchanged rows which this one left out, as JSON.",
            ),
        ],
    },
];

/// The table of this name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|t| t.name == name)
}

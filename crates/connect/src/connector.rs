//! [`Connector`]: how one export of one platform is recognised and read. Connectors are data; one reader reads them all.
//!
//! A user's map file (`map.toml`) becomes the same structure, so whatever a native connector can say, a map can. Texts
//! are `'static`: a map's are interned for the life of the process, each distinct map once.

use harpoon_core::{Counter, EntityKind, EventKind, Scope};

use crate::cell::{DayOrder, DecimalMark};
use crate::remark::Held;

/// One export format of one platform.
///
/// A header is matched without regard to case, surrounding blanks and typographic quotes. `*` in a header stands for
/// any text: `Amount spent (*)` finds the currency code, `Views in *` with `content_views of country=*` gives each column
/// to its country. A header `*` alone is a list: any names, known by the title above them, and a row of figures below.
/// `|` separates names that one column had over the years: `Shares|Reposts`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Connector {
    /// Id in imports, reports and `--connector`.
    pub id: &'static str,
    /// Raised when the same bytes would be read into other facts.
    pub version: u32,
    /// The export's name as its platform calls it.
    pub title: &'static str,
    /// Where a person finds the export: menu path or address.
    pub found_at: &'static str,
    /// The platform's document, or the recording, that the columns were taken from.
    pub source: &'static str,
    /// How sure we are of the format.
    pub evidence: Evidence,
    /// Platform of its rows.
    pub platform: PlatformIs,
    /// Family of headers in the dictionary: `meta/ads_manager_csv`. Localised headers of that family are understood.
    pub dialect: &'static str,
    /// Whether the figures are of paid or organic activity, where a column does not say.
    pub scope: Scope,
    /// Behaviour of figures that a metric calls `Delta`: a post export gives `Lifetime` counts.
    pub counter: Option<Counter>,
    /// Entity of rows that carry no key of a finer one.
    pub entity: EntityKind,
    /// Fields that the header must hold; `a|b` asks for one of the two. The more, the more certain.
    pub requires: &'static [&'static str],
    /// Header and meaning, in the notation of [`crate::field`].
    pub columns: &'static [(&'static str, &'static str)],
    /// IANA time zone of naive times, where the platform fixes one.
    pub zone: Option<&'static str>,
    /// What the header cannot say.
    pub quirks: &'static [Quirk],
}

/// How sure we are of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Proved on real exports.
    Recorded,
    /// Written from the platform's documents; no real export was at hand.
    SpecOnly,
}

/// Platform of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlatformIs {
    /// Always this one.
    Fixed(&'static str),
    /// A column says; words are lower-cased, and these are replaced.
    Column(&'static [(&'static str, &'static str)]),
    /// The file cannot tell; ask among these, the first is the proposal.
    Ask(&'static [&'static str]),
}

/// What a header cannot say about an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// A row whose first dimension cell is empty is the grand total.
    TotalIsEmpty,
    /// A row whose first cell starts with one of these words is a total.
    TotalLabel(&'static [&'static str]),
    /// The listed rows may add up to less than the total (only the top entries are listed).
    TotalMayExceed,
    /// The table's title line (`Facebook reach`) names the figure of its `value` columns, in this notation. A title that
    /// stands here for several platforms does not tell which: ask. (title, platform or empty, field)
    TitledFigure(&'static [(&'static str, &'static str, &'static str)]),
    /// Day numbers (`0000`, `0001`) count from the start date in a comment line that begins with one of these.
    NthDayFrom(&'static [&'static str]),
    /// Dates have no year; it is asked for, with the year of the newest plausible reading as proposal.
    DatesWithoutYear,
    /// Cells that mean "unknown" here, beside the usual blanks, dashes and `n/a`.
    Unknown(&'static [&'static str]),
    /// Zero in this field is unknown in a row where another figure is unknown.
    FalseZeros(&'static str),
    /// Words of a [`crate::field::Role::Scope`] column: (word, scope).
    ScopeWords(&'static [(&'static str, Scope)]),
    /// Post ids carry their publication instant: see `idclock`.
    IdClock(IdClock),
    /// There is no column of ids: the key of a post stands in its permalink after one of these (`/video/`), up to the
    /// next `/`, `?` or `#`.
    IdInPermalink(&'static [&'static str]),
    /// A row whose first cell begins so, and whose other cells are empty or lacking, is a remark of the platform
    /// (`Showing top 500 results`): neither data nor a mistake.
    Footnote(&'static [&'static str]),
    /// Headers that begin so are metrics a user defined; kept raw.
    CustomMetric(&'static str),
    /// Weekday numbers begin with Sunday.
    WeekdaysFromSunday,
    /// Lines above a header: how one begins, and the role that the rest of it gives (`period_start`, `account_name`).
    /// `period` is a range of two days; an empty beginning is any line. Later tables of the file inherit.
    Preamble(&'static [(&'static str, &'static str)]),
    /// Exports of one header that only the file's name tells apart: it must contain one of these, whatever the case.
    FileNamed(&'static [&'static str]),
    /// What the name of the file, its archive or its folder says: `{account}-Performance-on-Search-{exported}`.
    /// Parts: `account`, `from`, `to`, `exported` (day of the export).
    NameSays(&'static str),
    /// Words of a [`crate::field::Role::MetricName`] column: (word, field). Other words are raw metrics.
    MetricWords(&'static [(&'static str, &'static str)]),
    /// Recognised, but passed over: it holds nothing that is measured.
    NotRead(Held),
    /// The same for a reason in the words of a tap's description.
    NotReadFor(&'static str),
    /// The header of the `value` column is the period of the table: `8/7/2023 - 8/5/2024`.
    PeriodInHeader,
    /// Lines above the header that state one figure at a day: how the line begins, then the day, then the figure in the
    /// next cell. `Total followers on 8/5/2024:,782`. (beginning, field)
    StatedFigure(&'static [(&'static str, &'static str)]),
    /// The line below the header describes the columns; it is no row.
    SecondHeader,
    /// Words in the date column of rows whose figures are lifetime counts. A row with a day there holds that day's own.
    LifetimeWords(&'static [&'static str]),
    /// ISO 4217 code of money that neither the header nor a column names; an answer overrides it.
    Currency(&'static str),
    /// Account of rows that do not say; an answer overrides it.
    Account(&'static str),
    /// Order of day and month, so that it need not be asked.
    DayOrder(DayOrder),
    /// Decimal mark of all figures, so that it need not be guessed.
    Decimal(DecimalMark),
    /// Rows have no key of their entity: the number of the data row, from 1, is the key. It stays the same only as long
    /// as the file does.
    RowNumberIsKey,
    /// The entity of rows that have no key: what a channel does outside its videos. Such rows are no figures of the
    /// account as a whole.
    Keyless(&'static str),
    /// The header stands on this line (row of a sheet), from 1; nothing is sought.
    HeaderLine(u64),
    /// Kind of the row's own event, where no column tells it.
    Event(EventKind),
    /// Words of a [`crate::field::Role::EventKind`] column; `*` is every other word, the empty word a blank cell.
    EventWords(&'static [(&'static str, EventWord)]),
    /// System that numbers its customers, contacts, leads, deals and companies; it stands before those numbers, so that
    /// two systems never collide: `contact:hubspot-12`.
    System(&'static str),
    /// Calling code of telephone numbers without one: `31`.
    CallingCode(&'static str),
    /// The sheet of a workbook that holds the table; other sheets, and files without sheets, are not it.
    Sheet(&'static str),
    /// The streams of a tap that hold the table; what has no name is not it.
    Stream(&'static [&'static str]),
}

/// What a word of an `event_kind` column stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventWord {
    /// An event of this kind.
    Is(EventKind),
    /// No event; the row's other columns still count.
    Ignore,
}

/// Id layouts that hold the publication instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdClock {
    /// `(id >> 23) + 1314220021721` milliseconds.
    Instagram,
    /// `(id >> 22) + 1288834974657` milliseconds.
    X,
    /// `id >> 32` seconds.
    TikTok,
    /// `id >> 22` milliseconds.
    LinkedIn,
}

/// The defaults that most connectors share; statics override with `..BASE`.
pub(crate) const BASE: Connector = Connector {
    id: "",
    version: 1,
    title: "",
    found_at: "",
    source: "",
    evidence: Evidence::SpecOnly,
    platform: PlatformIs::Fixed(""),
    dialect: "",
    scope: Scope::Unknown,
    counter: None,
    entity: EntityKind::Account,
    requires: &[],
    columns: &[],
    zone: None,
    quirks: &[],
};

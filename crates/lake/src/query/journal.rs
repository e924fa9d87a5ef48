//! [`walk`]: what each person did, in order, one person at a time; memory does not grow with their number.
//!
//! ```text
//!  identities ─▶ people ┐
//!  events, newest telling of each ─▶ by person, in time ─▶ a journey at a time
//! ```

mod deeds;

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Date32Array, Decimal128Array, Int64Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int64Type, TimeUnit};
use arrow::record_batch::RecordBatch;
use datafusion::datasource::MemTable;
use datafusion::error::DataFusionError;
use futures::StreamExt;
use harpoon_core::event::{Alias, EventKind, Part};
use harpoon_core::identity::{People, Tie};
use harpoon_core::{Number, Scope};

use super::cells::texts;
use super::{QueryError, Source};
pub use deeds::{Deed, deeds};

/// Whose journeys are walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// Each person's.
    #[default]
    Person,
    /// Each company's, of all who act for it; people without one are walked by themselves.
    Company,
}

/// Where an event came from, in its source's words; the same words stand once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Platform, where the source names one.
    pub platform: Option<String>,
    /// Whether it was paid for, where the source says.
    pub scope: Option<Scope>,
    /// The source's own word for the channel.
    pub channel: Option<String>,
    /// `utm_source`.
    pub source: Option<String>,
    /// `utm_medium`.
    pub medium: Option<String>,
    /// `utm_campaign`.
    pub campaign: Option<String>,
    /// `utm_content`.
    pub content: Option<String>,
    /// `utm_term`.
    pub term: Option<String>,
    /// Page that led here.
    pub referrer: Option<String>,
    /// Page reached.
    pub landing_url: Option<String>,
    /// Parameter of a click id.
    pub click_param: Option<String>,
}

/// One event of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Instant, in microseconds since 1970.
    pub at: i64,
    /// Day in the source's zone, in days since 1970.
    pub day: i32,
    /// What happened.
    pub kind: EventKind,
    /// Place in [`Book::origins`].
    pub origin: u32,
    /// Number of the order, deal or lead; for touches none.
    pub deed: Option<String>,
    /// Money.
    pub value: Option<Number>,
    /// Its currency.
    pub currency: Option<String>,
    /// Stage, code or answer.
    pub detail: Option<String>,
    /// Place in [`Book::imports`].
    pub import: u32,
    /// Line in the raw file.
    pub row: u64,
}

/// What one person or company did, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// The first of their names; empty where an event names nobody.
    pub who: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// Touches left out: beyond [`CROWD`] steps a name is a robot's or shared, and only its deeds are kept.
    pub left_out: u64,
}

/// Steps of a journey after which touches are left out.
pub const CROWD: usize = 100_000;

/// The words that steps point to.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Distinct origins, in order of first appearance.
    pub origins: Vec<Origin>,
    /// Ids of imports, likewise.
    pub imports: Vec<String>,
}

/// Who is who, by the ties of all imports in order.
pub async fn people(source: &Source<'_>, shared_above: usize) -> Result<People, QueryError> {
    let sql = "SELECT t.one, t.other, t.tie, t.import_id, t.row FROM identities t \
               JOIN import_order i ON t.import_id = i.import_id ORDER BY i.rank, t.row, t.one, t.other";
    let mut ties = Vec::new();
    for batch in source.collect(sql).await? {
        let [one, other, tie, import] = ["one", "other", "tie", "import_id"].map(|name| text(&batch, name));
        let (one, other, tie, import, row) = (one?, other?, tie?, import?, whole(&batch, "row")?);
        for at in 0..batch.num_rows() {
            let (Some(one), Some(other)) = (Alias::parse(one.value(at)), Alias::parse(other.value(at))) else {
                continue;
            };
            ties.push(Tie {
                one,
                other,
                joined: tie.value(at) == "joined",
                import_id: import.value(at).to_owned(),
                row: row.value(at).cast_unsigned(),
            });
        }
    }
    Ok(People::resolve(ties, shared_above))
}

/// Makes the table `people` known to the session, unless it is: for statements over events.
pub async fn ready(source: &Source<'_>, shared_above: usize) -> Result<(), QueryError> {
    if source.session.table_exist("people")? {
        return Ok(());
    }
    let people = people(source, shared_above).await?;
    register(source, &people)
}

/// Hands over the journey of each person or company that `only` names, or of all, in order of their names.
pub async fn walk(
    source: &Source<'_>,
    people: &People,
    who: Who,
    only: Option<&str>,
    mut each: impl FnMut(&Book, &Journey),
) -> Result<Book, QueryError> {
    register(source, people)?;
    let mut walker = Walker::default();
    let mut stream = source
        .session
        .sql(&statement(who, only))
        .await?
        .execute_stream()
        .await?;
    while let Some(batch) = stream.next().await {
        walker.take(&batch?, &mut each)?;
    }
    walker.hand_over(&mut each);
    Ok(walker.book)
}

/// The table `people(alias, person, company)` of every name that is joined to another or acts for a company.
fn register(source: &Source<'_>, people: &People) -> Result<(), QueryError> {
    let names: Vec<&Alias> = people.known().collect();
    let column = |of: &dyn Fn(&Alias) -> Option<String>| -> ArrayRef {
        Arc::new(names.iter().map(|name| of(name)).collect::<StringArray>())
    };
    let columns = [
        ("alias", column(&|name| Some(name.to_string()))),
        ("who", column(&|name| Some(people.person(name).to_string()))),
        ("firm", column(&|name| people.company(name).map(ToString::to_string))),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .map_err(|e| DataFusionError::ArrowError(Box::new(e), None))?;
    let table = MemTable::try_new(batch.schema(), vec![vec![batch]])?;
    source.session.deregister_table("people")?;
    source.session.register_table("people", Arc::new(table))?;
    Ok(())
}

/// Events in the order of the walk. An event that is told again replaces its earlier telling. One that names nobody, such
/// as a refund in a table of its own, is of whoever did the deed that it belongs to; the deed of nobody stays together.
fn statement(who: Who, only: Option<&str>) -> String {
    let person = "coalesce(p.who, e.person, d.person, 'deed:' || e.system || ':' || e.deed, '')";
    let who = match who {
        Who::Person => person.to_owned(),
        Who::Company => format!("coalesce(p.firm, f.firm, e.company, {person})"),
    };
    let only = only.map_or_else(String::new, |name| {
        format!(" AND {who} = {}", super::scan::quoted(name))
    });
    format!(
        "WITH told AS (SELECT t.*, split_part(t.event_id, ':', 1) AS system, row_number() OVER (PARTITION BY t.event_id ORDER BY i.rank DESC, t.row) AS age \
         FROM events t JOIN import_order i ON t.import_id = i.import_id), \
         doers AS (SELECT deed, system, min(person) AS person FROM told WHERE person IS NOT NULL AND deed IS NOT NULL GROUP BY deed, system) \
         SELECT {who} AS who, e.* FROM told e \
         LEFT JOIN doers d ON e.person IS NULL AND e.deed = d.deed AND e.system = d.system \
         LEFT JOIN people p ON coalesce(e.person, d.person) = p.alias LEFT JOIN people f ON e.company = f.alias \
         WHERE e.age = 1{only} ORDER BY who, e.at, e.event_id"
    )
}

#[derive(Default)]
struct Walker {
    book: Book,
    origins: HashMap<Origin, u32>,
    imports: HashMap<String, u32>,
    /// Whom the rows are of that came last.
    who: String,
    journey: Journey,
}

impl Walker {
    fn take(&mut self, batch: &RecordBatch, each: &mut impl FnMut(&Book, &Journey)) -> Result<(), QueryError> {
        let columns = Columns::new(batch)?;
        for row in 0..batch.num_rows() {
            let who = columns.text(Text::Who, row).unwrap_or_default();
            // Nobody is not one person: each such event stands alone.
            if who.is_empty() || who != self.who {
                self.hand_over(each);
                who.clone_into(&mut self.who);
                self.journey.who = if who.starts_with("deed:") {
                    String::new()
                } else {
                    who.to_owned()
                };
            }
            match self.step(&columns, row) {
                Some(step) if step.kind.part() == Part::Touch && self.journey.steps.len() >= CROWD => {
                    self.journey.left_out += 1;
                }
                Some(step) => self.journey.steps.push(step),
                None => {}
            }
        }
        Ok(())
    }

    fn hand_over(&mut self, each: &mut impl FnMut(&Book, &Journey)) {
        if !self.journey.steps.is_empty() {
            each(&self.book, &self.journey);
            self.journey.steps.clear();
            self.journey.left_out = 0;
        }
    }

    fn step(&mut self, columns: &Columns, row: usize) -> Option<Step> {
        let kind = EventKind::from_word(columns.text(Text::Kind, row)?)?;
        let own = |column| columns.text(column, row).map(str::to_owned);
        Some(Step {
            at: columns.at.value(row),
            day: columns.day.value(row),
            kind,
            origin: self.origin(columns, row),
            deed: match kind.part() {
                Part::Touch => None,
                _ => own(Text::Deed).or_else(|| own(Text::EventId)),
            },
            value: columns.value(row),
            currency: own(Text::Currency),
            detail: own(Text::Detail),
            import: place(&mut self.imports, &mut self.book.imports, own(Text::Import)?),
            row: columns.row.value(row).cast_unsigned(),
        })
    }

    fn origin(&mut self, columns: &Columns, row: usize) -> u32 {
        let own = |column| columns.text(column, row).map(str::to_owned);
        let origin = Origin {
            platform: own(Text::Platform),
            scope: columns.text(Text::Scope, row).and_then(Scope::from_word),
            channel: own(Text::Channel),
            source: own(Text::Source),
            medium: own(Text::Medium),
            campaign: own(Text::Campaign),
            content: own(Text::Content),
            term: own(Text::Term),
            referrer: own(Text::Referrer),
            landing_url: own(Text::Landing),
            click_param: own(Text::Click),
        };
        place(&mut self.origins, &mut self.book.origins, origin)
    }
}

fn place<T: Clone + Eq + std::hash::Hash>(places: &mut HashMap<T, u32>, all: &mut Vec<T>, one: T) -> u32 {
    if let Some(at) = places.get(&one) {
        return *at;
    }
    let at = u32::try_from(all.len()).unwrap_or(u32::MAX);
    all.push(one.clone());
    places.insert(one, at);
    at
}

/// Text columns of the statement.
#[derive(Clone, Copy)]
enum Text {
    Who,
    Kind,
    EventId,
    Deed,
    Platform,
    Scope,
    Channel,
    Source,
    Medium,
    Campaign,
    Content,
    Term,
    Referrer,
    Landing,
    Click,
    Currency,
    Detail,
    Import,
}

/// Their names, in the same order.
const TEXTS: [&str; 18] = [
    "who",
    "kind",
    "event_id",
    "deed",
    "platform",
    "scope",
    "channel",
    "source",
    "medium",
    "campaign",
    "content",
    "term",
    "referrer",
    "landing_url",
    "click_param",
    "currency",
    "detail",
    "import_id",
];

struct Columns {
    texts: Vec<StringArray>,
    at: Int64Array,
    day: Date32Array,
    value: Decimal128Array,
    row: Int64Array,
}

impl Columns {
    fn new(batch: &RecordBatch) -> Result<Self, QueryError> {
        let column = |name| batch.column_by_name(name).ok_or(QueryError::Shape(name));
        let day = column("on")?
            .as_primitive_opt::<Date32Type>()
            .ok_or(QueryError::Shape("on"))?;
        let value = column("value")?
            .as_primitive_opt::<Decimal128Type>()
            .ok_or(QueryError::Shape("value"))?;
        let micros = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let instant = cast(column("at")?, &micros).and_then(|at| cast(&at, &DataType::Int64));
        let instant = instant.map_err(|e| DataFusionError::ArrowError(Box::new(e), None))?;
        Ok(Self {
            texts: TEXTS.iter().map(|name| text(batch, name)).collect::<Result<_, _>>()?,
            at: instant.as_primitive::<Int64Type>().clone(),
            day: day.clone(),
            value: value.clone(),
            row: whole(batch, "row")?,
        })
    }

    fn text(&self, column: Text, row: usize) -> Option<&str> {
        let texts = self.texts.get(column as usize)?;
        texts.is_valid(row).then(|| texts.value(row))
    }

    fn value(&self, row: usize) -> Option<Number> {
        let micros = self.value.is_valid(row).then(|| self.value.value(row))?;
        i64::try_from(micros).ok().map(Number::from_micros)
    }
}

fn text(batch: &RecordBatch, name: &'static str) -> Result<StringArray, QueryError> {
    texts(batch.column_by_name(name).ok_or(QueryError::Shape(name))?)
}

fn whole(batch: &RecordBatch, name: &'static str) -> Result<Int64Array, QueryError> {
    let column = batch.column_by_name(name).ok_or(QueryError::Shape(name))?;
    Ok(column
        .as_primitive_opt::<Int64Type>()
        .ok_or(QueryError::Shape(name))?
        .clone())
}

//! [`walk`]: what each person or company did, in order, told by SQL: for companies, for old versions of the data, and as the
//! second route to what [`crate::journal`] keeps. Memory does not grow with their number.
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
use harpoon_core::Number;
use harpoon_core::event::{Alias, EventKind, Part};
use harpoon_core::identity::{People, Tie};

use super::cells::texts;
use super::{QueryError, Source};
use crate::engine;
use crate::journal::origins::{COLUMNS, kept};
pub use crate::journal::{Book, CROWD, Journey, Origin, Step, Told, key_of};
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

/// The ties of all imports, in order.
pub async fn ties(source: &Source<'_>) -> Result<Vec<Tie>, QueryError> {
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
    Ok(ties)
}

/// Who is who, by the ties of all imports in order.
pub async fn people(source: &Source<'_>, shared_above: usize) -> Result<People, QueryError> {
    Ok(People::resolve(ties(source).await?, shared_above))
}

/// Makes the tables of people and of their sales known to the session, unless they are: for statements over events.
pub async fn ready(source: &Source<'_>, shared_above: usize) -> Result<(), QueryError> {
    if source.session.table_exist("people")? {
        return Ok(());
    }
    let people = people(source, shared_above).await?;
    register(source, &people)?;
    super::deeds::judge_sales(source, super::deeds::FEW_EVENTS).await
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
    let frame = source.session.sql(&statement(who, only)).await?;
    let mut stream = engine::here(frame).execute_stream().await?;
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
                let id = columns.text(Text::EventId, row).unwrap_or_default();
                self.journey.begin(key_of(if who.is_empty() { id } else { who }));
                if !who.starts_with("deed:") {
                    who.clone_into(&mut self.journey.who);
                }
            }
            if let Some(step) = self.step(&columns, row) {
                self.journey.add(step);
            }
        }
        Ok(())
    }

    fn hand_over(&mut self, each: &mut impl FnMut(&Book, &Journey)) {
        if !self.journey.steps.is_empty() {
            each(&self.book, &self.journey);
            self.journey.steps.clear();
        }
    }

    fn step(&mut self, columns: &Columns, row: usize) -> Option<Step> {
        let kind = EventKind::from_word(columns.text(Text::Kind, row)?)?;
        let own = |column| columns.text(column, row).map(str::to_owned);
        let told = Told {
            deed: match kind.part() {
                Part::Touch => None,
                _ => own(Text::Deed).or_else(|| own(Text::EventId)),
            },
            value: columns.value(row),
            currency: own(Text::Currency),
            detail: own(Text::Detail),
        };
        let origin = self.origin(columns, row);
        self.book.kinds[origin as usize] |= 1 << EventKind::ALL.iter().position(|other| *other == kind)?;
        Some(Step {
            at: columns.at.value(row),
            day: columns.day.value(row),
            kind,
            origin,
            import: place(&mut self.imports, &mut self.book.imports, own(Text::Import)?),
            row: columns.row.value(row).cast_unsigned(),
            told: (told != Told::default()).then(|| Box::new(told)),
        })
    }

    fn origin(&mut self, columns: &Columns, row: usize) -> u32 {
        let texts = std::array::from_fn(|at| columns.text(*ORIGIN.get(at)?, row).map(|text| kept(at, text)));
        let origin = place(&mut self.origins, &mut self.book.origins, Origin::of(texts));
        self.book.kinds.resize(self.book.origins.len(), 0);
        origin
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

/// Those that tell where from, in the order of an origin's columns.
const ORIGIN: [Text; COLUMNS.len()] = [
    Text::Platform,
    Text::Scope,
    Text::Channel,
    Text::Source,
    Text::Medium,
    Text::Campaign,
    Text::Content,
    Text::Term,
    Text::Referrer,
    Text::Landing,
    Text::Click,
];

/// Their names, in the same order as [`Text`].
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

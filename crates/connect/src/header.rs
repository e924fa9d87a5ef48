//! [`Head`]: the header of a table, and the connector that understands it best.

use crate::connector::{Connector, PlatformIs, Quirk};
use crate::dictionary::normalise_header;
use crate::field::{Field, Role, Slice};
use crate::notes::{Notes, range};
use crate::plan::Answers;
use crate::record::Record;
use crate::registry::{Matcher, Meaning, Registry};
use crate::remark::Passed;

/// A header that a connector understands.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) connector: &'static Connector,
    /// Platforms whose connectors fit as well; asked for.
    pub(crate) rivals: Vec<&'static str>,
    /// Line, from 1.
    pub(crate) line: u64,
    /// Title above it.
    pub(crate) title: Option<String>,
    /// Each column, where it stands and what it means.
    pub(crate) columns: Vec<Column>,
    /// Platforms that the title may be of.
    pub(crate) title_platforms: Vec<&'static str>,
    /// Why the table is passed over though it is known.
    pub(crate) passed: Option<Passed>,
    /// Another table stands on its right.
    pub(crate) has_neighbour: bool,
    /// Its names stand in a row, their figures in the row below; only its title tells what it is.
    pub(crate) is_list: bool,
}

/// One column of a header.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Place in the row, from 0.
    pub(crate) at: usize,
    pub(crate) header: String,
    pub(crate) meaning: Option<Meaning>,
}

/// What decides beside the header itself.
pub(crate) struct Context<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) answers: &'a Answers,
    pub(crate) file: &'a str,
    pub(crate) sheet: Option<&'a str>,
}

/// The header that comes nearest to a connector, for the refusal.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nearest {
    understood: usize,
    pub(crate) header: Vec<String>,
    pub(crate) connector: Option<(String, Vec<String>)>,
}

/// A cell of a row that may be a header, with its text in the form in which headers are compared.
struct Cell<'r> {
    at: usize,
    text: &'r str,
    plain: String,
}

impl<'r> Cell<'r> {
    fn new(at: usize, text: &'r str) -> Self {
        let text = text.trim();
        let plain = if text.len() > LONGEST {
            String::new()
        } else {
            normalise_header(text)
        };
        Self { at, text, plain }
    }
}

/// A connector's claim on a header.
struct Claim<'m> {
    matcher: &'m Matcher,
    rank: (bool, bool, usize, usize),
    columns: Vec<Column>,
}

/// Bytes of a cell beyond which it is no header.
const LONGEST: usize = 400;

/// The tables that begin with this row: none, one, or several side by side.
pub(crate) fn heads(record: &Record, notes: &Notes, context: &Context<'_>, nearest: &mut Nearest) -> Vec<Head> {
    if record.width() == 0 || record.width() > 5_000 {
        return Vec::new();
    }
    let cells: Vec<Cell<'_>> = (0..record.width()).map(|at| Cell::new(at, record.get(at))).collect();
    let is_known = |cell: &Cell<'_>| context.registry.may_know(&cell.plain);
    if !cells.iter().any(is_known) && !may_be_list(&cells, notes, context.registry) {
        return Vec::new();
    }
    let groups: Vec<&[Cell<'_>]> = cells
        .split(|cell| cell.text.is_empty())
        .filter(|group| !group.is_empty())
        .collect();
    if groups.len() > 1 {
        let part = |group: &&[Cell<'_>]| head(group, record.line, notes, context, &mut Nearest::default());
        let mut parts: Vec<Head> = groups.iter().filter_map(part).collect();
        if let Some((_, left)) = parts.split_last_mut()
            && !left.is_empty()
        {
            for head in left {
                head.has_neighbour = true;
            }
            return parts;
        }
    }
    head(&cells, record.line, notes, context, nearest).into_iter().collect()
}

/// Whether the row stands below the title of a list, and is no title itself.
fn may_be_list(cells: &[Cell<'_>], notes: &Notes, registry: &Registry) -> bool {
    let title = notes.title.as_deref().filter(|_| notes.is_title_new);
    title.is_some_and(|title| registry.is_list(&normalise_header(title)))
        && !cells.iter().any(|cell| registry.is_list(&cell.plain))
}

fn head(cells: &[Cell<'_>], line: u64, notes: &Notes, context: &Context<'_>, nearest: &mut Nearest) -> Option<Head> {
    let mut best: Option<Claim<'_>> = None;
    let mut rivals = Vec::new();
    for matcher in context.registry.matchers() {
        if matcher.list().is_some() && !is_below_title(matcher, cells, notes, context.registry) {
            continue;
        }
        let Some(claim) = claim(matcher, cells, line, context, nearest) else {
            continue;
        };
        match &best {
            Some(held) if claim.rank < held.rank => {}
            Some(held) if claim.rank == held.rank => rivals.push(claim.matcher.connector),
            _ => {
                rivals.clear();
                best = Some(claim);
            }
        }
    }
    let best = best?;
    let connector = best.matcher.connector;
    let mut head = Head {
        connector,
        rivals: rival_platforms(connector, &rivals),
        line,
        title: notes.title.clone(),
        columns: best.columns,
        title_platforms: Vec::new(),
        passed: None,
        has_neighbour: false,
        is_list: best.matcher.list().is_some(),
    };
    head.columns.iter_mut().for_each(Column::fill_star);
    head.apply_quirks(context.answers);
    Some(head)
}

/// Other platforms than the best's own, if several platforms write the same header.
fn rival_platforms(best: &Connector, rivals: &[&'static Connector]) -> Vec<&'static str> {
    let fixed = |c: &Connector| match c.platform {
        PlatformIs::Fixed(platform) => Some(platform),
        _ => None,
    };
    let Some(own) = fixed(best) else {
        return Vec::new();
    };
    let mut all: Vec<&'static str> = Vec::new();
    for platform in rivals.iter().filter_map(|c| fixed(c)) {
        if platform != own && !all.contains(&platform) {
            all.push(platform);
        }
    }
    if !all.is_empty() {
        all.insert(0, own);
    }
    all
}

fn claim<'m>(
    matcher: &'m Matcher,
    cells: &[Cell<'_>],
    line: u64,
    context: &Context<'_>,
    nearest: &mut Nearest,
) -> Option<Claim<'m>> {
    let connector = matcher.connector;
    if !fits_place(connector, line, context) {
        return None;
    }
    let columns: Vec<Column> = cells.iter().map(|cell| column(matcher, cell, context)).collect();
    let understood = columns.iter().filter(|c| c.meaning.is_some()).count();
    if understood == 0 {
        return None;
    }
    let fields: Vec<&Field> = columns
        .iter()
        .filter_map(|c| c.meaning.as_ref())
        .map(|m| &m.field)
        .collect();
    let missing = matcher.missing(&fields);
    if !missing.is_empty() {
        if understood > nearest.understood {
            *nearest = Nearest {
                understood,
                header: cells.iter().map(|cell| cell.text.to_owned()).collect(),
                connector: Some((connector.id.to_owned(), missing)),
            };
        }
        return None;
    }
    if matcher.strictness() == 0 && understood * 2 < connector.columns.len() {
        return None;
    }
    let named = has(connector, |q| {
        matches!(q, Quirk::FileNamed(_) | Quirk::Sheet(_) | Quirk::Stream(_))
    });
    Some(Claim {
        matcher,
        rank: (
            platform_agrees(connector, context.answers),
            context.registry.is_map(connector),
            // A list takes any header: whoever knows one word of it knows better.
            if matcher.list().is_some() { 0 } else { understood },
            matcher.strictness() + usize::from(named),
        ),
        columns,
    })
}

fn has(connector: &Connector, is: impl Fn(&Quirk) -> bool) -> bool {
    connector.quirks.iter().any(is)
}

fn platform_agrees(connector: &Connector, answers: &Answers) -> bool {
    let Some(given) = &answers.platform else {
        return true;
    };
    match connector.platform {
        PlatformIs::Fixed(own) => own == given,
        PlatformIs::Column(_) => true,
        PlatformIs::Ask(choices) => choices.is_empty() || choices.contains(&given.as_str()),
    }
}

/// Whether the row is the first below a title of the list that the connector reads.
fn is_below_title(matcher: &Matcher, cells: &[Cell<'_>], notes: &Notes, registry: &Registry) -> bool {
    let title = normalise_header(notes.title.as_deref().unwrap_or(""));
    matcher.list().is_some_and(|titles| titles.contains(&title)) && may_be_list(cells, notes, registry)
}

/// Whether file name, sheet and line are such that the connector can be meant.
fn fits_place(connector: &Connector, line: u64, context: &Context<'_>) -> bool {
    connector.quirks.iter().all(|quirk| match quirk {
        Quirk::FileNamed(any) => {
            let name = context.file.to_lowercase();
            any.iter().any(|part| name.contains(&part.to_lowercase()))
        }
        Quirk::Sheet(name) => context
            .sheet
            .is_some_and(|sheet| normalise_header(sheet) == normalise_header(name)),
        Quirk::Stream(names) => context.sheet.is_some_and(|stream| names.contains(&stream)),
        Quirk::HeaderLine(given) => *given == line,
        _ => true,
    })
}

fn column(matcher: &Matcher, cell: &Cell<'_>, context: &Context<'_>) -> Column {
    let period_in_header = has(matcher.connector, |q| matches!(q, Quirk::PeriodInHeader));
    let meaning = matcher.meaning(cell.text, &cell.plain, context.registry.dictionary());
    let meaning = meaning.or_else(|| {
        (period_in_header && range(cell.text, order_of(matcher.connector)).is_some()).then_some(Meaning {
            field: Field::Role(Role::Value),
            captured: None,
            star: None,
        })
    });
    Column {
        at: cell.at,
        header: cell.text.to_owned(),
        meaning,
    }
}

impl Column {
    /// Names the slice that it stands for, where its header does.
    fn fill_star(&mut self) {
        if let Some(meaning) = &mut self.meaning {
            let star = meaning.star.as_deref().unwrap_or(&self.header);
            meaning.field = meaning.field.of_slice(&Slice::default(), star);
        }
    }

    /// Gives a `value` column the figure, of the column's own slice.
    fn is_of(&mut self, figure: &Field) {
        if let Some(meaning) = &mut self.meaning
            && let (Field::Role(Role::Value), slice) = meaning.field.whole()
        {
            let star = meaning.star.as_deref().unwrap_or(&self.header);
            meaning.field = figure.of_slice(&slice, star);
        }
    }
}

/// The order of day and month that a connector fixes.
pub(crate) fn order_of(connector: &Connector) -> Option<crate::cell::DayOrder> {
    connector.quirks.iter().find_map(|quirk| match quirk {
        Quirk::DayOrder(order) => Some(*order),
        _ => None,
    })
}

impl Head {
    fn apply_quirks(&mut self, answers: &Answers) {
        for quirk in self.connector.quirks {
            match quirk {
                Quirk::NotRead(held) => self.passed = Some(Passed::Holds(*held)),
                Quirk::NotReadFor(why) => self.passed = Some(Passed::Told((*why).to_owned())),
                Quirk::TitledFigure(titles) => self.name_figure(titles, answers),
                _ => {}
            }
        }
    }

    /// Gives the `value` column the meaning that the title names.
    fn name_figure(&mut self, titles: &[(&'static str, &'static str, &'static str)], answers: &Answers) {
        let title = normalise_header(self.title.as_deref().unwrap_or(""));
        let fitting: Vec<_> = titles
            .iter()
            .filter(|(known, _, _)| normalise_header(known) == title)
            .collect();
        let answered = fitting
            .iter()
            .find(|(_, platform, _)| answers.platform.as_deref() == Some(platform));
        let Some((_, _, notation)) = answered.or(fitting.first()) else {
            self.passed = Some(Passed::Title(self.title.clone().unwrap_or_default()));
            return;
        };
        self.title_platforms = fitting
            .iter()
            .map(|(_, platform, _)| *platform)
            .filter(|p| !p.is_empty())
            .collect();
        let Ok(field) = Field::parse(notation) else {
            return;
        };
        for column in &mut self.columns {
            column.is_of(&field);
        }
    }
}

//! Figures of a table: which of repeated columns, what nobody mapped, which decimal mark.

use harpoon_core::{Counter, Measure, Unit};

use super::Work;
use crate::cell::{DecimalMark, NumberReader, NumberSurvey};
use crate::connector::Quirk;
use crate::field::{Field, Given};
use crate::header::{Column, Head};
use crate::plan::Seen;
use crate::remark::Remark;
use crate::table::columns::{Columns, Figure, known, unknown_words};

impl Work<'_> {
    /// Chooses among repeated headers, finds raw metrics, decides the decimal marks.
    pub(super) fn figures(&mut self, head: &Head, columns: &mut Columns) {
        let mut surveys = Vec::new();
        let chosen = self.choose(head);
        let mut ignored = Vec::new();
        for column in chosen {
            let field = column.meaning.as_ref().map(|m| m.field.clone());
            let figure = match field {
                Some(field) => self.mapped(column, &field),
                None if self.is_numeric(column) => Some(self.raw(column)),
                None => {
                    ignored.push(column.header.clone());
                    None
                }
            };
            if let Some(figure) = figure {
                let mut survey = NumberSurvey::default();
                self.cells(column.at).for_each(|cell| survey.look(cell));
                surveys.push(survey);
                columns.figures.push(figure);
            }
        }
        ignored.retain(|header| !header.is_empty());
        if !ignored.is_empty() {
            self.remarks.push(Remark::Unread(ignored));
        }
        self.decide_marks(columns, &surveys);
        self.mark_false_zeros(columns);
        columns.figures.sort_by_key(Figure::is_part);
    }

    fn mapped(&self, column: &Column, field: &Field) -> Option<Figure> {
        let (Field::Figure { given, .. }, slice) = field.whole() else {
            return None;
        };
        let measure = field.measure(self.connector.scope, self.connector.counter)?;
        let mut figure = Figure::new(column.at, &column.header, measure, *given);
        figure.result = figure.measure.metric == "results";
        figure.slice = slice;
        Some(figure)
    }

    fn raw(&self, column: &Column) -> Figure {
        let is_custom = self.connector.quirks.iter().any(|quirk| match quirk {
            Quirk::CustomMetric(beginning) => column.header.starts_with(beginning),
            _ => false,
        });
        let counter = if is_custom {
            Counter::Rate
        } else {
            self.connector.counter.unwrap_or(Counter::Delta)
        };
        let measure = Measure {
            metric: format!("raw.{}", slug(&column.header)).into(),
            facet: "".into(),
            scope: self.connector.scope,
            counter,
            unit: Unit::Count,
        };
        let mut figure = Figure::new(column.at, &column.header, measure, Given::AsIs);
        figure.raw = true;
        figure
    }

    /// Whether a column that nobody mapped holds numbers and no keys.
    fn is_numeric(&self, column: &Column) -> bool {
        let header = column.header.to_lowercase();
        if slug(&header).is_empty() || header.ends_with(" id") || header == "id" || header.ends_with("_id") {
            return false;
        }
        let reader = NumberReader {
            mark: DecimalMark::Point,
            given: Given::AsIs,
            unknown: unknown_words(self.connector.quirks),
        };
        let mut numbers = 0;
        for cell in self.cells(column.at).filter_map(known) {
            match reader.read(cell) {
                Ok(cell) => numbers += usize::from(cell.value().is_some()),
                Err(_) => return false,
            }
        }
        numbers > 0
    }

    /// Of columns that mean the same, the first that holds more than blanks and noughts.
    fn choose<'h>(&mut self, head: &'h Head) -> Vec<&'h Column> {
        let mut chosen: Vec<&Column> = Vec::new();
        for column in &head.columns {
            let Some(place) = chosen.iter().position(|c| is_same_figure(c, column)) else {
                chosen.push(column);
                continue;
            };
            let first = chosen.get(place).copied().unwrap_or(column);
            let better = !self.has_data(first.at) && self.has_data(column.at);
            let (kept, left) = if better { (column, first) } else { (first, column) };
            self.remarks.push(Remark::Same {
                left: left.header.clone(),
                left_at: left.at + 1,
                kept: kept.header.clone(),
                kept_at: kept.at + 1,
            });
            if let Some(slot) = chosen.get_mut(place) {
                *slot = kept;
            }
        }
        chosen
    }

    fn has_data(&self, at: usize) -> bool {
        self.cells(at)
            .filter_map(known)
            .any(|cell| cell.bytes().any(|b| (b'1'..=b'9').contains(&b)))
    }

    fn decide_marks(&mut self, columns: &mut Columns, surveys: &[NumberSurvey]) {
        let fixed = self.connector.quirks.iter().find_map(|quirk| match quirk {
            Quirk::Decimal(mark) => Some(*mark),
            _ => None,
        });
        let mut all = NumberSurvey::default();
        for survey in surveys {
            all.merge(*survey);
        }
        let answered = self.around.answers.decimal.as_deref().and_then(DecimalMark::from_word);
        let known = fixed.or(answered).or_else(|| all.proved());
        let unknown = unknown_words(self.connector.quirks);
        for (figure, survey) in columns.figures.iter_mut().zip(surveys) {
            let whole = matches!(figure.measure.unit, Unit::Count | Unit::People);
            figure.reader.mark = fixed.unwrap_or_else(|| survey.decide(whole, known));
            figure.reader.unknown = unknown;
            if survey.is_guess(whole, known) {
                self.ask_decimal(figure);
            }
        }
    }

    fn ask_decimal(&mut self, figure: &Figure) {
        let is_open = |cell: &&str| {
            let mut one = NumberSurvey::default();
            one.look(cell);
            one.is_guess(false, None)
        };
        let example = self.cells(figure.at).find(is_open).unwrap_or_default().trim();
        self.ask(
            Seen::Mark {
                number: example.to_owned(),
                column: figure.header.clone(),
            },
            Some(figure.reader.mark.as_str().to_owned()),
            &["point", "comma"],
        );
    }

    fn mark_false_zeros(&self, columns: &mut Columns) {
        for quirk in self.connector.quirks {
            let Quirk::FalseZeros(notation) = quirk else {
                continue;
            };
            let Ok(field) = Field::parse(notation) else {
                continue;
            };
            let Some(measure) = field.measure(self.connector.scope, self.connector.counter) else {
                continue;
            };
            for figure in columns.figures.iter_mut().filter(|f| f.measure == measure) {
                figure.false_zeros = true;
            }
        }
    }
}

fn is_same_figure(a: &Column, b: &Column) -> bool {
    match (&a.meaning, &b.meaning) {
        (Some(a), Some(b)) => a.is_figure() && a.role().is_none() && a.field == b.field,
        (None, None) => !slug(&a.header).is_empty() && slug(&a.header) == slug(&b.header),
        _ => false,
    }
}

/// `* OC to LPV` becomes `oc_to_lpv`.
pub(crate) fn slug(header: &str) -> String {
    let mut slug = String::new();
    for c in header.trim().chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.truncate(slug.trim_end_matches('_').len());
    slug
}

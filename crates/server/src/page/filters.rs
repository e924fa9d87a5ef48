//! Filters: what days, what part of the data, against what. They live in the address, are shown as chips that take them away,
//! and are chosen in a form that offers what the data name.

use std::sync::Arc;

use harpoon::Error;
use harpoon::choices::Choices;
use harpoon::report::board::Wanted;
use harpoon_core::{Language, Period};
use harpoon_report::document::{Block, Document, Section, Span};
use harpoon_report::linked;
use harpoon_report::view::Report;
use harpoon_report::{Words, clean};
use maud::{Markup, html};

use super::Asked;
use super::explore::OFFERED;
use crate::view::{Compared, FILTERS};
use crate::words::{self, words};

/// Pages that filters change.
const FILTERED: &[&str] = &["/", "/funnel", "/content", "/money", "/paid", "/explore"];
/// Pages that show figures of several stages, so that a stage picks some of them.
const STAGED: &[&str] = &["/", "/funnel"];
/// Longest value on a chip.
const VALUE: usize = 60;

/// Whether filters change the page at this path.
pub(crate) fn change(path: &str) -> bool {
    FILTERED.contains(&path)
}

impl Asked<'_> {
    /// What is asked for; nothing where there are no data.
    pub(super) fn wanted(&self) -> Result<Option<Wanted>, Error> {
        let Some(period) = self.view.days()?.or(self.month) else {
            return Ok(None);
        };
        Ok(Some(Wanted {
            period,
            before: self.view.compared().with(period),
            filters: self.view.filters()?,
            today: self.look.today,
        }))
    }

    /// All of a month, whatever filters the address has.
    pub(super) fn whole(&self, month: Period) -> Wanted {
        Wanted {
            period: month,
            before: Some(month.previous()),
            filters: Vec::new(),
            today: self.look.today,
        }
    }

    /// Whether it is the month's report as it is: no filter, its days, its comparison.
    pub(super) fn is_plain(&self, wanted: &Wanted) -> bool {
        let before = Some(wanted.period.previous());
        wanted.filters.is_empty() && Some(wanted.period) == self.month && wanted.before == before
    }

    /// Sections of the report, by id and in this order: the month's own, or the same under filters; and what they were made of.
    pub(super) fn reported(&self, wanted: &Wanted, ids: &[&str]) -> Result<(Vec<Section>, Arc<Report>), Error> {
        let report = if self.is_plain(wanted) {
            self.look.report(wanted.period, self.view.language)?
        } else {
            Arc::new(self.look.workspace.board(wanted, ids)?)
        };
        let mut document = if self.is_plain(wanted) {
            linked(
                &report,
                &harpoon_report::Words::new(self.view.language),
                &|dim, value| self.lead(dim, value),
            )
        } else {
            self.composed(&report)
        };
        document.sections.retain(|section| ids.contains(&&*section.id));
        document
            .sections
            .sort_by_key(|section| ids.iter().position(|id| *id == section.id));
        Ok((document.sections, report))
    }

    /// A report under filters, in words that speak of days and not of months.
    pub(super) fn composed(&self, report: &Report) -> Document {
        let words = compared(self.view.language, self.view.compared());
        let mut document = linked(report, &words, &|dim, value| self.lead(dim, value));
        for section in &mut document.sections {
            match &*section.id {
                // What the first page says of goals and of the whole business is not filtered.
                "short" => section
                    .blocks
                    .retain(|block| matches!(block, Block::Cards(_) | Block::Empty(_))),
                // Claims and the order book are those of the whole.
                "earned" => {
                    let claims = self.words.text("claims-heading");
                    let at = section
                        .blocks
                        .iter()
                        .position(|block| matches!(block, Block::Heading(line) if harpoon_report::document::plain(line) == claims));
                    section.blocks.truncate(at.unwrap_or(usize::MAX));
                }
                _ => {}
            }
        }
        document
    }

    /// Where a bar leads: this page of its value alone. Nowhere where filters do not change the page, or what has no value.
    pub(super) fn lead(&self, dim: &str, value: &str) -> Option<String> {
        let is_filter = FILTERS.contains(&dim) || dim.starts_with("x.");
        let path = &self.view.path;
        (is_filter && change(path) && !value.is_empty()).then(|| self.view.with(path, dim, Some(value)))
    }

    /// The days in words.
    pub(super) fn days_in_words(&self, days: Period) -> String {
        format!("{} – {}", self.words.date(days.from), self.words.date(days.to))
    }

    /// The form, what is active, and what happened.
    pub(super) fn tools(&self) -> Result<Markup, Error> {
        let Some(wanted) = self.wanted()? else {
            return Ok(html! {});
        };
        let choices = self.look.workspace.choices()?;
        Ok(html! {
            div class="tools" {
                details class="tool" {
                    summary { (self.words.text("filters")) }
                    (self.form(&wanted, &choices))
                }
                (super::annotate::panel(self, &wanted, &choices)?)
            }
            (self.chips(&wanted))
            @if self.view.first("stage").is_some() && !STAGED.contains(&self.view.path.as_str()) {
                div class="notice fair" role="note" { p { (self.words.text("stage-not-here")) } }
            }
        })
    }

    fn form(&self, wanted: &Wanted, choices: &Choices) -> Markup {
        let words = &self.words;
        let view = self.view;
        let first = |name: &str| view.first(name).unwrap_or("");
        // Of several values under one name the form shows the first; the others stay as chips.
        let mut shown = vec!["from", "to", "vs", "month", "lang"];
        shown.extend(FILTERS);
        let rest = view.more.iter().enumerate().filter(|(at, (name, _))| {
            let is_first = view.more.iter().position(|(known, _)| known == name) == Some(*at);
            !(shown.contains(&name.as_str()) && is_first)
        });
        let stages = ["awareness", "interest", "evaluation", "purchase", "loyalty"];
        html! {
            form class="filters" method="get" action=(view.at(&view.path))
                data-first=(wanted.period.from) {
                @if let Some(month) = view.month { input type="hidden" name="month" value=(month.from.strftime("%Y-%m")); }
                input type="hidden" name="lang" value=(view.language.tag());
                @for (_, (name, value)) in rest { input type="hidden" name=(name) value=(value); }
                label { (words.text("explore-from")) input type="date" name="from" value=(first("from")); }
                label { (words.text("explore-to")) input type="date" name="to" value=(first("to")); }
                label { (words.text("compare"))
                    select name="vs" {
                        @for each in Compared::ALL {
                            @let word = if each == Compared::Before { "" } else { each.as_str() };
                            option value=(word) selected[each == view.compared()] { (words.text(&format!("compare-{}", each.as_str()))) }
                        }
                    }
                }
                label { (words.text("filter-platform"))
                    select name="platform" {
                        option value="" { (words.text("filter-all")) }
                        @let known = first("platform");
                        @for platform in choices.platforms.iter().map(String::as_str).chain((!known.is_empty() && !choices.platforms.iter().any(|p| p == known)).then_some(known)) {
                            option value=(platform) selected[platform == known] { (words.platform(platform).plain()) }
                        }
                    }
                }
                label { (words.text("filter-scope"))
                    select name="scope" {
                        option value="" { (words.text("filter-all")) }
                        @for scope in ["organic", "paid", "total", "unknown"] {
                            option value=(scope) selected[scope == first("scope")] { (words.text(&format!("scope-{scope}"))) }
                        }
                    }
                }
                (self.typed("campaign", &choices.campaigns))
                (self.typed("account", &choices.accounts))
                (self.typed("format", &choices.formats))
                label { (words.text("filter-stage"))
                    select name="stage" {
                        option value="" { (words.text("filter-all")) }
                        @for stage in stages { option value=(stage) selected[stage == first("stage")] { (words.text(&format!("stage-{stage}"))) } }
                    }
                }
                label { (words.text("filter-column"))
                    input name="where" list="choices-where" placeholder="x.NAME=…" size="14";
                }
                datalist id="choices-where" { @for column in &choices.columns { option value=(format!("{column}=")) {} } }
                button type="submit" { (words.text("show")) }
            }
        }
    }

    /// A field that proposes what the data name.
    pub(super) fn typed(&self, dim: &str, values: &[String]) -> Markup {
        let list = format!("choices-{dim}");
        html! {
            label { (self.words.text(&format!("filter-{dim}")))
                input name=(dim) value=(self.view.first(dim).unwrap_or("")) list=(list) size="14" autocomplete="off";
            }
            datalist id=(list) { @for value in values { option value=(clean(value, 200)) {} } }
        }
    }

    /// What is active, each with the way to take it off.
    pub(super) fn chips(&self, wanted: &Wanted) -> Markup {
        let words = &self.words;
        let view = self.view;
        let mut chips: Vec<(String, Span, Option<String>)> = Vec::new();
        if view.first("from").is_some() {
            let days = Span::Text(self.days_in_words(wanted.period));
            chips.push((words.text("filter-days"), days, Some(view.of_month())));
        }
        let compares = view.path != "/explore" && (view.first("vs").is_some() || !chips.is_empty());
        if compares {
            let days = wanted.before.map(|before| self.days_in_words(before));
            let days = Span::Text(days.unwrap_or_else(|| words.text("compare-none")));
            let off = view.first("vs").map(|_| view.with(&view.path, "vs", None));
            chips.push((words.text("compare"), days, off));
        }
        for (name, value) in view.filtered() {
            let (dim, shown) = match name {
                "where" => value.split_once('=').unwrap_or(("where", value)),
                name => (name, value),
            };
            chips.push((
                self.dimension(dim),
                self.value(dim, shown),
                Some(view.without(name, value)),
            ));
        }
        html! {
            @if !chips.is_empty() {
                ul class="chips" aria-label=(words.text("chips")) {
                    @for (title, value, href) in &chips {
                        li {
                            @if let Some(href) = href {
                                a href=(href) {
                                    (title) ": " bdi { (value.plain()) }
                                    span class="off" { span aria-hidden="true" { " ×" } span class="heard" { " " (words.text("chip-off")) } }
                                }
                            } @else { span class="fixed" { (title) ": " bdi { (value.plain()) } } }
                        }
                    }
                    @if chips.len() > 1 { li class="off" { a href=(view.to(&view.path)) { (words.text("explore-clear")) } } }
                }
            }
        }
    }

    /// What a dimension is called; its id where it has no name.
    pub(super) fn dimension(&self, dim: &str) -> String {
        if FILTERS.contains(&dim) {
            self.words.text(&format!("filter-{dim}"))
        } else if OFFERED.contains(&dim) {
            self.words.text(&format!("by-{dim}"))
        } else {
            clean(dim, VALUE)
        }
    }

    /// A value of a dimension in words.
    pub(super) fn value(&self, dim: &str, value: &str) -> Span {
        match (dim, value) {
            ("platform", platform) => self.words.platform(platform),
            ("scope", "organic" | "paid" | "total" | "unknown") => {
                Span::Text(self.words.text(&format!("scope-{value}")))
            }
            ("stage", "awareness" | "interest" | "evaluation" | "purchase" | "loyalty") => {
                Span::Text(self.words.text(&format!("stage-{value}")))
            }
            _ => Span::Outside(clean(value, VALUE)),
        }
    }
}

/// The words of a page whose days are compared in this way.
pub(super) fn compared(language: Language, compared: Compared) -> Words {
    words(language).with(words::compared(language, compared == Compared::Year))
}

//! Answers made ready before anybody asks: what the newest months' reports need, kept on disk by the lake.

use harpoon_core::period::day_from_number;
use harpoon_core::{Dim, Language, Period, Selection};
use harpoon_lake::query::{self, Source};
use jiff::civil::Date;

use crate::Error;
use crate::care::{Finding, Severity};
use crate::report::Wish;
use crate::workspace::Workspace;

/// Facts from which on it is worth while; below, every question is quick.
const MANY: u64 = 1_000_000;
/// Months that are made ready in any case: a year, and the month of the year before that the newest is held against.
const MONTHS: usize = 13;

/// KPIs of which the doctor works out a sample anew.
const SAMPLE: &[&str] = &["impressions", "clicks", "spend", "engagements", "orders", "revenue"];
/// Events up to which those that read events are in it: by the facts alone, more take long.
const FEW_EVENTS: u64 = 1_000_000;

impl Workspace {
    /// What is kept and is not what the facts give: a sample of sums by day, platform and paid or organic, of the newest month
    /// that figures speak of.
    pub(crate) fn kept_findings(&self) -> Result<Vec<Finding>, Error> {
        let workspace = self.held(None, None)?;
        let held = workspace.data()?;
        let done = || held.snapshot().imports().iter().filter(|import| import.is_done());
        let days = done()
            .flat_map(|import| &import.series)
            .filter_map(|series| series.span.days());
        let Some(last) = days.map(|(_, to)| to).max() else {
            return Ok(Vec::new());
        };
        let last = day_from_number(last);
        let selection = Selection {
            by: vec![Dim::Day, Dim::Platform, Dim::Scope],
            ..Selection::over(Some(Period {
                from: last.first_of_month(),
                to: last.last_of_month(),
            }))
        };
        let few = done().map(|import| import.facts).sum::<u64>() <= FEW_EVENTS;
        let kpis = SAMPLE.iter().filter_map(|id| self.kpi(id).ok());
        let kpis: Vec<_> = kpis.filter(|kpi| few || !kpi.reads_events()).collect();
        workspace.lake().run(async {
            if few {
                workspace.know_people(&held).await?;
            }
            let kept = held.source();
            let mut findings = Vec::new();
            for kpi in kpis {
                let by_facts = Source {
                    answers: None,
                    ..held.source()
                };
                let by_facts = query::measure(&by_facts, kpi, &selection).await?;
                if query::measure(&kept, kpi, &selection).await?.readings != by_facts.readings {
                    findings.push(Finding {
                        check: "kept",
                        severity: Severity::Warning,
                        what: format!("what is kept of `{}` by day is not what the facts give", kpi.id),
                        fix: "delete the folder derived/kept: it is made anew; and please report it".to_owned(),
                    });
                }
            }
            Ok(findings)
        })
    }

    /// Works out what reports of the months need, from `newest` back to `oldest`, as long as `goes_on` says so and, beyond the
    /// newest thirteen, as long as half of what may be kept is free. Nothing is noted but answers; a small workspace needs none.
    pub fn make_ready(
        &self,
        (newest, oldest): (Period, Period),
        issued: Date,
        goes_on: impl Fn() -> bool,
    ) -> Result<(), Error> {
        let workspace = self.shared()?;
        let data = workspace.data()?;
        let facts: u64 = data
            .snapshot()
            .imports()
            .iter()
            .filter(|i| i.is_done())
            .map(|i| i.facts)
            .sum();
        if facts < MANY {
            return Ok(());
        }
        let months = std::iter::successors(Some(newest), |month| Some(month.previous()));
        let months = months.take_while(|month| month.from >= oldest.from);
        let make = |month| {
            let wish = Wish {
                month,
                issued,
                note: None,
                language: Language::En,
            };
            workspace.report(&wish).map(drop)
        };
        for month in months.clone().take(MONTHS) {
            if !goes_on() {
                return Ok(());
            }
            make(month)?;
        }
        workspace.choices()?;
        let Some(kept) = data.sitting().kept() else {
            return Ok(());
        };
        kept.sweep();
        // Older ones never at the price of the newest: of what is kept, the oldest file goes first.
        for month in months.skip(MONTHS) {
            if !goes_on() || !kept.has_room() {
                break;
            }
            make(month)?;
        }
        Ok(())
    }
}

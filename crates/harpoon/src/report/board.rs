//! [`Board`]: the parts of a month's report for any days, any part of the data, and any comparison. What pages show under
//! filters is made by the very functions that make the report, so that screen and paper cannot differ.

use std::collections::BTreeMap;

use harpoon_core::goal::Subject;
use harpoon_core::goal::history::Promise;
use harpoon_core::kpi::{Kpi, Stage, evaluation, money, purchase};
use harpoon_core::{Dim, Filter, Period, select};
use harpoon_report::view::{Amount, Figure, Headline, Report, Series, Unit, Value, Verdict};
use jiff::civil::Date;

use super::figures::{Figures, Split};
use super::{content, costs, funnel, headlines, money as earned, platforms};
use crate::Error;
use crate::goals::Book;
use crate::goals::judge::promised;
use crate::workspace::Workspace;

/// What a page shows.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The days.
    pub period: Period,
    /// The days that they are compared with.
    pub before: Option<Period>,
    /// Which part of the data.
    pub filters: Vec<Filter>,
    /// Today.
    pub today: Date,
}

impl Wanted {
    /// Filters of rows: a stage is of figures, not of rows, and picks which of them stand there.
    fn rows(&self) -> Vec<Filter> {
        let of_rows = self.filters.iter().filter(|filter| filter.dim != Dim::Stage);
        of_rows.cloned().collect()
    }

    /// Whether figures of a stage are asked for.
    pub fn is_of(&self, stage: Stage) -> bool {
        select::is_of(&self.filters, stage)
    }
}

/// A headline's goal in these days, where one was agreed for this very part of the data.
pub type Aim = Option<Figure>;

/// A paid campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its name, from outside; empty where the source names none.
    pub name: String,
    /// One for each KPI of [`CAMPAIGN`].
    pub values: Vec<Figure>,
    /// What the interval of its return says.
    pub verdict: Verdict,
}

/// What is told of a campaign.
pub const CAMPAIGN: [&Kpi; 6] = [
    &money::SPEND,
    &evaluation::CLICKS,
    &money::CPC,
    &purchase::CLAIMED_PURCHASES,
    &purchase::REVENUE_SOCIAL,
    &money::ROI_MEDIA,
];

impl Workspace {
    /// Sections of the report, by id, under filters: `short` (its headlines), `platforms`, `funnel`, `content`, `earned`, `costs`.
    /// All else is left empty.
    pub fn board(&self, wanted: &Wanted, sections: &[&str]) -> Result<Report, Error> {
        let workspace = self.held(None, None)?;
        let figures = workspace.figures(wanted);
        let has = |id: &str| sections.contains(&id);
        let mut report = Report::empty(&self.settings().name, wanted.period, wanted.today);
        if has("short") {
            let chosen = headlines::chosen(&figures, |stage| wanted.is_of(stage))?;
            report.headlines = headlines::of(&figures, chosen)?;
        }
        if has("platforms") {
            report.series = platforms::days(&figures)?;
            report.platforms = platforms::table(&figures)?;
            report.comparisons = compared(&figures)?;
        }
        if has("funnel") {
            report.funnel = funnel::of(&figures, headlines::profile_of(self).business)?;
            report.funnel.retain(|step| wanted.is_of(step.stage));
        }
        if has("content") {
            report.content = content::posts(&figures)?;
        }
        if has("earned") {
            report.earned = earned::earned(&figures)?;
        }
        if has("costs") {
            report.costs = costs::of(&figures)?;
        }
        Ok(report)
    }

    /// For each headline the target that was agreed for these days and this part of the data.
    pub fn aims(&self, wanted: &Wanted, headlines: &[Headline]) -> Result<Vec<Aim>, Error> {
        let book = self.book()?;
        let figures = self.figures(wanted);
        let aim = |headline: &Headline| Ok(aim(&book, &figures, self.kpi(&headline.kpi)?));
        headlines.iter().map(aim).collect()
    }

    /// Days of what was spent, with the days compared with.
    pub fn spending(&self, wanted: &Wanted) -> Result<Vec<Series>, Error> {
        let workspace = self.held(None, None)?;
        platforms::days_of(&workspace.figures(wanted), &[&money::SPEND])
    }

    /// Sales credited to social media, by platform.
    pub fn credited_by_platform(&self, wanted: &Wanted) -> Result<Vec<(String, Figure)>, Error> {
        let workspace = self.held(None, None)?;
        let split = workspace
            .figures(wanted)
            .split(&purchase::REVENUE_SOCIAL, wanted.period, &[Dim::Platform])?;
        let named = split
            .into_iter()
            .filter_map(|s| Some((s.by.first()?.clone(), s.figure)));
        Ok(named.collect())
    }

    /// One figure for each KPI.
    pub fn told(&self, wanted: &Wanted, kpis: &[&'static Kpi]) -> Result<Vec<Figure>, Error> {
        let workspace = self.held(None, None)?;
        workspace.figures(wanted).whole(kpis, wanted.period)
    }

    /// KPIs by platform: each platform with one figure for each KPI that states it.
    pub fn by_platform(
        &self,
        wanted: &Wanted,
        kpis: &[&'static Kpi],
    ) -> Result<BTreeMap<String, Vec<Option<Figure>>>, Error> {
        let workspace = self.held(None, None)?;
        let splits = workspace
            .figures(wanted)
            .splits(kpis, wanted.period, &[Dim::Platform])?;
        Ok(gathered(splits))
    }

    /// Campaigns that money was spent on, the dearest first.
    pub fn campaigns(&self, wanted: &Wanted) -> Result<Vec<Campaign>, Error> {
        let workspace = self.held(None, None)?;
        let splits = workspace
            .figures(wanted)
            .splits(&CAMPAIGN, wanted.period, &[Dim::Campaign])?;
        let declared = |name: &str| {
            let mut known = self.settings().awareness.iter();
            known.any(|a| {
                a.campaign
                    .as_deref()
                    .map_or(a.platform.is_none(), |campaign| campaign == name)
            })
        };
        let mut campaigns: Vec<Campaign> = gathered(splits)
            .into_iter()
            .map(|(name, values)| {
                let missing = |kpi: &Kpi| Figure::missing(platforms::not_stated(), Unit::of(kpi.unit, ""));
                let values: Vec<Figure> = values
                    .into_iter()
                    .zip(CAMPAIGN)
                    .map(|(value, kpi)| value.unwrap_or_else(|| missing(kpi)))
                    .collect();
                let verdict = values
                    .last()
                    .map_or(Verdict::Unknown, |roi| earned::verdict(roi, declared(&name)));
                Campaign { name, values, verdict }
            })
            .filter(|one| one.spent().is_some())
            .collect();
        campaigns.sort_by(|a, b| b.spent().unwrap_or(0.0).total_cmp(&a.spent().unwrap_or(0.0)));
        Ok(campaigns)
    }

    fn figures(&self, wanted: &Wanted) -> Figures<'_> {
        Figures {
            workspace: self,
            month: wanted.period,
            before: wanted.before,
            filters: wanted.rows(),
        }
    }
}

/// The target that was agreed for the days and the part of the data that figures are of.
pub(super) fn aim(book: &Book, figures: &Figures<'_>, kpi: &'static Kpi) -> Aim {
    let promises = promised(book, figures.month);
    let of = |promise: &&Promise<'_>| {
        let goal = &promise.version.goal;
        promise.period == figures.month
            && goal.filters() == figures.filters
            && matches!(goal.subject(), Subject::Kpi(id) if *id == kpi.id)
    };
    let goal = &promises.iter().find(of)?.version.goal;
    Some(Figure {
        value: Value::Known(Amount::Exact(goal.target())),
        unit: Unit::of(kpi.unit, goal.currency().unwrap_or_default()),
        low: None,
        high: None,
        receipt: None,
    })
}

impl Campaign {
    /// What was spent on it.
    pub fn spent(&self) -> Option<f64> {
        self.values.first().and_then(Figure::float)
    }
}

/// Splits of several KPIs by one dimension, by its values.
fn gathered(splits: Vec<Vec<Split>>) -> BTreeMap<String, Vec<Option<Figure>>> {
    let count = splits.len();
    let mut rows: BTreeMap<String, Vec<Option<Figure>>> = BTreeMap::new();
    for (column, split) in splits.into_iter().enumerate() {
        for Split { by, figure } in split {
            let name = by.into_iter().next().unwrap_or_default();
            let row = rows.entry(name).or_insert_with(|| vec![None; count]);
            if let Some(cell) = row.get_mut(column) {
                *cell = Some(figure);
            }
        }
    }
    rows
}

/// Own rates against the own past and the industry: they are of whole platforms, so under any other filter none stands there.
fn compared(figures: &Figures<'_>) -> Result<Vec<harpoon_report::view::Comparison>, Error> {
    let of_platforms: Vec<&str> = figures
        .filters
        .iter()
        .filter(|filter| filter.dim == Dim::Platform)
        .map(|filter| filter.value.as_str())
        .collect();
    if of_platforms.len() != figures.filters.len() {
        return Ok(Vec::new());
    }
    let mut all = platforms::usual(&Figures::new(figures.workspace, figures.month))?;
    all.retain(|one| of_platforms.is_empty() || of_platforms.contains(&one.platform.as_str()));
    Ok(all)
}

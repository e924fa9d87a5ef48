//! [`Figures`]: readings as the report's figures.

use harpoon_core::kpi::Kpi;
use harpoon_core::{Dim, Filter, Period, Reading, Selection};
use harpoon_lake::query::Measured;
use harpoon_report::view::{Figure, Text, Unit};

use crate::Error;
use crate::measure::{Question, is_dealt_out};
use crate::workspace::Workspace;

/// Measures for one month, or for the days and the part of the data that a page asks for.
pub(super) struct Figures<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) month: Period,
    /// What it is compared with; nothing where a page wants no comparison.
    pub(super) before: Option<Period>,
    /// Which part of the data; all of it in a report.
    pub(super) filters: Vec<Filter>,
}

/// A figure of one part of the data.
pub(super) struct Split {
    /// Values of the dimensions, in their order.
    pub(super) by: Vec<String>,
    pub(super) figure: Figure,
}

impl<'a> Figures<'a> {
    /// Of a month, beside the month before.
    pub(super) fn new(workspace: &'a Workspace, month: Period) -> Self {
        Self {
            workspace,
            month,
            before: Some(month.previous()),
            filters: Vec::new(),
        }
    }

    /// One figure for each KPI over the days that it is compared with.
    pub(super) fn whole_before(&self, kpis: &[&'static Kpi]) -> Result<Vec<Figure>, Error> {
        match self.before {
            Some(before) => self.whole(kpis, before),
            None => Ok(kpis.iter().map(|kpi| not_compared(kpi)).collect()),
        }
    }

    /// A KPI by dimensions over the days that it is compared with.
    pub(super) fn split_before(&self, kpi: &'static Kpi, by: &[Dim]) -> Result<Vec<Split>, Error> {
        self.before
            .map_or_else(|| Ok(Vec::new()), |before| self.split(kpi, before, by))
    }

    /// One figure for each KPI, over all of a period.
    pub(super) fn whole(&self, kpis: &[&'static Kpi], period: Period) -> Result<Vec<Figure>, Error> {
        let measured = self.measured(kpis, period, &[])?;
        let figures = kpis
            .iter()
            .zip(&measured)
            .map(|(kpi, m)| self.told_apart(kpi, one(kpi, &m.readings)));
        Ok(figures.collect())
    }

    /// The figures of each KPI over all of a period: of money one for each currency.
    pub(super) fn by_currency(&self, kpis: &[&'static Kpi], period: Period) -> Result<Vec<Vec<Figure>>, Error> {
        let measured = self.measured(kpis, period, &[])?;
        let each = |(kpi, m): (&&'static Kpi, &Measured)| m.readings.iter().map(|r| Figure::of(r, kpi.unit)).collect();
        Ok(kpis.iter().zip(&measured).map(each).collect())
    }

    /// The figure of one KPI in the month.
    pub(super) fn month(&self, kpi: &'static Kpi) -> Result<Figure, Error> {
        let figure = self.whole(&[kpi], self.month)?.pop();
        figure.ok_or_else(|| Error::Bug(format!("`{}` was not measured", kpi.id)))
    }

    /// A KPI by dimensions.
    pub(super) fn split(&self, kpi: &'static Kpi, period: Period, by: &[Dim]) -> Result<Vec<Split>, Error> {
        let all = self.splits(&[kpi], period, by)?;
        Ok(all.into_iter().flatten().collect())
    }

    /// KPIs by the same dimensions, in one look at the data.
    pub(super) fn splits(&self, kpis: &[&'static Kpi], period: Period, by: &[Dim]) -> Result<Vec<Vec<Split>>, Error> {
        let measured = self.measured(kpis, period, by)?;
        // Readings of one group in several currencies follow each other; they are no figure.
        let split = |kpi: &Kpi, readings: &[Reading]| {
            let by = readings.first()?.by.iter().map(|(_, value)| value.clone()).collect();
            Some(Split {
                by,
                figure: one(kpi, readings),
            })
        };
        let of = |(kpi, measured): (&&'static Kpi, &Measured)| {
            let groups = measured.readings.chunk_by(|a, b| a.by == b.by);
            let groups = groups.filter(|group| group.first().is_some_and(|r| !r.by.is_empty()));
            groups.filter_map(|group| split(kpi, group)).collect()
        };
        Ok(kpis.iter().zip(&measured).map(of).collect())
    }

    fn measured(&self, kpis: &[&'static Kpi], period: Period, by: &[Dim]) -> Result<Vec<Measured>, Error> {
        self.workspace.measure(&Question {
            kpis: kpis.iter().map(|kpi| kpi.id.to_owned()).collect(),
            selection: Selection {
                by: by.to_vec(),
                filters: self.filters.clone(),
                ..Selection::over(Some(period))
            },
            at: None,
        })
    }

    /// Orders and sessions name a platform or campaign only where their row does. That none names it is no nought: what is due
    /// to it is what credit models deal out.
    fn told_apart(&self, kpi: &'static Kpi, figure: Figure) -> Figure {
        let is_nought = figure.float() == Some(0.0);
        let told = self.filters.iter().all(|filter| filter.dim.of_time());
        if told || !is_nought || !kpi.reads_events() || is_dealt_out(kpi) {
            return figure;
        }
        Figure::missing(not_named(), figure.unit)
    }
}

/// The one reading of a KPI. Money of several currencies is never added.
fn one(kpi: &Kpi, readings: &[Reading]) -> Figure {
    match readings {
        [reading] => Figure::of(reading, kpi.unit),
        [] => Figure::missing(not_measured(), Unit::of(kpi.unit, "")),
        [first, ..] => Figure::missing(
            Text::each(
                "it is in several currencies, which are not added",
                "涉及多种货币，不予相加",
                "it is yn ferskate faluta, dy't net optocht wurde",
            ),
            Unit::of(kpi.unit, &first.unit),
        ),
    }
}

fn not_compared(kpi: &Kpi) -> Figure {
    Figure::missing(Text::All(String::new()), Unit::of(kpi.unit, ""))
}

fn not_named() -> Text {
    Text::each(
        "no row of it names this by itself; what is due to it is what credit models deal out: see credited sales",
        "原始记录本身没有写明所选项；归于它的部分由归因模型分配，见归因销售额",
        "gjin rigel neamt dit sels; wat deroan takomt, ferdiele de modellen: sjoch de taskreaune ferkeap",
    )
}

fn not_measured() -> Text {
    Text::each("there is no source for it", "没有数据来源", "dêr is gjin boarne foar")
}

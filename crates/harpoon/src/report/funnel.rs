//! The funnel, from first sight to loyalty.

use harpoon_core::kpi::{Kpi, interest, loyalty, purchase};
use harpoon_core::profile::Business;
use harpoon_report::view::{Figure, Step, Text, Unit};

use super::figures::Figures;
use crate::Error;

pub(super) fn of(figures: &Figures<'_>, business: Business) -> Result<Vec<Step>, Error> {
    let steps = business.funnel();
    let now = figures.whole(&steps, figures.month)?;
    let before = figures.whole_before(&steps)?;
    let mut funnel = Vec::new();
    for ((kpi, value), previous) in steps.into_iter().zip(now).zip(before) {
        let rate = match rate_to(kpi) {
            Some(rate) => figures.month(rate)?,
            None => apart(),
        };
        funnel.push(Step {
            stage: kpi.stage,
            title: kpi.title.into(),
            value,
            previous,
            rate,
        });
    }
    Ok(funnel)
}

/// The KPI that is this step by the one before, where the catalogue has one: it has a definition and a receipt of its own.
fn rate_to(step: &'static Kpi) -> Option<&'static Kpi> {
    let known = [
        (&interest::ENGAGEMENTS, &interest::ENGAGEMENT_RATE_BY_IMPRESSIONS),
        (&purchase::ORDERS, &purchase::CONVERSION_RATE),
        (&loyalty::CUSTOMERS_REPEATING, &loyalty::REPEAT_PURCHASE_RATE),
    ];
    known.into_iter().find(|(of, _)| of.id == step.id).map(|(_, rate)| rate)
}

fn apart() -> Figure {
    let why = Text::each(
        "the two steps do not count the same thing",
        "前后两步统计的对象不同",
        "de beide stappen telle net itselde",
    );
    Figure::missing(why, Unit::Share)
}

//! What it earned, and what platforms claim of it.

use harpoon_core::kpi::{Kpi, money, purchase};
use harpoon_core::{Dim, Number};
use harpoon_model::credit::Model;
use harpoon_report::view::{Amount, Claim, Claims, Earned, Figure, Loss, Return, ReturnOn, Text, Unit, Verdict};

use super::figures::{Figures, Split};
use super::platforms::named;
use crate::Error;
use crate::journeys::claims::MODELS;
use crate::receipt::Question;
use crate::workspace::Awareness;

/// How sure the intervals of credit are.
const CONFIDENCE: f64 = 0.9;

pub(super) fn earned(figures: &Figures<'_>) -> Result<Earned, Error> {
    let awareness = &figures.workspace.settings().awareness;
    let of_all = awareness.iter().any(|a| a.platform.is_none() && a.campaign.is_none());
    let kpis: [&'static Kpi; 6] = [
        &money::COST_FULL,
        &money::ROI,
        &money::COST_MEDIA,
        &money::ROI_MEDIA,
        &purchase::REVENUE_SOCIAL,
        &money::MER_FULL,
    ];
    let measured = <[Figure; 6]>::try_from(figures.whole(&kpis, figures.month)?);
    let Ok([full, roi, media, roi_media, revenue, mer]) = measured else {
        return Err(Error::Bug("six figures were asked for".to_owned()));
    };
    let whole = [(true, full, roi), (false, media, roi_media)];
    let whole = whole.into_iter().map(|(full_cost, cost, roi)| Return {
        full_cost,
        verdict: verdict(&roi, of_all),
        cost,
        revenue: revenue.clone(),
        roi,
    });
    let (by_platform, net) = by_platform(figures)?;
    let lost = by_platform
        .iter()
        .filter(|r| matches!(r.verdict, Verdict::Loss | Verdict::DeclaredAwareness));
    let losses = lost.filter_map(|r| {
        Some(Loss {
            name: r.platform.clone(),
            lost: find(&net, &r.platform)?.clone(),
            declared: r.verdict == Verdict::DeclaredAwareness,
        })
    });
    Ok(Earned {
        model: Some(model_name()),
        confidence: Some(CONFIDENCE),
        losses: losses.collect(),
        whole: whole.collect(),
        mer: Some(mer),
        platforms: by_platform,
    })
}

/// The model that deals out the credit: `path_markov`.
fn model_name() -> Text {
    Text::each(
        "Markov, along each path",
        "沿路径分配的马尔可夫模型",
        "Markov, lâns elk paad",
    )
}

/// What the interval of a return says.
pub(super) fn verdict(roi: &Figure, declared: bool) -> Verdict {
    match (roi.float(), roi.low, roi.high) {
        (None, ..) => Verdict::Unknown,
        (Some(_), Some(low), _) if low > 0.0 => Verdict::Profit,
        (Some(_), _, Some(high)) if high < 0.0 && declared => Verdict::DeclaredAwareness,
        (Some(_), _, Some(high)) if high < 0.0 => Verdict::Loss,
        _ => Verdict::Unclear,
    }
}

/// Returns by platform, the largest cost first, and what came back net.
fn by_platform(figures: &Figures<'_>) -> Result<(Vec<ReturnOn>, Vec<Split>), Error> {
    let kpis: [&'static Kpi; 4] = [
        &money::COST_MEDIA,
        &purchase::REVENUE_SOCIAL,
        &money::ROI_MEDIA,
        &money::NET_RETURN_MEDIA,
    ];
    let split = <[Vec<Split>; 4]>::try_from(figures.splits(&kpis, figures.month, &[Dim::Platform])?);
    let Ok([costs, revenues, rois, net]) = split else {
        return Err(Error::Bug("four KPIs were asked for".to_owned()));
    };
    let declared = |platform: &str| {
        let awareness = &figures.workspace.settings().awareness;
        let is = |a: &Awareness| a.platform.as_deref().is_none_or(|p| p == platform) && a.campaign.is_none();
        awareness.iter().any(is)
    };
    let mut lines: Vec<ReturnOn> = named(&costs)
        .into_iter()
        .filter_map(|platform| {
            let cost = find(&costs, &platform)?.clone();
            let none = |unit: Unit| Figure::missing(no_credit(), unit);
            let revenue = find(&revenues, &platform)
                .cloned()
                .unwrap_or_else(|| none(cost.unit.clone()));
            let roi = find(&rois, &platform).cloned().unwrap_or_else(|| none(Unit::Times));
            Some(ReturnOn {
                verdict: verdict(&roi, declared(&platform)),
                platform,
                cost,
                revenue,
                roi,
            })
        })
        .filter(|line| line.cost.float().is_some())
        .collect();
    lines.sort_by(|a, b| b.cost.float().unwrap_or(0.0).total_cmp(&a.cost.float().unwrap_or(0.0)));
    Ok((lines, net))
}

fn find<'s>(splits: &'s [Split], platform: &str) -> Option<&'s Figure> {
    let one = splits
        .iter()
        .find(|s| s.by.first().map(String::as_str) == Some(platform));
    one.map(|s| &s.figure)
}

fn no_credit() -> Text {
    Text::each(
        "no order is credited to it",
        "没有归因到它的订单",
        "gjin oarder is deroan taskreaun",
    )
}

/// Claims against the order book; `None` where no platform claims anything or the book is empty.
pub(super) fn claims(figures: &Figures<'_>) -> Result<Option<Claims>, Error> {
    let claimed = match figures.workspace.claims(Some(figures.month), &[]) {
        Ok(claims) => claims,
        Err(Error::Usage(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    if claimed.table.lines.is_empty() {
        return Ok(None);
    }
    let orders = figures.month(&purchase::ORDERS)?;
    // What the KPIs state as well has their receipts; what is counted along journeys is repeated with the table.
    let receipt = figures.workspace.ask(Question::Claims { period: figures.month })?;
    let count = |n: Number| Figure::known(Amount::Exact(n), Unit::Count, &receipt);
    let book = claimed.table.book.orders;
    let place = MODELS.iter().position(|m| *m == Model::PathMarkov).unwrap_or(0);
    let stated = figures.split(&purchase::CLAIMED_PURCHASES, figures.month, &[Dim::Platform])?;
    let rows = claimed.table.lines.iter().map(|line| Claim {
        platform: line.platform.clone(),
        claimed: match (find(&stated, &line.platform), &line.claimed) {
            (Some(figure), Some(tally)) if figure.float() == Some(tally.orders.to_f64()) => figure.clone(),
            (_, Some(tally)) => count(tally.orders),
            (_, None) => Figure::missing(nothing_claimed(), Unit::Count),
        },
        verifiable: count(line.verifiable.orders),
        credited: line
            .credited
            .get(place)
            .map_or_else(|| count(Number::ZERO), |t| count(t.orders)),
    });
    let credit = figures.workspace.credit(&crate::journeys::credit::Question {
        models: vec![Model::PathMarkov],
        period: Some(figures.month),
        level: None,
        ..Default::default()
    })?;
    let nobody = credit.books.first().map_or(0, |book| book.unattributed);
    let rest = claimed.table.rest.get(place).map_or(Number::ZERO, |t| t.orders);
    let unattributed = Number::from_int(i64::try_from(nobody).unwrap_or(i64::MAX)).unwrap_or(Number::ZERO);
    Ok(Some(Claims {
        book: if orders.float() == Some(book.to_f64()) {
            orders
        } else {
            count(book)
        },
        rows: rows.collect(),
        elsewhere: count(rest - unattributed),
        unattributed: count(unattributed),
        twice: count(claimed.table.bounds.twice_min),
    }))
}

fn nothing_claimed() -> Text {
    Text::each("it claims no orders", "平台未声称订单", "it claimt gjin oarders")
}

//! [`returned`]: why a return on cost changed: so much from what came back, so much from what was spent.

use super::{Chain, ExplainError, Explained, Fixed, Pair, Side, Told, chains};

/// The difference of revenue ⁄ cost less a constant (1 for a return on investment, 0 for a return on ad spend): the part of revenue
/// and the part of cost, each the mean over both orders in which they can change (Shapley's value). A pair is named for its part.
///
/// Errors: a side that is not known, or a cost that is not above nought.
pub fn returned(revenue: Pair<f64>, cost: &Pair<f64>, less: f64) -> Result<Explained, ExplainError> {
    let inverse = Pair {
        name: cost.name.clone(),
        value: None,
        from: inverse(&cost.from, Side::From)?,
        to: inverse(&cost.to, Side::To)?,
    };
    let chain = Chain {
        segment: None,
        factors: vec![revenue, inverse],
    };
    let explained = chains(&[chain])?;
    let less = Fixed::from_f64(less).ok_or(ExplainError::TooLarge)?;
    Ok(Explained {
        from: explained.from - less,
        to: explained.to - less,
        ..explained
    })
}

/// What each unit of cost is divided into.
fn inverse(cost: &Told<f64>, side: Side) -> Result<Told<f64>, ExplainError> {
    match cost {
        Told::Known(cost) if *cost > 0.0 => Ok(Told::Known(1.0 / cost)),
        Told::Known(_) | Told::Absent => Err(ExplainError::NoBase(side)),
        Told::Missing(reason) => Ok(Told::Missing(reason.clone())),
    }
}

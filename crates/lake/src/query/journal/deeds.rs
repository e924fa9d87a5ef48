//! [`deeds`]: the orders and deals of a journey as they stand. The SQL of KPIs (`deeds/statement.rs`) follows the same
//! rules; a test holds the two against each other.

use harpoon_core::Number;
use harpoon_core::event::{EventKind, Part};

use super::{Journey, Step};

/// A deed as it stands: what was refunded is taken off, what was lost later is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Its number in its source.
    pub id: String,
    /// What.
    pub kind: EventKind,
    /// Place of its step in the journey.
    pub step: usize,
    /// Instant in microseconds.
    pub at: i64,
    /// Its day.
    pub day: i32,
    /// Worth, less refunds; `None` where the source gives none.
    pub value: Option<Number>,
    /// Currency of the worth, or empty.
    pub currency: String,
}

/// The deeds of a journey that are of these kinds, in order. The same deed told by several events counts once, at its
/// first; a deal that was lost after it was won counts no more.
pub fn deeds(journey: &Journey, kinds: &[EventKind]) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    for (place, step) in journey.steps.iter().enumerate() {
        let Some(id) = step
            .deed()
            .filter(|_| kinds.contains(&step.kind) && step.kind.part() == Part::Deed)
        else {
            continue;
        };
        if deeds.iter().any(|deed| deed.id == id && deed.kind == step.kind) {
            continue;
        }
        let after = journey.steps.get(place + 1..).unwrap_or_default();
        if step.kind == EventKind::DealWon && is_lost(after, id) {
            continue;
        }
        deeds.push(Deed {
            id: id.to_owned(),
            kind: step.kind,
            step: place,
            at: step.at,
            day: step.day,
            value: net(step, journey, id),
            currency: step.currency().unwrap_or_default().to_owned(),
        });
    }
    deeds
}

/// Whether the last word on the deal is that it was lost.
fn is_lost(after: &[Step], id: &str) -> bool {
    let word = |step: &&Step| step.deed() == Some(id) && matches!(step.kind, EventKind::DealWon | EventKind::DealLost);
    after
        .iter()
        .rfind(word)
        .is_some_and(|step| step.kind == EventKind::DealLost)
}

/// Refunds may come at any later time; one in another currency is not taken off.
fn net(deed: &Step, journey: &Journey, id: &str) -> Option<Number> {
    let refunds = journey
        .steps
        .iter()
        .filter(|step| step.kind == EventKind::Refund && step.deed() == Some(id) && step.currency() == deed.currency());
    let back: Number = refunds.filter_map(Step::value).sum();
    deed.value().map(|value| value - back)
}

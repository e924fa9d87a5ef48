//! Why a goal was missed, and the ways on, for people and for programs.

use harpoon::core::goal::Goal;
use harpoon::goals::{Offer, Standing};

use super::{Told, chance, shown};
use crate::render::{pretty, visible};

/// Reasons and ways below the table; empty where there is nothing to say.
pub(super) fn text(one: &Standing, told: &Told) -> String {
    if told.reasons.is_empty() && told.ways.is_empty() {
        return String::new();
    }
    let goal = one.goal();
    let mut text = format!(
        "\n\n{} {}, {}: {}",
        one.goal,
        visible(goal.name()),
        one.period,
        one.status.title().en
    );
    for reason in &told.reasons {
        text.push_str(&format!("\n  {}", visible(reason)));
    }
    for way in &told.ways {
        let offer = match &way.offer {
            Ok(offer) => sentence(offer, goal),
            Err(lacking) => format!("not computed: {}", lacking.why),
        };
        text.push_str(&format!("\n  {}: {}", way.option.title().en, visible(&offer)));
    }
    text
}

fn sentence(offer: &Offer, goal: &Goal) -> String {
    match offer {
        Offer::Target { target, probability } => format!(
            "{} would be met in the next period with a chance of {}",
            shown(*target, goal),
            chance(*probability)
        ),
        Offer::Deadline { by } => format!("as it goes, the target is reached by {by}, as likely before as after"),
        Offer::Budget {
            amount,
            between,
            spent,
            currency,
            months,
        } => {
            let spent = spent
                .map(|spent| format!("; {} {currency} was spent", pretty(spent, 2)))
                .unwrap_or_default();
            format!(
                "{} {currency} at what each one cost over {months} months, between {} and {}{spent}",
                pretty(*amount, 2),
                pretty(between.0, 2),
                pretty(between.1, 2)
            )
        }
        Offer::Mix {
            dim,
            from,
            to,
            share,
            more,
            of,
        } => format!(
            "{:.0} % of the money moved from {dim} {from} to {to} would have brought {} more than {}, at the prices of both",
            share * 100.0,
            shown(more.round(), goal),
            shown(of.round(), goal)
        ),
    }
}

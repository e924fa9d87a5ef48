//! Why a goal was missed, and the ways on, for people and for programs.

use harpoon::core::goal::Goal;
use harpoon::goals::{Offer, Standing, Way};

use super::{chance, float, rounded, shown};
use crate::render::{pretty, visible};
use harpoon::json::Value;

/// What is to be said of one goal beside its line.
pub(super) struct Told {
    /// Why it was missed.
    pub(super) reasons: Vec<String>,
    /// What to change.
    pub(super) ways: Vec<Way>,
}

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

/// The sentences, for programs.
pub(super) fn reasons(told: &Told) -> Value {
    Value::List(told.reasons.iter().cloned().map(Value::Text).collect())
}

/// The ways on, for programs.
pub(super) fn options(told: &Told) -> Value {
    Value::List(told.ways.iter().map(object).collect())
}

fn object(way: &Way) -> Value {
    let mut fields = vec![("option".to_owned(), Value::Text(way.option.to_string()))];
    let mut add = |name: &str, value| fields.push((name.to_owned(), value));
    match &way.offer {
        Ok(Offer::Target { target, probability }) => {
            add("target", float(Some(*target)));
            add("probability", float(Some(rounded(*probability))));
        }
        Ok(Offer::Deadline { by }) => add("by", Value::Text(by.to_string())),
        Ok(Offer::Budget {
            amount,
            between,
            spent,
            currency,
            months,
        }) => {
            add("amount", float(Some(*amount)));
            add("low", float(Some(between.0)));
            add("high", float(Some(between.1)));
            add("spent", float(*spent));
            add("currency", Value::Text(currency.clone()));
            add("months", Value::number(Some(*months)));
        }
        Ok(Offer::Mix {
            dim,
            from,
            to,
            share,
            more,
            of,
        }) => {
            add("dim", Value::Text(dim.to_string()));
            add("from", Value::Text(from.clone()));
            add("to", Value::Text(to.clone()));
            add("share", float(Some(*share)));
            add("more", float(Some(*more)));
            add("of", float(Some(*of)));
        }
        Err(lacking) => {
            add("needs", Value::Text(lacking.need.to_string()));
            add("missing", Value::Text(lacking.why.clone()));
        }
    }
    Value::Object(fields)
}

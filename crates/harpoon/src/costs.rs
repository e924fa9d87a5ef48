//! Costs that people note one by one. A noted cost is a one-line file on the ordinary path, so that it has an import, a
//! receipt, and a way back.

use harpoon_connect::{Answers, Origin};
use harpoon_core::{CostKind, Number, Period};
use jiff::Timestamp;

use crate::Error;
use crate::import::import_origin;
use crate::workspace::Workspace;

/// A cost as a person gives it.
#[derive(Clone, Copy, Debug)]
pub struct NewCost<'a> {
    /// media, fees, labour, tools or content.
    pub kind: &'a str,
    /// Amount in plain notation; below 0 for a credit.
    pub amount: &'a str,
    /// ISO 4217 code.
    pub currency: &'a str,
    /// First day that it serves.
    pub from: &'a str,
    /// Last day that it serves.
    pub to: &'a str,
    /// Platform that it serves, if only one.
    pub platform: Option<&'a str>,
    /// Campaign that it serves, if only one.
    pub campaign: Option<&'a str>,
    /// Who was paid, or what for.
    pub note: Option<&'a str>,
}

impl Workspace {
    /// Notes a cost; gives the id of its import.
    pub fn add_cost(&self, cost: &NewCost<'_>, now: Timestamp) -> Result<String, Error> {
        check(cost)?;
        let cells = [
            cost.kind,
            cost.from,
            cost.to,
            cost.amount,
            cost.currency,
            cost.platform.unwrap_or(""),
            cost.campaign.unwrap_or(""),
            cost.note.unwrap_or(""),
        ];
        let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        let text = format!(
            "kind,from,to,amount,currency,platform,campaign,note\n{}\n",
            line.join(",")
        );
        let origin = Origin::from_bytes("cost noted by hand.csv", text.into_bytes());
        let report = import_origin(self, &origin, &Answers::default(), now)?;
        match (report.import_id, report.quarantined) {
            (Some(id), 0) => Ok(id),
            _ => Err(Error::Usage(format!(
                "the cost was not taken: {}",
                report.reason.unwrap_or_else(|| "a value is wrong".to_owned())
            ))),
        }
    }
}

/// Every mistake at once.
fn check(cost: &NewCost<'_>) -> Result<(), Error> {
    let mut mistakes = Vec::new();
    if CostKind::from_word(cost.kind).is_none() {
        mistakes.push(format!(
            "`{}` is no kind of cost; one of media, fees, labour, tools, content",
            cost.kind
        ));
    }
    match cost.amount.parse::<Number>() {
        Ok(amount) if amount == Number::ZERO => mistakes.push("the amount is 0: there is nothing to note".to_owned()),
        Ok(amount) if amount < Number::ZERO && cost.note.is_none_or(|note| note.trim().is_empty()) => {
            mistakes.push(format!(
                "`{}` is a credit: give it a --note of its own, so that it does not take the place of the cost",
                cost.amount
            ));
        }
        Ok(_) => {}
        Err(why) => mistakes.push(format!("`{}` is no amount: {why}", cost.amount)),
    }
    if cost.currency.len() != 3 || !cost.currency.chars().all(|c| c.is_ascii_uppercase()) {
        mistakes.push(format!("`{}` is no currency code; write it as EUR", cost.currency));
    }
    match (Period::day(cost.from), Period::day(cost.to)) {
        (Ok(from), Ok(to)) => mistakes.extend(Period::new(from, to).err().map(|e| e.to_string())),
        (from, to) => mistakes.extend(from.err().into_iter().chain(to.err()).map(|e| e.to_string())),
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(Error::Usage(mistakes.join("; ")))
    }
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

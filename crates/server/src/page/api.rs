//! The same numbers for programs.

use axum::http::StatusCode;
use harpoon::measure::{Question, readings};
use harpoon::{Error, json};

use super::Asked;
use crate::answer::{Answer, Kind};

/// `/api/kpi?kpi=ID&by=DIM&where=DIM=VALUE&month=YYYY-MM`: what `harpoon kpi --format json` prints for the same question.
pub(super) fn kpi(asked: &Asked<'_>) -> Result<Answer, Error> {
    if !asked.view.wrong.is_empty() {
        return Err(Error::Usage(asked.view.wrong.join("; ")));
    }
    let kpis: Vec<String> = asked.view.all("kpi").map(ToOwned::to_owned).collect();
    if kpis.is_empty() {
        return Err(Error::Usage("name a KPI: /api/kpi?kpi=spend".to_owned()));
    }
    let measured = asked.look.workspace.measure(&Question {
        kpis,
        selection: asked.view.selection(asked.month)?,
        at: None,
    })?;
    let text = json::readings(&readings(measured)) + "\n";
    Ok(Answer::new(StatusCode::OK, Kind::Json, text.into_bytes()))
}

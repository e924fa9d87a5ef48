//! `cost`: what the effort costs beside ad spend.

use harpoon::costs::NewCost;
use jiff::Timestamp;

use super::open;
use crate::Done;
use crate::args::{Cli, Cost, CostAction};
use crate::render::Sheet;
use crate::say;

/// Notes or lists costs.
pub(crate) fn cost(cli: &Cli, args: &Cost) -> anyhow::Result<Done> {
    let workspace = open(cli)?;
    match &args.action {
        CostAction::Add {
            kind,
            amount,
            currency,
            from,
            to,
            platform,
            campaign,
            note,
        } => {
            let cost = NewCost {
                kind,
                amount,
                currency,
                from,
                to: to.as_deref().unwrap_or(from),
                platform: platform.as_deref(),
                campaign: campaign.as_deref(),
                note: note.as_deref(),
            };
            let import = workspace.add_cost(&cost, Timestamp::now())?;
            say::out(&format!(
                "noted: {kind} {amount} {currency}; `harpoon imports revert {import}` takes it back"
            ));
        }
        CostAction::List { output } => {
            let grid = workspace.sql(
                "SELECT kind, \"from\", \"to\", amount, currency, platform, campaign, note FROM costs ORDER BY 2, 3, 1",
            )?;
            say::out(&Sheet::of(grid).print(output.format));
        }
    }
    Ok(Done::Well)
}

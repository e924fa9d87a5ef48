//! [`Choices`]: the platforms, accounts, campaigns and formats that the data name, for whoever chooses among them.

use std::collections::BTreeSet;
use std::sync::Arc;

use harpoon_lake::ImportRow;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::held::Held;
use crate::workspace::Workspace;

/// Most values of a dimension that are offered; any other can be typed.
const MOST: usize = 200;

/// Values that can be filtered by, by dimension, in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Choices {
    /// Platforms.
    pub platforms: Vec<String>,
    /// Accounts.
    pub accounts: Vec<String>,
    /// Campaigns, by name.
    pub campaigns: Vec<String>,
    /// Formats of posts.
    pub formats: Vec<String>,
    /// Mapped columns, as `x.NAME`.
    pub columns: Vec<String>,
}

impl Workspace {
    /// Whether anything was imported that counts.
    pub fn has_imports(&self) -> Result<bool, Error> {
        let data = self.data()?;
        Ok(data.snapshot().imports().iter().any(ImportRow::is_done))
    }

    /// What can be chosen.
    pub fn choices(&self) -> Result<Arc<Choices>, Error> {
        let held = self.held(None, None)?;
        let data = held.data()?;
        let asked = "choices".to_owned();
        let disk = data.sitting().kept();
        data.choices.get_or(asked.clone(), || {
            let known = disk.and_then(|disk| serde_json::from_slice(&disk.answer(&asked)?).ok());
            if let Some(known) = known {
                return Ok(known);
            }
            let found = held.choices_of(&data)?;
            if let Some(disk) = disk {
                disk.keep_answer(&asked, &serde_json::to_vec(&found).unwrap_or_default());
            }
            Ok(found)
        })
    }

    fn choices_of(&self, data: &Held) -> Result<Choices, Error> {
        let imports = data.snapshot().imports().iter().filter(|import| import.is_done());
        let platforms: BTreeSet<String> = imports
            .flat_map(|import| &import.series)
            .map(|series| series.platform.clone())
            .filter(|platform| !platform.is_empty())
            .collect();
        let one = |sql: &str| -> Result<Vec<String>, Error> {
            let sql =
                format!("SELECT v FROM ({sql}) WHERE v IS NOT NULL AND v <> '' GROUP BY v ORDER BY v LIMIT {MOST}");
            let rows = self.sql(&sql)?.rows.into_iter();
            Ok(rows.filter_map(|row| row.into_iter().next().flatten()).collect())
        };
        let extra = one(
            "SELECT extra AS v FROM campaigns UNION ALL SELECT extra AS v FROM ads UNION ALL SELECT extra AS v FROM posts",
        )?;
        let columns: BTreeSet<String> = extra.iter().flat_map(|text| names(text)).collect();
        Ok(Choices {
            platforms: platforms.into_iter().collect(),
            accounts: one(
                "SELECT account AS v FROM accounts UNION ALL SELECT account AS v FROM posts UNION ALL SELECT account AS v FROM ads",
            )?,
            campaigns: one("SELECT name AS v FROM campaigns UNION ALL SELECT campaign AS v FROM ads")?,
            formats: one("SELECT format AS v FROM posts")?,
            columns: columns.into_iter().take(MOST).collect(),
        })
    }
}

/// Names of mapped columns in a JSON object of texts.
fn names(text: &str) -> Vec<String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap_or_default();
    object.keys().map(|name| format!("x.{name}")).collect()
}

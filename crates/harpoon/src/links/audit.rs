//! [`LinkAudit`]: links that exist already, against the scheme: those of the workspace, of a list, or that visitors came by.

use std::fs;
use std::path::Path;

use harpoon_collect::scheme::{Audit, Fault};
use harpoon_core::channel::lint::Finding;

use crate::Error;
use crate::workspace::Workspace;

/// Links that visitors came by which are looked at: the most used.
const MOST_SEEN: usize = 10_000;

/// Where a link stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is one of the workspace, with this code.
    Own(String),
    /// On this line of the list.
    Line(u64),
    /// So many events of visitors came by it.
    Seen(u64),
}

/// A link that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Where it stands.
    pub origin: Origin,
    /// The link.
    pub url: String,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// The link as it should be, where that can be told.
    pub right: Option<String>,
}

/// What looking links over came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkAudit {
    /// How many are right.
    pub right: usize,
    /// Those that are wrong.
    pub wrong: Vec<Checked>,
    /// What only shows when all are seen together.
    pub together: Vec<Finding>,
}

impl Workspace {
    /// Looks over the links of the workspace.
    pub fn audit_links(&self) -> Result<LinkAudit, Error> {
        let links = self.links()?.into_iter();
        self.audited(&links.map(|link| (Origin::Own(link.code), link.to)).collect::<Vec<_>>())
    }

    /// Looks over a list: a link a line, or a table of which the first cell with a link counts. Empty lines, and a first line
    /// without a link, are left out.
    pub fn audit_list(&self, file: &Path) -> Result<LinkAudit, Error> {
        let text = fs::read_to_string(file).map_err(Error::io("read", file))?;
        let links = (1_u64..).zip(text.trim_start_matches('\u{feff}').lines());
        let links = links.filter_map(|(line, text)| {
            let link = link_in(text);
            let is_head = line == 1 && link.is_none();
            let text = link.unwrap_or(text).trim().trim_matches('"');
            (!text.is_empty() && !is_head).then(|| (Origin::Line(line), text.to_owned()))
        });
        self.audited(&links.collect::<Vec<_>>())
    }

    /// Looks over the tagged links by which visitors came, the most used first.
    pub fn audit_seen(&self) -> Result<LinkAudit, Error> {
        let grid = self.sql(&format!(
            "SELECT split_part(split_part(landing_url, '?', 1), '#', 1), source, medium, campaign, content, term, count(*) \
             FROM events WHERE landing_url LIKE '%utm\\_%' GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 7 DESC, 1, 2, 3, 4, 5, 6 LIMIT {MOST_SEEN}"
        ))?;
        let row = |row: Vec<Option<String>>| {
            let mut cells = row.into_iter();
            let page = cells.next().flatten()?;
            let parts = harpoon_collect::scheme::Part::ALL
                .into_iter()
                .zip(cells.by_ref().take(5));
            let parts = parts.filter_map(|(part, value)| Some((part, value?))).collect();
            let times = cells.next().flatten()?.parse().ok()?;
            Some((Origin::Seen(times), harpoon_collect::scheme::with_tags(&page, &parts)))
        };
        self.audited(&grid.rows.into_iter().filter_map(row).collect::<Vec<_>>())
    }

    fn audited(&self, links: &[(Origin, String)]) -> Result<LinkAudit, Error> {
        let urls: Vec<&str> = links.iter().map(|(_, url)| url.as_str()).collect();
        let Audit {
            links: wrong,
            right,
            together,
        } = self.settings().links.audit(&urls, &self.channel_rules()?);
        let wrong = wrong.into_iter().filter_map(|one| {
            let (origin, url) = links.get(one.place)?.clone();
            Some(Checked {
                origin,
                url,
                faults: one.faults,
                right: one.corrected,
            })
        });
        Ok(LinkAudit {
            right,
            wrong: wrong.collect(),
            together,
        })
    }
}

/// The first link of a line of text or of a table.
fn link_in(line: &str) -> Option<&str> {
    let at = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| line.find(scheme))
        .min()?;
    let rest = line.get(at..)?;
    rest.split(['"', ',', ';', '\t']).next()
}

//! One person: every name with the evidence that ties it, and all that they did.

use harpoon_connect::Origin;
use harpoon_core::batch::Batch;
use harpoon_core::event::{Alias, Identity};
use harpoon_core::identity::{Shared, Tie};
use harpoon_lake::query::journal::{Step, Who};
use harpoon_lake::store::{ImportHead, ImportTail};
use jiff::Timestamp;

use super::Placed;
use crate::Error;
use crate::workspace::Workspace;

/// What is known of one person.
#[derive(Clone, Debug)]
pub struct Person {
    /// The first of their names.
    pub id: Alias,
    /// Every name.
    pub names: Vec<Alias>,
    /// The company that they act for.
    pub company: Option<Alias>,
    /// Ties of these names, each with the file that states it.
    pub evidence: Vec<(Tie, String)>,
    /// Names among the ties that join nobody, because too many share them.
    pub shared: Vec<Shared>,
    /// What they did: each event with its channel and the file it stands in.
    pub steps: Vec<(Step, Placed, String)>,
}

impl Workspace {
    /// The person who is meant by a name: `email:<SHA-256>`, `customer:1042`, an e-mail address, or the name alone.
    pub fn person(&self, name: &str) -> Result<Person, Error> {
        let alias = alias(name)?;
        let mut found = Vec::new();
        let walked = self.walk(Who::Person, Some(&alias), |placed, _, journey| {
            let placed_of = |step: &Step| placed.get(step.origin as usize).cloned();
            let steps = journey
                .steps
                .iter()
                .filter_map(|step| Some((step.clone(), placed_of(step)?)));
            found.extend(steps);
        })?;
        let people = self.people()?;
        let id = people.person(&alias).clone();
        let evidence: Vec<Tie> = people.evidence(&id).into_iter().cloned().collect();
        if found.is_empty() && evidence.is_empty() {
            return Err(Error::Usage(format!(
                "nobody is known as `{name}`; `harpoon sql \"select person from events\"` lists names"
            )));
        }
        let file = |step: &Step| walked.files.get(step.import as usize).cloned().unwrap_or_default();
        let among = |s: &&Shared| evidence.iter().any(|t| t.one == s.alias || t.other == s.alias);
        Ok(Person {
            names: people.names(&id).into_iter().cloned().collect(),
            company: people.company(&id).cloned(),
            shared: people.shared().iter().filter(among).cloned().collect(),
            steps: found
                .into_iter()
                .map(|(step, placed)| {
                    let file = file(&step);
                    (step, placed, file)
                })
                .collect(),
            evidence: evidence
                .into_iter()
                .map(|tie| {
                    let file = self.file_of(&tie.import_id);
                    (tie, file)
                })
                .collect(),
            id,
        })
    }

    fn file_of(&self, import_id: &str) -> String {
        let data = self.data().ok();
        let imports = data.as_ref().map(|data| data.snapshot().imports()).unwrap_or_default();
        imports
            .iter()
            .find(|i| i.import_id == import_id)
            .map_or_else(String::new, |i| i.file.clone())
    }
}

impl Workspace {
    /// States that two names are one person's, or takes it back; gives the id of its import. The statement stands in a
    /// file of its own, so that it has a receipt and a way back like everything else.
    pub fn tie(&self, one: &str, other: &str, joined: bool, now: Timestamp) -> Result<String, Error> {
        let (one, other) = (alias(one)?, alias(other)?);
        let tie = Identity::tie(one, other, 1).ok_or_else(|| Error::Usage("both names are the same".to_owned()))?;
        let tie = Identity { joined, ..tie };
        let word = if joined { "joined" } else { "unjoined" };
        let text = format!("{},{},{word},{now}\n", tie.one, tie.other);
        let origin = Origin::from_bytes("tie stated by hand.csv", text.into_bytes());
        let again = origin.clone();
        let raw = self
            .lake()
            .keep_raw(move || again.open().map_err(std::io::Error::other))?;
        let head = ImportHead {
            file: origin.name().to_owned(),
            sha256: raw.sha256,
            bytes: raw.bytes,
            connector: "tie_by_hand".to_owned(),
            connector_version: 1,
            platform: None,
            // The same statement made again is another one: what lies between may have taken the first back.
            account: Some(now.to_string()),
            answers: "{}".to_owned(),
            imported_at: now,
        };
        let mut staging = self.lake().stage()?;
        staging.begin(head)?;
        staging.push(Batch {
            identities: vec![tie],
            rows: 1,
            ..Batch::default()
        })?;
        let tail = ImportTail {
            checks: "[]".to_owned(),
            remarks: "[]".to_owned(),
            rows: 1,
            ..ImportTail::default()
        };
        let outcome = staging.end(tail)?;
        staging.commit()?;
        Ok(outcome.import_id)
    }
}

/// Reads a name as people write it; an e-mail address is hashed as importers do.
pub(crate) fn alias(name: &str) -> Result<Alias, Error> {
    let name = name.trim();
    if let Some(alias) = Alias::parse(name) {
        return Ok(alias);
    }
    if let Some(alias) = harpoon_connect::email(name) {
        return Ok(alias);
    }
    Err(Error::Usage(format!(
        "`{name}` is no name of a person; write KIND:NAME such as customer:1042, or an e-mail address"
    )))
}

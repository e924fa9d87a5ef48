//! [`Agreement`]: who has signed for an entry: its author, and whoever signed an agreement that names its leaf.

use crate::digest::Digest;
use crate::entry::Kind;
use crate::key::{KeyId, Role};
use crate::log::Log;

/// A signature under an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Whose it is, as the ledger introduces the key.
    pub role: Role,
    /// The key.
    pub by: KeyId,
    /// Place of the entry that bears it: the entry itself, or an agreement.
    pub entry: u64,
}

/// Who has signed for an entry, and who has yet to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Place of the entry in question.
    pub entry: u64,
    /// Signatures, in the order they came.
    pub signed: Vec<Consent>,
    /// Roles that are needed and have not signed.
    pub missing: Vec<Role>,
}

impl Agreement {
    /// Whether all who must sign have.
    pub fn whole(&self) -> bool {
        self.missing.is_empty()
    }
}

impl Log {
    /// Who has signed for the entry with this leaf, where all of `needed` must. `None` where there is no such entry.
    ///
    /// The log must have been verified: signatures are not looked at again.
    pub fn agreed(&self, leaf: Digest, needed: &[Role]) -> Option<Agreement> {
        let place = self.place(leaf)?;
        let name = leaf.to_string();
        let bears = |(at, entry): &(u64, &crate::Entry)| {
            *at == place || (*at > place && entry.kind() == Kind::Agreement && entry.text("entry") == Some(&name))
        };
        let signed: Vec<Consent> = (0..)
            .zip(self.entries())
            .filter(bears)
            .filter_map(|(at, entry)| {
                let known = self.key(entry.by())?;
                Some(Consent {
                    role: known.role,
                    by: entry.by().clone(),
                    entry: at,
                })
            })
            .collect();
        let missing = needed
            .iter()
            .filter(|role| !signed.iter().any(|one| one.role == **role));
        Some(Agreement {
            entry: place,
            missing: missing.copied().collect(),
            signed,
        })
    }
}

//! [`Slice`]: the part of the whole that a column speaks of, where its figures are of one part only.

use std::fmt;

/// Names and values of a breakdown, sorted by name: `age=18-24,gender=female`.
///
/// A value `*` is what the star of the header stands for, or the header itself where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Slice(Vec<(String, String)>);

impl Slice {
    /// Reads `name=value,name=value`; `None` for anything else, and for a name that stands twice.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let pair = |part: &str| {
            let (name, value) = part.split_once('=')?;
            let (name, value) = (name.trim(), value.trim());
            (!name.is_empty() && !value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
        };
        let mut parts: Vec<(String, String)> = text.split(',').map(pair).collect::<Option<_>>()?;
        parts.sort();
        let is_twice = parts.windows(2).any(|two| matches!(two, [a, b] if a.0 == b.0));
        (!is_twice).then_some(Self(parts))
    }

    /// Names and values, sorted by name.
    pub fn parts(&self) -> &[(String, String)] {
        &self.0
    }

    /// With this text for `*`.
    pub(super) fn filled(&self, star: &str) -> Self {
        let fill = |value: &str| if value == "*" { star } else { value }.to_owned();
        Self(self.0.iter().map(|(name, value)| (name.clone(), fill(value))).collect())
    }

    /// The slice of this slice. Where both name a breakdown, the other's value stands.
    pub(super) fn and(&self, other: &Self) -> Self {
        let is_other = |name: &str| other.0.iter().any(|(known, _)| known == name);
        let own = self.0.iter().filter(|(name, _)| !is_other(name));
        let mut parts: Vec<_> = own.chain(&other.0).cloned().collect();
        parts.sort();
        Self(parts)
    }
}

impl fmt::Display for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, value)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(f, "{comma}{name}={value}")?;
        }
        Ok(())
    }
}

//! Making links.

use std::collections::BTreeMap;

use harpoon_core::channel::Rules;
use harpoon_core::channel::lint::Severity;

use super::{Fault, Part, Scheme, Wrong};

impl Scheme {
    /// The link with its tags. Tags that stand there already are exchanged, other parameters and the fragment stay. Where the
    /// scheme has a template for `utm_content` and no other is given, it is filled in from `fields`: the same post gets the same.
    /// Errors: what is wrong, with the right one; nothing is put right silently.
    pub fn build(
        &self,
        url: &str,
        parts: &BTreeMap<Part, String>,
        fields: &BTreeMap<String, String>,
        rules: &Rules,
    ) -> Result<String, Vec<Fault>> {
        let link = self.tagged(url, parts, fields).map_err(|fault| vec![fault])?;
        let faults = self.check(&link, rules);
        if faults.is_empty() { Ok(link) } else { Err(faults) }
    }

    /// The same as it was meant, whether it keeps to the scheme or not. Errors: it leads nowhere that links may lead to, or
    /// nothing is known of a field.
    pub fn tagged(
        &self,
        url: &str,
        parts: &BTreeMap<Part, String>,
        fields: &BTreeMap<String, String>,
    ) -> Result<String, Fault> {
        if let Some(fault) = self.destination(url) {
            return Err(fault);
        }
        let mut parts = parts.clone();
        if let Some(template) = self.content.as_ref().filter(|_| !parts.contains_key(&Part::Content)) {
            let content = template.fill(fields, |value| self.slug(value));
            let content = content.map_err(|field| Fault {
                part: Some(Part::Content),
                wrong: Wrong::Missing,
                severity: Severity::Error,
                given: String::new(),
                right: None,
                message: format!(
                    "{} is made as `{}`, and nothing is known of `{field}`",
                    Part::Content,
                    template.as_str()
                ),
            })?;
            parts.insert(Part::Content, content);
        }
        Ok(with_tags(url, &parts))
    }

    /// A field as it stands in a link: letters and digits, and the scheme's sign for all else.
    fn slug(&self, text: &str) -> String {
        let plain = self.plain(text);
        let parts_words = |c: char| c == self.blank || !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let parts = plain.split(parts_words).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(&self.blank.to_string())
    }
}

/// The link with these tags and no others, before its fragment.
pub fn with_tags(url: &str, parts: &BTreeMap<Part, String>) -> String {
    let (before, fragment) = url
        .split_once('#')
        .map_or((url, None), |(before, rest)| (before, Some(rest)));
    let (path, query) = before.split_once('?').unwrap_or((before, ""));
    let is_tag = |pair: &&str| Part::of_parameter(pair.split('=').next().unwrap_or_default()).is_some();
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tag(pair))
        .map(str::to_owned);
    let tags = parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(part, value)| {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            format!("{}={value}", part.parameter())
        });
    let all: Vec<String> = kept.chain(tags).collect();
    let mut link = path.to_owned();
    if !all.is_empty() {
        link.push('?');
        link.push_str(&all.join("&"));
    }
    if let Some(fragment) = fragment {
        link.push('#');
        link.push_str(fragment);
    }
    link
}

//! Whether a scheme can be meant: a word that it refuses itself would leave no link that is right.

use harpoon_core::channel::address::host;

use super::{Part, Scheme};

impl Scheme {
    /// Every mistake of it.
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        if let Some(at) = self.at.as_ref().filter(|at| !is_origin(at)) {
            mistakes.push(format!(
                "at: `{at}` is no address of a server; write https://go.shop.example, without a slash at its end"
            ));
        }
        if self.blank.is_whitespace() || !self.blank.is_ascii_graphic() || "&=#?%+".contains(self.blank) {
            mistakes.push(format!(
                "blank: `{}` cannot stand in a tag; write `_` or `-`",
                self.blank
            ));
        }
        for (part, words) in &self.words {
            let wrong = words
                .iter()
                .filter(|word| self.plain(word) != **word || word.is_empty());
            mistakes.extend(wrong.map(|word| {
                format!(
                    "words: {part} `{word}` is not spelt as links are; write `{}`",
                    self.plain(word)
                )
            }));
        }
        for (part, instead) in &self.instead {
            let wrong = instead.iter().filter(|(_, right)| !self.allows(*part, right));
            mistakes.extend(wrong.map(|(often, right)| {
                format!("instead: {part} `{often}` becomes `{right}`, which is no word that links may have")
            }));
        }
        let is_site = |site: &&String| host(&format!("https://{site}/")).as_deref() == Some(&site.to_lowercase());
        let wrong = self.sites.iter().filter(|site| !is_site(site));
        mistakes.extend(wrong.map(|site| format!("sites: `{site}` is no domain; write shop.example")));
        mistakes
    }

    fn allows(&self, part: Part, word: &str) -> bool {
        let words = self.words.get(&part);
        words.map_or_else(
            || self.plain(word) == word,
            |words| words.iter().any(|known| known == word),
        )
    }
}

fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(plain))
}

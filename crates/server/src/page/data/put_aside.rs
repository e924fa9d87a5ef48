//! Why a row was put aside, in the words of a page.
//!
//! A row is put aside with its reason as a sentence, in English, which the lake keeps with the row as it came. The sentences of the
//! English words under `row-` are those; one that fits gives what stands in its places, and so the same sentence in another
//! language. One that none fits stays as it is.

use std::sync::LazyLock;

use harpoon_core::Language;
use harpoon_report::Words;
use harpoon_report::document::Span;
use harpoon_report::words::Fill;

use crate::words::words;

/// What the keys of these sentences begin with.
const KEYS: &str = "row-";
/// Places that a sentence can have, each marked by a character that no text has.
const PLACES: [(&str, char); 3] = [("given", '\u{1}'), ("also", '\u{2}'), ("more", '\u{3}')];

/// A sentence in the language of the words; the English one where they have none.
pub(super) fn told(words: &Words, english: &str) -> String {
    if words.language() == Language::En {
        return english.to_owned();
    }
    let fitting = ENGLISH
        .iter()
        .find_map(|(key, pattern)| Some((key, fits(pattern, english)?)));
    let Some((key, found)) = fitting else {
        return english.to_owned();
    };
    let fills: Vec<(&str, Fill)> = found
        .into_iter()
        .filter_map(|(mark, text)| {
            let (name, _) = PLACES.iter().find(|(_, known)| *known == mark)?;
            Some((*name, Fill::from(Span::Outside(text.to_owned()))))
        })
        .collect();
    words.filled(key, &fills)
}

/// Every sentence by key, its places marked; those with the fewest places first, so that the one that says most fits first.
static ENGLISH: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let english = words(Language::En);
    let fills = marked();
    let keys = english.keys().filter(|key| key.starts_with(KEYS));
    let mut all: Vec<_> = keys.map(|key| (key, english.filled(key, &fills))).collect();
    all.sort_by_key(|(_, pattern)| places(pattern));
    all
});

/// Each place filled with its mark.
fn marked() -> [(&'static str, Fill); 3] {
    PLACES.map(|(name, mark)| (name, Fill::from(mark.to_string())))
}

fn places(pattern: &str) -> usize {
    pattern.chars().filter(|c| is_place(*c)).count()
}

fn is_place(c: char) -> bool {
    PLACES.iter().any(|(_, mark)| *mark == c)
}

/// What stands in the places of a sentence, where the text is that sentence. A place takes as little as it can.
fn fits<'t>(pattern: &str, text: &'t str) -> Option<Vec<(char, &'t str)>> {
    let Some(at) = pattern.find(is_place) else {
        return (pattern == text).then(Vec::new);
    };
    let rest = text.strip_prefix(pattern.get(..at)?)?;
    let mark = pattern.get(at..)?.chars().next()?;
    let after = pattern.get(at + mark.len_utf8()..)?;
    let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.find_map(|end| {
        let mut found = fits(after, rest.get(end..)?)?;
        found.insert(0, (mark, rest.get(..end)?));
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_told_with_what_stands_in_it() {
        let check = |language, english: &str, want: &str| assert_eq!(told(&words(language), english), want);
        check(Language::En, "`x` is not a number", "`x` is not a number");
        check(
            Language::Fy,
            "`twelve hundred` is not a number",
            "“twelve hundred” is gjin getal",
        );
        check(Language::ZhCn, "`2026-02-31` is no day", "“2026-02-31”不是日期");
        check(
            Language::Fy,
            "the row has 3 cells, the header 12",
            "de rigel hat 3 sellen, de kop 12",
        );
        // A cell that looks like the end of another sentence is still a cell.
        check(
            Language::Fy,
            "`a` is no day` is not a number",
            "“a` is no day” is gjin getal",
        );
        check(Language::Fy, "what nobody says", "what nobody says");
    }

    #[test]
    fn every_sentence_has_its_places_in_every_language() {
        for language in [Language::ZhCn, Language::Fy] {
            let known = words(language);
            let fills = marked();
            for (key, english) in ENGLISH.iter() {
                let told = known.filled(key, &fills);
                for (_, mark) in PLACES {
                    assert_eq!(told.contains(mark), english.contains(mark), "{key} in {language:?}");
                }
            }
        }
    }
}

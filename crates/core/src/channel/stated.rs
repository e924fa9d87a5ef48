//! [`stated`]: what people mean when they write where they heard of a business.

use super::lists::{self, platform};

/// Longest answer that is looked through, in characters.
const LONGEST: usize = 500;

/// The platform that an answer names (`instagram`), or what else it means (`word_of_mouth`, `search`); `None` where no list knows
/// its words. A platform that is named goes before a word: "a friend on Instagram" is `instagram`.
pub fn stated(answer: &str) -> Option<&'static str> {
    let text: String = answer.chars().take(LONGEST).collect::<String>().to_lowercase();
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    // `linked in` is a name in two words.
    let named = |length: usize| words.windows(length).find_map(|words| known_platform(&words.concat()));
    named(2).or_else(|| named(1)).or_else(|| meant(&words, &text))
}

/// A platform by its name. One letter is a platform only alone, and everyday words are none.
fn known_platform(name: &str) -> Option<&'static str> {
    let network = |platform: &&str| matches!(lists::kind(platform), Some("social" | "video" | "search"));
    (name.chars().count() > 2 || name == "ig" || name == "fb" || name == "yt")
        .then(|| platform(name))
        .flatten()
        .filter(network)
}

fn meant(words: &[&str], text: &str) -> Option<&'static str> {
    if words == ["x"] {
        return Some("x");
    }
    lists::lines(include_str!("../../data/channels/stated.csv"))
        .filter_map(|line| line.split_once(','))
        .find(|(phrase, _)| is_said(phrase, words, text))
        .map(|(_, meaning)| meaning)
}

/// Chinese is written without blanks, so that a word is looked for anywhere in it.
fn is_said(phrase: &str, words: &[&str], text: &str) -> bool {
    if !phrase.is_ascii() {
        return text.contains(phrase);
    }
    let length = phrase.split(' ').count();
    words.windows(length).any(|words| words.join(" ") == phrase)
}

/// Whether what is stated is social media: one of its platforms, or the words themselves.
pub fn is_social_stated(stated: &str) -> bool {
    stated == "social" || super::is_social(stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_by_hand() {
        let check = |answer: &str, want: Option<&str>| assert_eq!(stated(answer), want, "{answer}");
        check("Instagram", Some("instagram"));
        check("A friend on Instagram!", Some("instagram"));
        check("saw your IG story", Some("instagram"));
        check("linked in", Some("linkedin"));
        check("LinkedIn-post van Jan", Some("linkedin"));
        check("youtube.com", Some("youtube"));
        check("Googled it: Google", Some("google"));
        check("X", Some("x"));
        check("My X recommended it", Some("word_of_mouth"));
        check("fan in freon", Some("word_of_mouth"));
        check("Zoekmachine", Some("search"));
        check("social media", Some("social"));
        check("朋友推荐的", Some("word_of_mouth"));
        check("在小红书上看到", Some("xiaohongshu"));
        check("from the newsletter", Some("email"));
        check("the fairly good one", None);
        check("", None);
        check("42", None);
        check(&"a".repeat(100_000), None);
        assert!(is_social_stated("instagram") && is_social_stated("social") && !is_social_stated("google"));
    }
}

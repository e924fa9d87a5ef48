//! Patterns of rules: `*` any text, `?` one letter, `[ab]` one of, `[!a-z]` none of; everything else stands for itself.

/// Longest pattern that is read, in characters.
const LONGEST: usize = 200;

/// Pattern over a lower-case text; the whole text must fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Token>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Any,
    One,
    Letter(char),
    Set { negated: bool, ranges: Vec<(char, char)> },
}

impl Token {
    fn fits(&self, letter: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Letter(own) => *own == letter,
            Self::Set { negated, ranges } => ranges.iter().any(|(from, to)| (from..=to).contains(&&letter)) != *negated,
        }
    }
}

impl Pattern {
    /// Reads a pattern. Errors: what it must be.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        if text.chars().count() > LONGEST {
            return Err("a pattern of at most 200 letters");
        }
        let lower = text.trim().to_lowercase();
        let mut letters = lower.chars();
        let mut tokens = Vec::new();
        while let Some(letter) = letters.next() {
            tokens.push(match letter {
                '*' => Token::Any,
                '?' => Token::One,
                '[' => set(&mut letters)?,
                letter => Token::Letter(letter),
            });
        }
        tokens.dedup_by(|next, last| *next == Token::Any && *last == Token::Any);
        Ok(Self(tokens))
    }

    /// Whether the whole text fits. Time: at most length of text times length of pattern, which is limited.
    pub(super) fn fits(&self, text: &str) -> bool {
        let (mut tokens, mut rest) = (self.0.as_slice(), text);
        let mut retry: Option<(&[Token], &str)> = None;
        loop {
            match (tokens.split_first(), split_letter(rest)) {
                (None, None) => return true,
                (Some((Token::Any, after)), _) => {
                    retry = Some((after, rest));
                    tokens = after;
                    continue;
                }
                (Some((token, after)), Some((letter, more))) if token.fits(letter) => {
                    (tokens, rest) = (after, more);
                    continue;
                }
                _ => {}
            }
            let Some((after, from)) = retry else { return false };
            let Some((_, more)) = split_letter(from) else {
                return false;
            };
            retry = Some((after, more));
            (tokens, rest) = (after, more);
        }
    }
}

fn split_letter(text: &str) -> Option<(char, &str)> {
    let mut letters = text.chars();
    letters.next().map(|letter| (letter, letters.as_str()))
}

/// The set after its `[`.
fn set(letters: &mut std::str::Chars<'_>) -> Result<Token, &'static str> {
    const EXPECTED: &str = "a pattern whose every `[` has letters and its `]`";
    let (inside, after) = letters.as_str().split_once(']').ok_or(EXPECTED)?;
    let (negated, inside) = inside
        .strip_prefix('!')
        .map_or((false, inside), |inside| (true, inside));
    *letters = after.chars();
    let mut ranges = Vec::new();
    let mut inside = inside.chars();
    while let Some(from) = inside.next() {
        let to = match inside.as_str().strip_prefix('-') {
            Some(more) => {
                inside = more.chars();
                inside.next().filter(|to| *to >= from).ok_or(EXPECTED)?
            }
            None => from,
        };
        ranges.push((from, to));
    }
    if ranges.is_empty() {
        return Err(EXPECTED);
    }
    Ok(Token::Set { negated, ranges })
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_fit_whole_texts() {
        let cases = [
            ("", "", true),
            ("", "a", false),
            ("cpc", "cpc", true),
            ("*cp*", "xcpmy", true),
            ("*cp*", "c p", false),
            ("paid*", "unpaid", false),
            ("*push", "web push", true),
            ("*push", "pushed", false),
            ("*[!a-df-z]shop*", "my eshop", true),
            ("*[!a-df-z]shop*", "workshop", false),
            ("*[!a-df-z]shop*", "shop", false),
            ("*[!a-df-z]shop*", "workshop 2 shops", true),
            ("q?", "q4", true),
            ("q[1-4]", "q5", false),
            ("*", "", true),
            ("*a*a*b", "aaaaaaaaab", true),
            ("PAID", "paid", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(
                Pattern::parse(pattern).map(|p| p.fits(text)),
                Ok(expected),
                "{pattern} on {text}"
            );
        }
    }

    #[test]
    fn broken_patterns_are_refused() {
        for broken in ["[", "a[b", "[]", "[!]", "[z-a]", "[a-]", &"a".repeat(201)] {
            assert!(Pattern::parse(broken).is_err(), "{broken}");
        }
    }
}

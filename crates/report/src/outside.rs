//! Text from outside, made fit to print: no control or direction characters, no private-use marks, a length that fits.

/// Longest name, in characters.
pub(crate) const NAME: usize = 80;
/// Longest sentence.
pub(crate) const SENTENCE: usize = 600;
/// Longest id or command.
const CODE: usize = 160;
/// Longest excerpt of a post.
const EXCERPT: usize = 240;
/// Longest word that an excerpt leaves out rather than in part.
const LONG_WORD: usize = 30;

/// The text in one line, at most `longest` characters with an ellipsis for what is left out.
pub fn clean(text: &str, longest: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    let mut gap = false;
    for sign in text.chars().filter(|c| !hidden(*c)) {
        if sign.is_whitespace() && sign != '\u{a0}' || sign.is_control() {
            gap = !out.is_empty();
            continue;
        }
        if count + usize::from(gap) >= longest {
            while out.ends_with(joins) {
                out.pop();
            }
            out.push('…');
            return out;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
            count += 1;
        }
        out.push(sign);
        count += 1;
    }
    out
}

/// The beginning of a post's text; it ends between words where it can.
pub(crate) fn excerpt(text: &str) -> String {
    let cut = clean(text, EXCERPT);
    let Some(begun) = cut.strip_suffix('…').filter(|_| clean(text, usize::MAX) != cut) else {
        return cut;
    };
    match begun.rfind(' ').filter(|at| begun[*at..].chars().count() <= LONG_WORD) {
        Some(at) => format!("{}…", begun[..at].trim_end_matches([',', ';', ':', '.', '…', ' '])),
        None => cut,
    }
}

/// Signs that turn the direction of what follows, or that nobody sees.
fn hidden(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Signs that belong to the one after them or change it.
pub(crate) fn joins(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | ' ')
}

/// An id or command: what is no plain sign of ASCII, or has a meaning in markup, becomes a dot.
pub(crate) fn code(text: &str) -> String {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() && !matches!(c, '<' | '>' | '&' | '|' | '`' | '"' | '\\');
    clean(text, CODE)
        .chars()
        .map(|c| if plain(c) { c } else { '·' })
        .collect()
}

/// The address, if a reader may be led there: `https` or `http`, without anything that could end an attribute.
pub(crate) fn link(url: &str) -> Option<String> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\' | '(' | ')' | '[' | ']');
    (web && url.len() <= 500 && url.chars().all(plain)).then(|| url.to_owned())
}

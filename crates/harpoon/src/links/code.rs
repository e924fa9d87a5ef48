//! Codes of short links: random, so that nobody finds links by counting.

use crate::Error;

/// Letters and digits that nobody takes for one another (Bitcoin's base 58).
const LETTERS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// 58⁸ are 1.3 · 10¹⁴: whoever guesses a thousand a second of a million links finds one a day.
const LENGTH: usize = 8;

/// A new code.
pub(super) fn code() -> Result<String, Error> {
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::Bug("the system gives no random bytes".to_owned()))?;
        // 232 is four times 58: of the bytes beyond, some letters would come more often.
        let fair = bytes.iter().filter(|byte| **byte < 232);
        let letters = fair.filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()));
        code.extend(letters.take(LENGTH - code.len()).map(|letter| char::from(*letter)));
    }
    Ok(code)
}

/// Whether a text can be the code of a link.
pub fn is_code(text: &str) -> bool {
    (LENGTH - 1..=40).contains(&text.len()) && text.bytes().all(|byte| LETTERS.contains(&byte))
}

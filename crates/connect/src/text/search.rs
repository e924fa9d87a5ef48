//! [`Marks`]: the search that looks at every byte of a text.

/// Where delimiters, line breaks and quotes stand in a text: a bit a byte. They are found for a whole text at once, without
/// a branch, since where cells end cannot be foreseen.
#[derive(Debug, Default)]
pub(super) struct Marks {
    words: Vec<u64>,
}

/// Bytes that one word tells of.
const WORD: usize = 64;

impl Marks {
    /// Looks at a text; what was known of another is forgotten.
    pub(super) fn find(&mut self, text: &[u8], delimiter: u8) {
        self.words.clear();
        let (blocks, rest) = text.as_chunks::<WORD>();
        self.words.extend(blocks.iter().map(|block| word(block, delimiter)));
        if !rest.is_empty() {
            let mut block = [0; WORD];
            for (to, from) in block.iter_mut().zip(rest) {
                *to = *from;
            }
            let known = (1 << rest.len()) - 1;
            self.words.push(word(&block, delimiter) & known);
        }
    }

    /// The places of the marks from this one on.
    pub(super) fn from(&self, place: usize) -> Places<'_> {
        let mut words = self.words.get(place / WORD..).unwrap_or_default().iter();
        let first = words.next().copied().unwrap_or_default();
        Places {
            words,
            left: first & (u64::MAX << (place % WORD)),
            base: place / WORD * WORD,
        }
    }
}

/// See [`Marks::from`].
pub(super) struct Places<'m> {
    words: std::slice::Iter<'m, u64>,
    /// Marks of the word at hand that were not given yet.
    left: u64,
    base: usize,
}

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.left = *self.words.next()?;
            self.base += WORD;
        }
        let place = self.base + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }
}

/// The marks of a block; its first byte is the lowest bit.
#[inline]
fn word(block: &[u8; WORD], delimiter: u8) -> u64 {
    let mut found = [0_u8; WORD];
    for (to, &byte) in found.iter_mut().zip(block) {
        *to = u8::from(byte == delimiter) | u8::from(byte == b'\n') | u8::from(byte == b'"');
    }
    let (eights, _) = found.as_chunks::<8>();
    eights
        .iter()
        .rev()
        .fold(0, |all, eight| (all << 8) | gathered(u64::from_le_bytes(*eight)))
}

/// The lowest bits of eight bytes as eight bits.
const fn gathered(ones: u64) -> u64 {
    ones.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::Marks;

    #[test]
    fn finds_what_a_plain_search_finds() {
        let text = "1202000000000000,\"a | b\",\u{1}\u{0},-+.,\u{2c}\u{2d}\u{2b}é,,x\n\u{b}\u{9}\u{a},\"\"tail\"\"\", and one \
                    more line that is longer than a word of marks\nwithout an end"
            .as_bytes();
        let mut marks = Marks::default();
        for end in 0..text.len() {
            for delimiter in [b',', b'|', b'\t'] {
                marks.find(&text[..end], delimiter);
                for from in 0..=end {
                    let is_mark = |at: &usize| [delimiter, b'\n', b'"'].contains(&text[*at]);
                    let plain: Vec<usize> = (from..end).filter(is_mark).collect();
                    assert_eq!(marks.from(from).collect::<Vec<_>>(), plain, "{end} {from}");
                }
            }
        }
    }
}

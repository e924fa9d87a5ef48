//! [`cell_end`]: the search that looks at every byte of a file.

/// Where the first delimiter or line break stands; looks at eight bytes at a time.
pub(super) fn cell_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = zero_bytes(word ^ repeated(delimiter)) | zero_bytes(word ^ repeated(b'\n'));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let tail = rest.iter().position(|&b| b == delimiter || b == b'\n')?;
    Some(words.len() * 8 + tail)
}

const fn repeated(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// The high bit of each byte that is nought; bytes above the lowest such may be marked too.
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(repeated(1)) & !word & repeated(0x80)
}

#[cfg(test)]
mod tests {
    use super::cell_end;

    #[test]
    fn finds_what_a_plain_search_finds() {
        let text =
            "1202000000000000,\"a | b\",\u{1}\u{0},-+.,\u{2c}\u{2d}\u{2b}é,,x\n\u{b}\u{9}\u{a},tail without an end"
                .as_bytes();
        for from in 0..text.len() {
            for to in from..text.len() {
                let part = &text[from..to];
                for delimiter in [b',', b'|', 0] {
                    let plain = part.iter().position(|&b| b == delimiter || b == b'\n');
                    assert_eq!(cell_end(part, delimiter), plain, "{part:?}");
                }
            }
        }
    }
}

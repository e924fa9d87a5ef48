//! [`Sheet`]: delimited text as the platforms write it: which cells are quoted, in which encoding, how numbers look.

/// Which cells a platform puts in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Those that need it.
    Needed,
    /// Those that need it, and those with a blank (Meta).
    Blanks,
    /// All (metric cards, TikTok).
    All,
}

/// A file in the making.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    text: String,
    delimiter: char,
    quoting: Quoting,
}

impl Sheet {
    /// An empty file.
    pub(super) fn new(delimiter: char, quoting: Quoting) -> Self {
        Self {
            text: String::new(),
            delimiter,
            quoting,
        }
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A row of cells.
    pub(super) fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.text.push(self.delimiter);
            }
            self.cell(cell.as_ref());
        }
        self.text.push('\n');
    }

    fn cell(&mut self, cell: &str) {
        if !self.quotes(cell) {
            return self.text.push_str(cell);
        }
        self.text.push('"');
        self.text.push_str(&cell.replace('"', "\"\""));
        self.text.push('"');
    }

    fn quotes(&self, cell: &str) -> bool {
        match self.quoting {
            Quoting::All => true,
            Quoting::Needed => cell.contains([self.delimiter, ',', '"', '\n']),
            Quoting::Blanks => cell.contains([self.delimiter, ',', '"', '\n', ' ']),
        }
    }

    /// The file in UTF-8.
    pub(super) fn utf8(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// The file in UTF-8 with a byte order mark.
    pub(super) fn utf8_marked(self) -> Vec<u8> {
        format!("\u{feff}{}", self.text).into_bytes()
    }

    /// As [`Sheet::utf8_marked`], without the last line's end (TikTok).
    pub(super) fn utf8_marked_open(self) -> Vec<u8> {
        format!("\u{feff}{}", self.text.trim_end_matches('\n')).into_bytes()
    }

    /// The file in UTF-16, little endian, with a byte order mark.
    pub(super) fn utf16(self) -> Vec<u8> {
        format!("\u{feff}{}", self.text)
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect()
    }
}

/// Cents as money with two decimals.
pub(super) fn euros(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// `a / b` with up to eight decimals and no trailing noughts, blank where `b` is nought (Meta's ratios).
pub(super) fn ratio(a: f64, b: u64) -> String {
    if b == 0 {
        return String::new();
    }
    let text = format!("{:.8}", a / b as f64);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `25,881`.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Cents as `1,234.50`.
pub(super) fn grouped_euros(cents: u64) -> String {
    format!("{}.{:02}", grouped(cents / 100), cents % 100)
}

/// `n`, or a blank cell for nought.
pub(super) fn or_blank(n: u64) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

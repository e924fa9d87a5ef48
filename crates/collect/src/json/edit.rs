//! [`Edit`]: a text with a few of its values exchanged, everything else to the byte as it was.

use std::ops::Range;

/// Exchanges, made from left to right.
#[derive(Debug)]
pub(crate) struct Edit<'a> {
    text: &'a str,
    done: String,
    /// How much of the text is in `done`.
    upto: usize,
}

impl<'a> Edit<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self {
            text,
            done: String::new(),
            upto: 0,
        }
    }

    /// Puts other text in a place; places come in order.
    pub(crate) fn put(&mut self, place: Range<usize>, other: &str) {
        self.done
            .push_str(self.text.get(self.upto..place.start).unwrap_or_default());
        self.done.push_str(other);
        self.upto = place.end;
    }

    /// The text, if anything was exchanged.
    pub(crate) fn finish(mut self) -> Option<String> {
        if self.upto == 0 {
            return None;
        }
        self.done.push_str(self.text.get(self.upto..).unwrap_or_default());
        Some(self.done)
    }
}

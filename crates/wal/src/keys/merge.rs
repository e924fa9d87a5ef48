//! [`Merged`]: the keys of several runs in one order, each once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::KeysError;
use super::run::{Run, Sorted};

pub(crate) struct Merged<'a> {
    runs: Vec<Sorted<'a>>,
    /// The next key of each run, the least first.
    next: BinaryHeap<Reverse<(u128, usize)>>,
    last: Option<u128>,
}

impl<'a> Merged<'a> {
    pub(crate) fn new(runs: &'a mut [Run]) -> Result<Self, KeysError> {
        let mut merged = Self {
            runs: runs.iter_mut().map(Run::sorted).collect(),
            next: BinaryHeap::new(),
            last: None,
        };
        for run in 0..merged.runs.len() {
            merged.draw(run)?;
        }
        Ok(merged)
    }

    fn draw(&mut self, run: usize) -> Result<(), KeysError> {
        if let Some(key) = self.runs[run].next().transpose()? {
            self.next.push(Reverse((key, run)));
        }
        Ok(())
    }
}

impl Iterator for Merged<'_> {
    type Item = Result<u128, KeysError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Reverse((key, run)) = self.next.pop()?;
            if let Err(error) = self.draw(run) {
                return Some(Err(error));
            }
            if self.last != Some(key) {
                self.last = Some(key);
                return Some(Ok(key));
            }
        }
    }
}

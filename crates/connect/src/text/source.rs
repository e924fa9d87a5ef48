//! [`Source`]: bytes as they come, handed on as UTF-8 with whole-line quoting undone.

use std::io::Read;

use encoding_rs::Decoder;

use super::Dialect;
use crate::plan::{Damage, Refusal};

/// Bytes read at a time.
const CHUNK: usize = 1 << 18;
/// Longest line whose whole-line quoting is undone.
const LONGEST_LINE: usize = 1 << 22;

/// Hands on UTF-8 (or bytes that claim to be).
pub(super) struct Source {
    inner: Box<dyn Read + Send>,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    skip: usize,
    unwrap: u8,
    pending: Vec<u8>,
    done: bool,
}

impl Source {
    pub(super) fn new(inner: Box<dyn Read + Send>, dialect: &Dialect) -> Self {
        let decoder = (!dialect.is_utf8()).then(|| dialect.encoding.new_decoder_without_bom_handling());
        Self {
            inner,
            decoder,
            raw: Vec::new(),
            skip: dialect.mark,
            unwrap: dialect.unwrap,
            pending: Vec::new(),
            done: false,
        }
    }

    /// Appends some text; `false` at the end.
    pub(super) fn fill(&mut self, out: &mut Vec<u8>) -> Result<bool, Refusal> {
        if self.unwrap == 0 {
            return self.fill_decoded(out);
        }
        let mut pending = std::mem::take(&mut self.pending);
        let more = self.fill_decoded(&mut pending)?;
        let whole = if more && pending.len() < LONGEST_LINE {
            pending.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1)
        } else {
            pending.len()
        };
        let rest = pending.split_off(whole);
        for line in pending.split_inclusive(|&b| b == b'\n') {
            let mut plain = unwrapped(line);
            for _ in 1..self.unwrap {
                plain = plain.map(|p| unwrapped(&p).unwrap_or(p));
            }
            out.extend_from_slice(plain.as_deref().unwrap_or(line));
        }
        self.pending = rest;
        Ok(more)
    }

    fn fill_decoded(&mut self, out: &mut Vec<u8>) -> Result<bool, Refusal> {
        if self.done {
            return Ok(false);
        }
        if self.decoder.is_none() && self.skip == 0 {
            let n = self.read_into(out)?;
            return Ok(n > 0);
        }
        let mut raw = std::mem::take(&mut self.raw);
        raw.clear();
        let n = self.read_into(&mut raw)?;
        let skipped = self.skip.min(raw.len());
        self.skip -= skipped;
        let fresh = raw.get(skipped..).unwrap_or_default();
        match &mut self.decoder {
            None => out.extend_from_slice(fresh),
            Some(decoder) => decode(decoder, fresh, n == 0, out),
        }
        self.raw = raw;
        Ok(n > 0)
    }

    fn read_into(&mut self, out: &mut Vec<u8>) -> Result<usize, Refusal> {
        let start = out.len();
        out.resize(start + CHUNK, 0);
        let free = out.get_mut(start..).unwrap_or_default();
        let n = loop {
            match self.inner.read(free) {
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
                    return Err(Refusal::Damaged(Damage::File(e.to_string())));
                }
                Err(e) => return Err(Refusal::Io(e.to_string())),
                Ok(n) => break n,
            }
        };
        out.truncate(start + n);
        self.done = n == 0;
        Ok(n)
    }
}

fn decode(decoder: &mut Decoder, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
    let most = decoder
        .max_utf8_buffer_length(bytes.len())
        .unwrap_or(bytes.len() * 3 + 16);
    let start = out.len();
    out.resize(start + most, 0);
    let free = out.get_mut(start..).unwrap_or_default();
    let (_, _, written, _) = decoder.decode_to_utf8(bytes, free, last);
    out.truncate(start + written);
}

/// The line inside a line that is one quoted cell: `"a,""b"""` holds `a,"b"`. Padding behind it is dropped.
pub(super) fn unwrapped(line: &[u8]) -> Option<Vec<u8>> {
    let end = line
        .iter()
        .rposition(|&b| b != b'\n' && b != b'\r')
        .map_or(0, |at| at + 1);
    let ending = line.get(end..)?;
    let body = line.get(..end)?;
    let padded = body
        .iter()
        .rposition(|&b| b != b';' && b != b',' && b != b'\t' && b != b' ')?
        + 1;
    let inner = body.get(..padded)?.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut plain = Vec::with_capacity(line.len());
    let mut bytes = inner.iter();
    while let Some(&b) = bytes.next() {
        if b == b'"' && bytes.next() != Some(&b'"') {
            return None;
        }
        plain.push(b);
    }
    plain.extend_from_slice(ending);
    Some(plain)
}

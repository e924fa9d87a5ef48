//! SHA-256 of what is read, or of what passes on its way.

use std::fmt::Write as _;
use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// Digests what is written through it.
pub(super) struct Digesting<W> {
    to: W,
    sha: Sha256,
}

impl<W> Digesting<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to, sha: Sha256::new() }
    }

    /// Where it went, and its digest in hexadecimal.
    pub(super) fn finish(self) -> (W, String) {
        (self.to, hex(&self.sha.finalize()))
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.sha.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Bytes of what is read to its end, and their SHA-256 in hexadecimal.
pub fn sha256_of(mut from: impl Read) -> io::Result<(u64, String)> {
    let mut digesting = Digesting::new(io::sink());
    let bytes = io::copy(&mut from, &mut digesting)?;
    Ok((bytes, digesting.finish().1))
}

/// In hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

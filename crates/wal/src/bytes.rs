//! Numbers out of bytes: little-endian, as everything on disk is.

/// A walk over the bytes of a head whose length was checked.
pub(crate) struct Walk<'a>(pub(crate) &'a [u8]);

impl Walk<'_> {
    /// The next `N` bytes; `None` past the end.
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub(crate) fn u128(&mut self) -> Option<u128> {
        self.take().map(u128::from_le_bytes)
    }
}

/// Bytes in memory as a number of bytes in a file, which is never smaller.
pub(crate) const fn size(bytes: usize) -> u64 {
    bytes as u64
}

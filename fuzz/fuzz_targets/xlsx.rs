//! Workbooks. Bytes that begin with `== ` are the parts of an XLSX in plain text, `== xl/workbook.xml` before each, and
//! are packed here, so that a mutation reaches the reader and not a checksum. Other bytes are a workbook as they stand.
#![no_main]

use std::io::{Cursor, Write as _};

use harpoon_connect::origins_in;
use harpoon_fuzz::{LIMITS, NATIVE, forgive_caught_panics, take};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

fuzz_target!(init: forgive_caught_panics(), |data: &[u8]| {
    let packed = data.starts_with(b"== ").then(|| pack(data)).flatten();
    let bytes = packed.unwrap_or_else(|| data.to_vec());
    for origin in origins_in("book.xlsx", bytes, &LIMITS).unwrap_or_default() {
        take(&origin, &NATIVE);
    }
});

fn pack(data: &[u8]) -> Option<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut is_open = false;
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(b"== ") {
            zip.start_file(std::str::from_utf8(name).ok()?.trim(), stored).ok()?;
            is_open = true;
        } else if is_open {
            zip.write_all(line).ok()?;
        }
    }
    Some(zip.finish().ok()?.into_inner())
}

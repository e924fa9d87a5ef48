//! A ZIP archive of stored (uncompressed) files, as PKWARE's APPNOTE 6.3 lays it out.

/// Dates of the entries: 1 January 1980, the format's earliest, because a real clock would change the bytes.
const DOS_DATE: u16 = 0x0021;

/// The archive of these files, in this order.
pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in files {
        let offset = u32_of(out.len());
        let fields = fields(name, content);
        out.extend_from_slice(&0x0403_4b50_u32.to_le_bytes());
        out.extend_from_slice(&fields);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(content);
        directory.extend_from_slice(&0x0201_4b50_u32.to_le_bytes());
        directory.extend_from_slice(&20_u16.to_le_bytes()); // made by version 2.0
        directory.extend_from_slice(&fields);
        directory.extend_from_slice(&[0; 10]); // comment, disk, attributes
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let start = u32_of(out.len());
    out.extend_from_slice(&directory);
    close(
        &mut out,
        u16::try_from(files.len()).unwrap_or(u16::MAX),
        u32_of(directory.len()),
        start,
    );
    out
}

/// The 26 bytes that a file's header and its directory entry share.
fn fields(name: &str, content: &[u8]) -> Vec<u8> {
    let size = u32_of(content.len());
    let mut out = Vec::with_capacity(26);
    out.extend_from_slice(&20_u16.to_le_bytes()); // version needed
    out.extend_from_slice(&0x0800_u16.to_le_bytes()); // names are UTF-8
    out.extend_from_slice(&0_u16.to_le_bytes()); // stored
    out.extend_from_slice(&0_u16.to_le_bytes()); // midnight
    out.extend_from_slice(&DOS_DATE.to_le_bytes());
    out.extend_from_slice(&crc32(content).to_le_bytes());
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
    out.extend_from_slice(&0_u16.to_le_bytes()); // no extra field
    out
}

fn close(out: &mut Vec<u8>, files: u16, directory_size: u32, directory_start: u32) {
    out.extend_from_slice(&0x0605_4b50_u32.to_le_bytes());
    out.extend_from_slice(&[0; 4]); // disks
    out.extend_from_slice(&files.to_le_bytes());
    out.extend_from_slice(&files.to_le_bytes());
    out.extend_from_slice(&directory_size.to_le_bytes());
    out.extend_from_slice(&directory_start.to_le_bytes());
    out.extend_from_slice(&0_u16.to_le_bytes()); // no comment
}

/// CRC-32 of ISO 3309, bit by bit: the archive holds a few kilobytes.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| {
            if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 }
        })
    })
}

/// Lengths here are far below 4 GiB.
fn u32_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

//! Files that nobody meant well: archives that leave their folder, bombs, pictures, bytes turned at random.

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use harpoon_connect::{Answers, Limits, Origin, Refusal, Registry, Summary, origins_in, raw_row, read, recognise};
use harpoon_core::Reject;
use harpoon_core::batch::Batch;
use zip::write::SimpleFileOptions;

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn names(bytes: Vec<u8>) -> Result<Vec<String>, Refusal> {
    let all = origins_in("a.zip", bytes, &Limits::default())?;
    Ok(all.iter().map(|o| o.name().to_owned()).collect())
}

/// Reads a file that is recognised; gives what it came to, and the rows put aside.
fn put_aside(origin: &Origin) -> (Summary, Vec<Reject>) {
    let plan = recognise(origin, &Registry::native(), &Answers::default()).unwrap();
    let mut rejects = Vec::new();
    let mut sink = |batch: Batch| {
        rejects.extend(batch.rejects);
        Ok::<(), ()>(())
    };
    let summary = read(origin, &plan, &Answers::default(), &mut sink).unwrap();
    (summary, rejects)
}

/// Reads to the end, whatever it is; only a panic is a failure.
fn survive(name: &str, bytes: Vec<u8>) {
    let answers = Answers {
        currency: Some("EUR".into()),
        year: Some(2026),
        ..Answers::default()
    };
    for origin in origins_in(name, bytes, &Limits::default()).unwrap_or_default() {
        let Ok(plan) = recognise(&origin, &Registry::native(), &answers) else {
            continue;
        };
        let _ = read(&origin, &plan, &answers, &mut |_: Batch| Ok::<(), ()>(()));
        let _ = raw_row(&origin, 3);
    }
}

#[test]
fn members_are_sorted_and_furniture_is_passed_over() {
    let bytes = archive(&[
        ("b/Table data.csv", b"x"),
        ("__MACOSX/._a.csv", b"x"),
        ("a.csv", b"x"),
        ("b/.DS_Store", b"x"),
    ]);
    assert_eq!(names(bytes).unwrap(), ["a.zip/a.csv", "a.zip/b/Table data.csv"]);
}

#[test]
fn a_member_is_read_again_and_again() {
    let bytes = archive(&[("a.csv", b"one,two\n1,2\n")]);
    let all = origins_in("a.zip", bytes, &Limits::default()).unwrap();
    for _ in 0..2 {
        assert_eq!(raw_row(&all[0], 2).unwrap(), "1,2");
    }
}

#[test]
fn paths_that_leave_the_archive_are_refused() {
    for name in ["../up.csv", "/etc/passwd.csv", "a/../../b.csv", "C:/x.csv"] {
        let refused = names(archive(&[(name, b"a,b\n")]));
        assert!(matches!(refused, Err(Refusal::Unsafe(_))), "{name}: {refused:?}");
    }
}

#[test]
fn bombs_and_archives_in_archives_are_refused() {
    let noughts = vec![b'0'; 32 << 20];
    let bomb = names(archive(&[("a.csv", &noughts)]));
    assert!(
        matches!(&bomb, Err(Refusal::Unsafe(why)) if why.to_string().contains("100 times")),
        "{bomb:?}"
    );
    let nested = names(archive(&[("in.zip", &archive(&[("a.csv", b"x")]))]));
    assert!(
        matches!(&nested, Err(Refusal::Unsafe(why)) if why.to_string().contains("archive in an archive")),
        "{nested:?}"
    );
    let names_of: Vec<String> = (0..1001).map(|i| format!("{i}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names_of.iter().map(|n| (n.as_str(), b"x".as_slice())).collect();
    assert!(matches!(names(archive(&many)), Err(Refusal::Unsafe(_))));
}

#[test]
fn what_is_no_table_is_named() {
    for (bytes, word) in [
        (b"%PDF-1.7 x".as_slice(), "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"a,b\0\x01\x02\n", "binary"),
        (b"<!DOCTYPE html><html>", "web page"),
    ] {
        let refused = recognise(
            &Origin::from_bytes("x.csv", bytes),
            &Registry::native(),
            &Answers::default(),
        );
        assert!(
            matches!(&refused, Err(Refusal::NotATable(what)) if what.to_string().contains(word)),
            "{word}"
        );
    }
    let empty = recognise(
        &Origin::from_bytes("x.csv", b"".as_slice()),
        &Registry::native(),
        &Answers::default(),
    );
    assert_eq!(empty.unwrap_err(), Refusal::NoRows);
}

/// An XLS of ours with some bytes replaced: those that stand `after` bytes beyond the first place of `mark`.
fn altered(mark: &[u8], after: usize, by: &[u8]) -> Vec<u8> {
    let fixture = "tests/fixtures/linkedin_page_visitors/bakkerij-zilt_visitors.xls";
    let mut bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture)).unwrap();
    let at = bytes.windows(mark.len()).position(|seen| seen == mark).unwrap() + after;
    bytes.splice(at..at + by.len(), by.iter().copied());
    bytes
}

#[track_caller]
fn check_refused(bytes: Vec<u8>, limits: &Limits, word: &str) {
    let all = origins_in("book.xls", bytes, limits).unwrap();
    let refused = recognise(&all[0], &Registry::native(), &Answers::default());
    assert!(
        matches!(&refused, Err(why @ (Refusal::Damaged(_) | Refusal::Unsafe(_))) if why.to_string().contains(word)),
        "{word}: {refused:?}"
    );
}

#[test]
fn workbooks_that_would_fill_the_memory_are_refused() {
    let sound = altered(b"\xd0\xcf\x11\xe0", 0, b"");
    let number = |at: usize| u32::from_le_bytes(sound[at..at + 4].try_into().unwrap());
    let (table, directory) = (number(76) as usize, number(48));
    let mut circle = sound.clone();
    let link = 512 * (table + 1) + 4 * directory as usize;
    circle.splice(link..link + 4, directory.to_le_bytes());
    check_refused(circle, &Limits::default(), "chains that never end");

    let dimensions = b"\x00\x02\x0e\x00";
    check_refused(altered(dimensions, 8, &[0xff; 4]), &Limits::default(), "states rows");
    let label = b"\xfd\x00\x0a\x00";
    check_refused(altered(label, 4, &[0xff; 4]), &Limits::default(), "save it as CSV");
    let little = Limits {
        spreadsheet_inflated: 100,
        ..Limits::default()
    };
    check_refused(sound, &little, "more text");
}

#[test]
fn workbooks_that_are_larger_inside_are_refused() {
    let parts: &[(&str, &[u8])] = &[("mimetype", b"x"), ("content.xml", b"<table:table/>")];
    let all = origins_in("book.ods", archive(parts), &Limits::default()).unwrap();
    let refused = recognise(&all[0], &Registry::native(), &Answers::default());
    assert!(
        matches!(&refused, Err(Refusal::NotATable(what)) if what.to_string().contains("save it as XLSX")),
        "{refused:?}"
    );

    let parts: &[(&str, &[u8])] = &[
        ("[Content_Types].xml", &[b' '; 4096]),
        ("xl/workbook.xml", b"<workbook/>"),
    ];
    let little = Limits {
        spreadsheet_inflated: 4_000,
        ..Limits::default()
    };
    let book = archive(parts);
    check_refused(archive(&[("book.xlsx", &book)]), &little, "inflates to 4107 bytes");

    let mut lying = book;
    let stated: Vec<usize> = (0..lying.len())
        .filter(|at| lying[*at..].starts_with(b"\x00\x10\x00\x00"))
        .collect();
    for at in stated {
        lying[at + 1] = 0;
    }
    check_refused(lying, &little, "spreadsheet: ");
}

#[test]
fn a_cell_beyond_the_last_row_of_a_sheet_is_passed_over() {
    let fixture = "tests/fixtures/linkedin_person_followers/followers.xlsx";
    let file = std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture)).unwrap();
    let mut book = zip::ZipArchive::new(file).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..book.len() {
        let mut part = book.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let far = r#"<row r="4294967295"><c r="A4294967295"><v>5</v></c></row></sheetData>"#;
        parts.push((
            part.name().unwrap().to_string(),
            text.replace("</sheetData>", far).into(),
        ));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_slice()))
        .collect();
    let origin = Origin::from_bytes("followers.xlsx", archive(&parts));
    assert!(recognise(&origin, &Registry::native(), &Answers::default()).is_ok());
    assert!(raw_row(&origin, 4_294_967_295).is_err());
}

/// A small generator of our own: the same bytes in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % below.max(1)
    }
}

/// Rows on one line of more than a mebibyte are put aside whole, each once and on its line; none is cut into rows that look well.
#[test]
fn rows_beyond_a_mebibyte_are_put_aside_and_hold_up_no_other() {
    const MEBIBYTE: usize = 1 << 20;
    let good = |day: u32| format!("\"Wed, Jul {day}, 2026\",1310,41,97,2,1,3,1,4,4,8,0,12,30\n");
    let header = "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views\n";
    // Every part of it would be a row of the table.
    let alike = good(1).trim_end().to_owned() + ",";
    let long = [
        // One cell; and in letters of several bytes, so that a cut at any place goes through one.
        "\"Thu, Jul 2, 2026\",".to_owned() + &"9".repeat(3 * MEBIBYTE),
        "\"Thu, Jul 2, 2026\",\"".to_owned() + &"樹".repeat(MEBIBYTE),
        alike.repeat(40_000),
        // What would be passed over, were it a row: blank cells, a total, a comment.
        ",".repeat(MEBIBYTE + 1),
        "Total,".to_owned() + &"1".repeat(MEBIBYTE),
        "#".repeat(2 * MEBIBYTE),
        // Ends in the middle of what is read at a time.
        "1,".repeat(30_000),
    ];
    for (place, long) in long.iter().enumerate() {
        for end in ["\n", "\r\n", ""] {
            let after = if end.is_empty() { String::new() } else { good(16) };
            // Rows before it, so that it begins at another place of what is read at a time.
            let before: String = good(14).repeat(place * 997);
            let text = format!("{header}{}{before}{long}{end}{after}", good(15));
            let origin = Origin::from_bytes("account_overview_analytics.csv", text.into_bytes());
            let (summary, rejects) = put_aside(&origin);
            let line = 3 + place as u64 * 997;
            let lines: Vec<u64> = rejects.iter().map(|reject| reject.row).collect();
            assert_eq!(lines, [line], "{place} {end:?}");
            let good_rows = 1 + place as u64 * 997 + u64::from(!after.is_empty());
            assert_eq!((summary.rows, summary.rejected), (good_rows + 1, 1), "{place} {end:?}");
            let reject = &rejects[0];
            if long.len() > MEBIBYTE {
                let bytes = format!("the row has {} bytes", long.len() + end.len());
                assert!(reject.reason.starts_with(&bytes), "{}", reject.reason);
                assert!(
                    reject.raw.len() <= 1 << 16 && long.starts_with(&reject.raw),
                    "its beginning, as it came"
                );
                assert!(reject.raw.len() > (1 << 16) - 4);
            } else {
                assert!(reject.reason.contains("20,000 cells"), "{}", reject.reason);
                assert_eq!(&reject.raw, long);
            }
        }
    }
}

/// Where a quote does not close within a mebibyte of lines, the reason says so, wherever the row lies in what is read at a time; and
/// whether it closes later or never, the lines after it are read.
#[test]
fn a_quote_that_does_not_close_within_a_mebibyte_is_told() {
    const MEBIBYTE: usize = 1 << 20;
    let head = "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views,Note\n";
    let row = "\"Wed, Jul 15, 2026\",1310,41,97,2,1,3,1,4,4,8,0,12,30,";
    for before in [1, 3_000, 9_000] {
        for close in ["the, end\"\n", "the, end\n"] {
            let text = "a line, of a text\n".repeat(MEBIBYTE / 18 + 1);
            let broken = format!("{row}\"it begins");
            let all = format!(
                "{head}{}{broken}\n{text}{close}{row}x\n",
                format!("{row}x\n").repeat(before)
            );
            let origin = Origin::from_bytes("account_overview_analytics.csv", all.into_bytes());
            let (summary, rejects) = put_aside(&origin);
            let first = &rejects[0];
            assert_eq!(
                (first.row, &first.raw),
                (2 + before as u64, &broken),
                "{before} {close:?}"
            );
            assert!(
                first.reason.contains("does not close within a mebibyte"),
                "{}",
                first.reason
            );
            let hint = first.hint.as_deref().unwrap_or_default();
            assert!(hint.contains("read line by line"), "{hint}");
            assert!(!rejects.iter().any(|reject| reject.reason.contains("never closes")));
            let good = summary.rows - summary.rejected;
            assert_eq!(good, before as u64 + 1, "{before} {close:?}");
        }
    }
}

/// A row of exactly a mebibyte is read, wherever it lies in what is read at a time; with a byte more it is put aside.
#[test]
fn a_row_of_a_mebibyte_is_read() {
    const MEBIBYTE: usize = 1 << 20;
    for (before, more, rejected) in [(0, 0, 0), (5_000, 0, 0), (0, 1, 1), (5_000, 1, 1)] {
        let head = "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views,Note\n";
        let row = "\"Wed, Jul 15, 2026\",1310,41,97,2,1,3,1,4,4,8,0,12,30,";
        let small = format!("{row}x\n").repeat(before);
        let long = format!("{row}{}\n", "x".repeat(MEBIBYTE - 1 - row.len() + more));
        let text = format!("{head}{small}{long}{row}x\n");
        let origin = Origin::from_bytes("account_overview_analytics.csv", text.into_bytes());
        let plan = recognise(&origin, &Registry::native(), &Answers::default()).unwrap();
        let summary = read(&origin, &plan, &Answers::default(), &mut |_: Batch| Ok::<(), ()>(())).unwrap();
        assert_eq!(
            (summary.rows, summary.rejected),
            (before as u64 + 2, rejected),
            "{before} {more}"
        );
    }
}

/// Bytes that break quotes, lines, encodings and numbers.
const SPICE: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\n",
    b"\r",
    b",",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"9999999999999999999",
    b"-1",
    b"1E+99",
    b"\xe2\x80\xaf",
    b"=",
    b"#",
    b"Total",
    b"\n\n",
    b"Date,Primary\n",
];

fn turned(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(out.len());
        match dice.roll(4) {
            0 => out.truncate(at),
            1 => {
                let spice = SPICE[dice.roll(SPICE.len())];
                out.splice(at..at, spice.iter().copied());
            }
            2 => {
                let end = (at + dice.roll(40)).min(out.len());
                out.drain(at..end);
            }
            _ => {
                if let Some(byte) = out.get_mut(at) {
                    *byte = u8::try_from(dice.roll(256)).unwrap_or_default();
                }
            }
        }
    }
    out
}

/// Files of the fixtures, each turned a few times, and more often in `cargo xtask test --long`.
#[test]
fn no_turned_file_panics() {
    let turns = if std::env::var_os("HARPOON_LONG").is_some() {
        40
    } else {
        2
    };
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        all.sort();
        all
    };
    let folders = inside(&fixtures);
    let turn = |folders: &[PathBuf], seed: u64| {
        let mut dice = Dice(seed);
        for folder in folders {
            for file in inside(folder)
                .iter()
                .filter(|f| f.extension().is_none_or(|ext| ext != "expect"))
            {
                let bytes = std::fs::read(file).unwrap();
                let name = file.file_name().unwrap().to_string_lossy();
                for _ in 0..turns {
                    survive(&name, turned(&bytes, &mut dice));
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for (seed, part) in (0x9e37_79b9_7f4a_7c15..).zip(folders.chunks(folders.len().div_ceil(2))) {
            scope.spawn(move || turn(part, seed));
        }
    });
}

/// Both sheets of a workbook have the line: each is shown under the sheet's name.
#[test]
fn rows_of_workbooks_are_shown_with_their_sheet() {
    let sheet = |word: &str| {
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>head</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{word}</t></is></c></row></sheetData></worksheet>"
        )
    };
    let (one, two) = (sheet("koffie"), sheet("thee"));
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Posts\" sheetId=\"1\" r:id=\"a\"/><sheet name=\"Ads\" sheetId=\"2\" r:id=\"b\"/></sheets></workbook>";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" Type=\"{kind}\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"{kind}\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"{office}\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let parts: &[(&str, &[u8])] = &[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", one.as_bytes()),
        ("xl/worksheets/sheet2.xml", two.as_bytes()),
    ];
    let origin = Origin::from_bytes("book.xlsx", archive(parts));
    assert_eq!(raw_row(&origin, 2).unwrap(), "sheet Posts: koffie\nsheet Ads: thee");
}

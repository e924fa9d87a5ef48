//! The program itself: a parcel in, a PDF out, and words for whoever starts it wrongly.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use harpoon_report::{Language, parcel};

use crate::{composed, empty, set};

fn run(given: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_harpoon-pdf"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("a pipe");
    // What is short fits into the pipe; what is long is read.
    stdin.write_all(given).expect("written");
    drop(stdin);
    child.wait_with_output().expect("an end")
}

#[test]
fn a_parcel_becomes_the_pages_of_the_library() {
    let document = composed(&empty(), Language::Fy);
    let output = run(&parcel::wrap(&document).expect("bytes"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout == set(&document).expect("pages").pdf);
    assert!(output.stderr.is_empty());
}

#[test]
fn what_is_no_parcel_is_refused_with_a_word() {
    let cases = [
        (&b"hello"[..], "no report of Harpoon"),
        (b"", "no report of Harpoon"),
        (b"{\"harpoon_document\":999,\"document\":{}}", "format 999"),
        (b"{\"harpoon_document\":1,\"document\":{}}", "another day"),
    ];
    for (given, word) in cases {
        let output = run(given);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(said.contains(word), "{said}");
    }
}

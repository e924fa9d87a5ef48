//! Printing, in one place: answers on standard output, everything else on standard error.

use std::fmt::Display;
use std::io::{self, Write};

/// An answer. A closed pipe (`| head`) ends the program quietly.
pub(crate) fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    if writeln!(stdout, "{text}").is_err() {
        std::process::exit(0);
    }
}

/// A line for whoever reads on: it is there, or the error says why not.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

/// An answer that is no text.
pub(crate) fn bytes(bytes: &[u8]) {
    let mut stdout = io::stdout().lock();
    if stdout.write_all(bytes).and_then(|()| stdout.flush()).is_err() {
        std::process::exit(0);
    }
}

/// So many of something, in words.
pub(crate) fn counted(count: impl TryInto<u64> + Display + Copy, what: &str) -> String {
    let is_one = count.try_into().is_ok_and(|count| count == 1);
    format!("{count} {what}{}", if is_one { "" } else { "s" })
}

/// Advice, progress, questions.
pub(crate) fn aside(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// An error with its causes.
pub(crate) fn error(error: &anyhow::Error) {
    let mut text = format!("harpoon: {error}");
    for cause in error.chain().skip(1) {
        text.push_str(&format!("\n  because: {cause}"));
    }
    aside(&text);
}

//! Pages to a pipe.

use std::io::{self, IsTerminal};

use harpoon::Error;

use crate::say;

/// Pages to a pipe; a terminal cannot show them.
pub(crate) fn out(pdf: &[u8]) -> Result<(), Error> {
    if io::stdout().is_terminal() {
        return Err(Error::Usage(
            "a PDF is nothing for a terminal: leave out --out -, or send it to a file".to_owned(),
        ));
    }
    say::bytes(pdf);
    Ok(())
}

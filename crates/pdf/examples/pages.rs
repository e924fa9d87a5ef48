//! Sets the report of an invented month as a PDF in every language: `cargo run -p harpoon-pdf --example pages -- DIR`. With a second
//! argument the month is that of a file `reports/*.json`, which is kept of a signed report.

use std::path::PathBuf;
use std::time::Instant;

use harpoon_pdf::{Fonts, pages};
use harpoon_report::{Language, Words, compose};

#[path = "../../report/examples/sample/view.rs"]
#[expect(clippy::expect_used, clippy::wildcard_imports, reason = "invented data, by hand")]
mod view;

#[expect(clippy::print_stdout, reason = "an example that tells how long it takes")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("where to? give a folder")?);
    std::fs::create_dir_all(&folder)?;
    let report = match std::env::args().nth(2) {
        Some(kept) => serde_json::from_str(&std::fs::read_to_string(kept)?)?,
        None => view::report(),
    };
    for language in Language::ALL {
        let document = compose(&report, &Words::new(language));
        let began = Instant::now();
        let fonts = Fonts::for_document(&document, &[]);
        let found = began.elapsed();
        let set = pages(&document, &fonts)?;
        println!(
            "{}: fonts {:.2} s, pages {:.2} s, {} bytes",
            language.tag(),
            found.as_secs_f64(),
            (began.elapsed() - found).as_secs_f64(),
            set.pdf.len()
        );
        set.warnings.iter().for_each(|warning| println!("  {warning}"));
        std::fs::write(folder.join(format!("report-{}.pdf", language.tag())), set.pdf)?;
    }
    Ok(())
}

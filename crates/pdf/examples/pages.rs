//! Sets the report of an invented month as a PDF in every language: `cargo run -p harpoon-pdf --example pages -- DIR`.

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
    for language in Language::ALL {
        let document = compose(&view::report(), &Words::new(language));
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

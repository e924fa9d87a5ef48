//! Writes the report of an invented month as HTML and Markdown, in every language: `cargo run -p harpoon-report --example sample -- DIR`.

use std::path::PathBuf;

use harpoon_report::{Language, Words, compose, html, markdown};

#[expect(clippy::expect_used, clippy::wildcard_imports, reason = "invented data, by hand")]
mod view;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("where to? give a folder")?);
    std::fs::create_dir_all(&folder)?;
    for language in Language::ALL {
        let document = compose(&view::report(), &Words::new(language));
        let name = format!("report-{}", language.tag());
        std::fs::write(folder.join(format!("{name}.html")), html::page(&document))?;
        std::fs::write(folder.join(format!("{name}.md")), markdown::page(&document))?;
    }
    Ok(())
}

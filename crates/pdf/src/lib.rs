//! The monthly report as pages: a [`Document`] goes in, a tagged PDF comes out.
//!
//! ```text
//! harpoon ──parcel (stdin)──▶ harpoon-pdf: document ─▶ data ─▶ Typst with our template ──PDF (stdout)──▶ harpoon
//! ```
//!
//! A program of its own, because a typesetter takes as long to build as half the engine, and most people want HTML. Typst sees
//! our template and the report as data (JSON), so no text from outside can be markup; it sees no disk, no network and no clock.
//! The same document and the same fonts give the same bytes.
//!
//! Latin letters come with this crate (Noto Sans). What else a report needs is looked for among the fonts of the system; see
//! [`Fonts::for_document`].

use harpoon_report::document::Document;
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use fonts::Fonts;

mod data;
mod fonts;
mod world;

/// A report as pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The file.
    pub pdf: Vec<u8>,
    /// What a reader should be told, a line each: signs that no font has, and what to install.
    pub warnings: Vec<String>,
}

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The language needs a font that is not there.
    #[error(
        "no font for Chinese was found; install one (Debian and Ubuntu: apt install fonts-noto-cjk; Fedora: dnf install \
         google-noto-sans-cjk-fonts), or name in HARPOON_FONTS a folder that holds Noto Sans CJK or Source Han Sans"
    )]
    NoChinese,
    /// Typst refused the template or the document.
    #[error("bug: the typesetter refused the report: {0}; please report it")]
    Refused(String),
}

/// Sets the document as a PDF. A logo that cannot be drawn is left out with a warning; nothing else is.
pub fn pages(document: &Document, fonts: &Fonts) -> Result<Pages, PdfError> {
    if !fonts.speak(document.language) {
        return Err(PdfError::NoChinese);
    }
    let (data, unknown) = data::data(document, fonts);
    let (pdf, mut warnings) = match (typeset(&data, document, fonts), data::without_logo(&data)) {
        (Err(_), Some(plain)) => {
            let (pdf, mut warnings) = typeset(&plain, document, fonts)?;
            warnings.push("the logo cannot be drawn and is left out; give another file".to_owned());
            (pdf, warnings)
        }
        (set, _) => set?,
    };
    // Typst remembers what it computed; whoever sets many reports would keep all of them.
    typst::comemo::evict(0);
    warnings.extend(fonts::missing(&unknown));
    Ok(Pages { pdf, warnings })
}

/// The file, and what the typesetter says of it.
fn typeset(data: &Value, document: &Document, fonts: &Fonts) -> Result<(Vec<u8>, Vec<String>), PdfError> {
    let refused = |errors: EcoVec<SourceDiagnostic>| {
        let messages: Vec<&str> = errors.iter().map(|e| e.message.as_str()).collect();
        PdfError::Refused(messages.join("; "))
    };
    let world = world::World::new(data.to_string().into_bytes(), fonts)
        .ok_or_else(|| PdfError::Refused("names of files".to_owned()))?;
    let set = typst::compile::<PagedDocument>(&world);
    let warnings = set.warnings.iter().map(|w| format!("typesetter: {}", w.message));
    let options = PdfOptions {
        ident: Smart::Custom(document.title.clone()),
        creator: Smart::Custom(Some("Harpoon".to_owned())),
        ..PdfOptions::default()
    };
    let pages = set.output.map_err(refused)?;
    let pdf = typst_pdf::pdf(&pages, &options).map_err(refused)?;
    Ok((pdf, warnings.collect()))
}

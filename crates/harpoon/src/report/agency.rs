//! Who reports, and how it looks, by the settings.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use harpoon_report::view::{Agency, Logo, LogoKind};

use crate::Error;
use crate::workspace::Workspace;

/// Largest picture: it stands in every page.
const LARGEST: u64 = 512 * 1024;

pub(super) fn of(workspace: &Workspace) -> Result<Option<Agency>, Error> {
    let settings = &workspace.settings().report;
    let Some(name) = &settings.agency else {
        return Ok(None);
    };
    Ok(Some(Agency {
        name: name.clone(),
        logo: logo_of(workspace)?,
        colour: settings.colour.clone(),
    }))
}

/// The logo, if the settings name one.
pub(crate) fn logo_of(workspace: &Workspace) -> Result<Option<Logo>, Error> {
    let path = workspace.settings().report.logo.as_deref();
    path.map(|path| logo(&workspace.root().join(path))).transpose()
}

/// The name under which a picture lies in the workspace; nothing if it is none, or too large.
pub(crate) fn logo_name(bytes: &[u8]) -> Option<&'static str> {
    let kind = kind(bytes).filter(|_| bytes.len() as u64 <= LARGEST)?;
    Some(match kind {
        LogoKind::Png => "logo.png",
        LogoKind::Jpeg => "logo.jpg",
        LogoKind::Svg => "logo.svg",
    })
}

fn logo(path: &Path) -> Result<Logo, Error> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Error::io("read", path))?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(Error::io("read", path))?;
    let wrong = |what: &str| Error::Usage(format!("the logo `{}` {what}", path.display()));
    if bytes.len() as u64 > LARGEST {
        return Err(wrong("is larger than 512 KiB; make it smaller"));
    }
    let kind = kind(&bytes).ok_or_else(|| wrong("is no PNG, JPEG or SVG file"))?;
    Ok(Logo {
        kind,
        base64: STANDARD.encode(&bytes),
    })
}

/// By its first bytes, whatever its name.
fn kind(bytes: &[u8]) -> Option<LogoKind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(LogoKind::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(LogoKind::Jpeg);
    }
    let text = std::str::from_utf8(bytes)
        .ok()?
        .trim_start_matches('\u{feff}')
        .trim_start();
    let is_svg = text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"));
    is_svg.then_some(LogoKind::Svg)
}

//! [`Fonts`]: the letters that pages are set with.
//!
//! Noto Sans comes with this crate and holds Latin, Greek and Cyrillic. Fonts of other scripts are those of the system (or of a
//! folder that is named), and are opened only where the report has a sign of their script: a report in Latin letters is set from
//! this crate alone, and has the same bytes on every machine.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use harpoon_report::Language;
use harpoon_report::document::Document;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// Families that come with this crate: the text, and ids and commands.
pub(crate) const TEXT: &str = "Noto Sans";
pub(crate) const CODE: &str = "DejaVu Sans Mono";

/// A script, or signs of a kind, and whose fonts have it.
struct Script {
    name: &'static str,
    /// First and last code points.
    signs: &'static [(u32, u32)],
    /// Families, the one to prefer first. Of a collection for several countries only the faces named are taken.
    families: &'static [&'static str],
    /// How their files are called, in small letters: other files are not opened.
    files: &'static [&'static str],
    /// Package of Debian and Ubuntu that holds the first of them.
    package: &'static str,
}

const CHINESE: Script = Script {
    name: "Chinese, Japanese, Korean",
    signs: &[
        (0x1100, 0x11ff),
        (0x2e80, 0xa4cf),
        (0xac00, 0xd7a3),
        (0xf900, 0xfaff),
        (0xfe30, 0xfe4f),
        (0xff00, 0xffef),
        (0x2_0000, 0x3_ffff),
    ],
    families: &[
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
        "PingFang SC",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei",
    ],
    files: &[
        "notosanscjk",
        "notosanssc",
        "sourcehansans",
        "pingfang",
        "msyh",
        "wqy-microhei",
    ],
    package: "fonts-noto-cjk",
};

const fn noto(
    name: &'static str,
    signs: &'static [(u32, u32)],
    families: &'static [&'static str],
    files: &'static [&'static str],
) -> Script {
    Script {
        name,
        signs,
        families,
        files,
        package: "fonts-noto-core",
    }
}

/// In the order in which their fonts are asked for a sign.
const SCRIPTS: &[Script] = &[
    CHINESE,
    noto(
        "Arabic",
        &[
            (0x600, 0x6ff),
            (0x750, 0x77f),
            (0x8a0, 0x8ff),
            (0xfb50, 0xfdff),
            (0xfe70, 0xfefc),
        ],
        &["Noto Sans Arabic"],
        &["notosansarabic"],
    ),
    noto(
        "Hebrew",
        &[(0x590, 0x5ff), (0xfb1d, 0xfb4f)],
        &["Noto Sans Hebrew"],
        &["notosanshebrew"],
    ),
    noto(
        "Devanagari",
        &[(0x900, 0x97f), (0xa8e0, 0xa8ff)],
        &["Noto Sans Devanagari"],
        &["notosansdevanagari"],
    ),
    noto(
        "Bengali",
        &[(0x980, 0x9ff)],
        &["Noto Sans Bengali"],
        &["notosansbengali"],
    ),
    noto("Tamil", &[(0xb80, 0xbff)], &["Noto Sans Tamil"], &["notosanstamil"]),
    noto("Thai", &[(0xe00, 0xe7f)], &["Noto Sans Thai"], &["notosansthai"]),
    noto(
        "Armenian",
        &[(0x530, 0x58f)],
        &["Noto Sans Armenian"],
        &["notosansarmenian"],
    ),
    noto(
        "Georgian",
        &[(0x10a0, 0x10ff)],
        &["Noto Sans Georgian"],
        &["notosansgeorgian"],
    ),
    Script {
        name: "emoji",
        signs: &[
            (0x203c, 0x2049),
            (0x2139, 0x2139),
            (0x231a, 0x23ff),
            (0x25aa, 0x2bff),
            (0x1_f000, 0x1_faff),
        ],
        families: &["Noto Color Emoji"],
        files: &["notocoloremoji"],
        package: "fonts-noto-color-emoji",
    },
    noto(
        "symbols",
        &[(0x2000, 0x2bff), (0x1_d400, 0x1_d7ff), (0x1_f000, 0x1_faff)],
        &[
            "Noto Sans Symbols",
            "Noto Sans Symbols 2",
            "Noto Sans Symbols2",
            "Noto Sans Math",
        ],
        &["notosanssymbols", "notosansmath"],
    ),
];

/// Where systems keep fonts.
const FOLDERS: &[&str] = &[
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];
/// The same, below the home folder.
const HOME: &[&str] = &[".local/share/fonts", ".fonts", "Library/Fonts"];
/// Cuts that are not used, as they stand in names of files.
const CUTS: &[&str] = &[
    "black",
    "light",
    "medium",
    "thin",
    "semibold",
    "demibold",
    "extra",
    "italic",
    "condensed",
    "serif",
    "mono",
    "ui-",
];
/// Deepest folder that is looked into.
const DEEPEST: usize = 6;
/// Largest font file read, in bytes.
const LARGEST: u64 = 200 << 20;
/// Most signs that a warning shows.
const SHOWN: usize = 12;

impl Script {
    fn has(&self, sign: char) -> bool {
        let sign = sign as u32;
        self.signs.iter().any(|(first, last)| (*first..=*last).contains(&sign))
    }
}

/// Fonts to set pages with.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

impl Fonts {
    /// The fonts of this crate alone: enough for what is written in Latin, Greek or Cyrillic letters.
    pub fn embedded() -> Self {
        Self::of(embedded())
    }

    /// The fonts of this crate and those of the system that the document has signs for. `more` are folders to look into first.
    /// The order in which a folder lists its files does not count.
    pub fn for_document(document: &Document, more: &[PathBuf]) -> Self {
        let mut fonts = embedded();
        let unknown = signs(document, &fonts);
        let wanted: Vec<&Script> = SCRIPTS
            .iter()
            .filter(|script| unknown.iter().any(|sign| script.has(*sign)))
            .collect();
        if wanted.is_empty() {
            return Self::of(fonts);
        }
        for file in folders(more).flat_map(|folder| font_files(&folder, &wanted)) {
            let Ok(bytes) = fs::read(&file) else { continue };
            for face in Font::iter(Bytes::new(bytes)) {
                let info = face.info();
                let named = wanted.iter().any(|s| s.families.contains(&info.family.as_str()));
                if named && !fonts.iter().any(|known| same(known.info(), info)) {
                    fonts.push(face);
                }
            }
        }
        Self::of(fonts)
    }

    fn of(fonts: Vec<Font>) -> Self {
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }

    /// Whether there are letters for the language.
    pub(crate) fn speak(&self, language: Language) -> bool {
        language != Language::ZhCn || self.best(&CHINESE).is_some()
    }

    /// The family to prefer of those of a script.
    fn best(&self, script: &Script) -> Option<&'static str> {
        script.families.iter().copied().find(|family| self.holds(family))
    }

    fn holds(&self, family: &str) -> bool {
        self.book.contains_family(&family.to_lowercase())
    }

    /// Families to set text with; the first that has a sign counts.
    pub(crate) fn families(&self) -> Vec<&'static str> {
        let chinese = self.best(&CHINESE);
        let others = SCRIPTS.iter().skip(1).flat_map(|script| script.families);
        let others = others.copied().filter(|family| self.holds(family));
        std::iter::once(TEXT)
            .chain(chinese)
            .chain(others)
            .chain([CODE])
            .collect()
    }

    /// Whether any of the fonts has the sign.
    pub(crate) fn cover(&self, sign: char) -> bool {
        self.fonts.iter().any(|font| has(font, sign))
    }
}

/// Signs of the document that the text font does not have.
fn signs(document: &Document, fonts: &[Font]) -> BTreeSet<char> {
    // As JSON it is every text there is, in one piece; a document is always JSON.
    let text = serde_json::to_string(document).unwrap_or_default();
    let text_font = fonts.first();
    let all: BTreeSet<char> = text.chars().filter(|c| !c.is_ascii()).collect();
    all.into_iter()
        .filter(|sign| !text_font.is_some_and(|font| has(font, *sign)))
        .collect()
}

/// What to tell of signs that no font has: a line for each script.
pub(crate) fn missing(unknown: &BTreeSet<char>) -> Vec<String> {
    let mut rest = unknown.clone();
    let mut lines = Vec::new();
    for script in SCRIPTS {
        let (of_it, others): (BTreeSet<char>, _) = rest.into_iter().partition(|sign| script.has(*sign));
        rest = others;
        if !of_it.is_empty() {
            let Script { name, package, .. } = script;
            let advice = format!("a font for {name} is missing (Debian and Ubuntu: apt install {package})");
            lines.push(format!("{} printed as […]: {advice}", shown(&of_it)));
        }
    }
    if !rest.is_empty() {
        lines.push(format!(
            "{} printed as […]: no font that we look for has them",
            shown(&rest)
        ));
    }
    lines
}

/// `3 signs (U+0E01 U+0E02 U+0E03)`: by number, since whoever has no font would see empty boxes.
fn shown(signs: &BTreeSet<char>) -> String {
    let first: Vec<String> = signs
        .iter()
        .take(SHOWN)
        .map(|s| format!("U+{:04X}", *s as u32))
        .collect();
    let more = if signs.len() > SHOWN { " …" } else { "" };
    let noun = if signs.len() == 1 { "sign is" } else { "signs are" };
    format!("{} {noun} not in any font ({}{more}) and", signs.len(), first.join(" "))
}

fn has(font: &Font, sign: char) -> bool {
    font.info().coverage.contains(sign as u32)
}

/// Noto Sans, and the upright cuts of a font for code.
fn embedded() -> Vec<Font> {
    let text = [notosans::REGULAR_TTF, notosans::BOLD_TTF];
    let text = text.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes)));
    let code = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes)));
    text.chain(code.filter(|font| font.info().family == CODE)).collect()
}

fn same(a: &FontInfo, b: &FontInfo) -> bool {
    a.family == b.family && a.variant == b.variant
}

fn folders(more: &[PathBuf]) -> impl Iterator<Item = PathBuf> {
    let home = std::env::home_dir();
    let at_home = HOME
        .iter()
        .filter_map(move |folder| home.as_ref().map(|home| home.join(folder)));
    more.to_vec()
        .into_iter()
        .chain(at_home)
        .chain(FOLDERS.iter().map(PathBuf::from))
}

/// Files of a folder that hold a font which is wanted, by name. What cannot be read is passed over: a missing sign is told.
fn font_files(folder: &Path, wanted: &[&Script]) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    files_below(folder, DEEPEST, &mut |path| {
        let is_wanted = wanted.iter().any(|script| is_of(path, script));
        if is_wanted && fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() <= LARGEST) {
            found.insert(path.to_owned());
        }
    });
    found
}

fn files_below(folder: &Path, deepest: usize, see: &mut dyn FnMut(&Path)) {
    let Some(entries) = fs::read_dir(folder).ok().filter(|_| deepest > 0) else {
        return;
    };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            files_below(&path, deepest - 1, see);
        } else {
            see(&path);
        }
    }
}

/// Whether a file's name is one of a font of the script, upright and regular or bold.
fn is_of(path: &Path, script: &Script) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_lowercase();
    let is_font = [".ttf", ".otf", ".ttc"].iter().any(|ending| name.ends_with(ending));
    is_font && script.files.iter().any(|known| name.starts_with(known)) && !CUTS.iter().any(|cut| name.contains(cut))
}

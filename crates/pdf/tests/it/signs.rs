//! Signs of all kinds: the same bytes each time, nothing from outside runs, nothing is lost without a word.

use std::path::PathBuf;

use harpoon_pdf::{Fonts, PdfError, pages};
use harpoon_report::view::{Logo, LogoKind, Report, Text};
use harpoon_report::{Language, view::Agency};

use crate::{composed, empty, sample, set, view};

/// The invented month with a text wherever one comes from outside.
fn with(text: &str) -> Report {
    let mut report = view::report();
    report.client = text.into();
    report.note = Some(text.into());
    report.goals[0].title = Text::All(text.into());
    report.content.best[0].text = text.repeat(200);
    report.movements[0].parts[0].title = Text::All(text.into());
    report.series[0].events[0].what = Text::All(text.into());
    report
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let document = sample(Language::En);
    let once = set(&document).expect("pages").pdf;
    let again = set(&document.clone()).expect("pages").pdf;
    assert!(once == again);
    assert!(once.starts_with(b"%PDF-1."));
    for clock in ["/CreationDate", "/ModDate", "xmp:CreateDate"] {
        assert!(!once.windows(clock.len()).any(|w| w == clock.as_bytes()), "{clock}");
    }
}

#[test]
fn latin_letters_need_no_font_of_the_system() {
    let mut report = empty();
    report.client = "Café Łódź – Žižkov, Ελλάδα, Москва".into();
    report.note = Some("“Ja”, ‘nee’ … → ▲ 12 %".into());
    let document = composed(&report, Language::Fy);
    let alone = pages(&document, &Fonts::embedded()).expect("pages");
    assert_eq!(alone.warnings, Vec::<String>::new());
    assert!(alone == set(&document).expect("pages"));
}

#[test]
fn a_reader_aloud_is_told_the_language() {
    let pdf = set(&sample(Language::Fy)).expect("pages").pdf;
    let held = b"/Lang(fy)";
    assert!(pdf.windows(held.len()).any(|w| w == held));
}

#[test]
fn without_letters_for_chinese_the_error_says_what_to_install() {
    let error = pages(&sample(Language::ZhCn), &Fonts::embedded()).expect_err("no letters");
    assert!(matches!(error, PdfError::NoChinese));
    assert!(error.to_string().contains("apt install fonts-noto-cjk"));
}

#[test]
fn signs_that_no_font_has_are_told_by_script() {
    let mut report = empty();
    report.client = "咖啡 قهوة ☕ X".into();
    let document = composed(&report, Language::En);
    let warnings = pages(&document, &Fonts::embedded()).expect("pages").warnings;
    let told = |package: &str| warnings.iter().any(|w| w.contains(package) && w.contains("[…]"));
    assert!(told("fonts-noto-cjk") && told("U+5496"), "{warnings:?}");
    assert!(told("fonts-noto-core"), "{warnings:?}");
    assert!(told("fonts-noto-color-emoji"), "{warnings:?}");
}

#[test]
fn texts_from_outside_are_no_markup() {
    for text in [
        "#panic(\"ran\") *bold* _it_ $x^2$ = heading \\ #read(\"/etc/passwd\") @label <label> `raw` // comment",
        "]#panic()[ \" \\\" \\u{0} }} ))",
        "#import \"@preview/x:1.0.0\": *",
        "שלום عالم 👩‍👩‍👧‍👦 \u{202e}abc",
        "四十个汉字的品牌名称四十个汉字的品牌名称",
    ] {
        let set = set(&composed(&with(text), Language::En));
        assert!(set.is_ok(), "{text}: {:?}", set.err());
    }
}

#[test]
fn a_logo_that_cannot_be_read_is_left_out() {
    let logo = |kind, base64: &str| {
        let mut report = empty();
        report.agency = Some(Agency {
            name: "Buro".into(),
            logo: Some(Logo {
                kind,
                base64: base64.into(),
            }),
            colour: Some("#ffff00".into()),
        });
        set(&composed(&report, Language::En))
    };
    // What is no PNG at all; a PNG whose picture is broken; an SVG that draws nothing; one that wants a file.
    assert!(logo(LogoKind::Png, "AAAA").is_ok());
    let broken = logo(LogoKind::Png, "iVBORw0KGgoAAAA=").expect("pages");
    assert!(
        broken.warnings.iter().any(|w| w.contains("logo")),
        "{:?}",
        broken.warnings
    );
    assert!(logo(LogoKind::Svg, "PHN2Zz48L3N2Zz4=").is_ok());
    let wants = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5IiBoZWlnaHQ9IjkiPjxpbWFnZSBocmVmPSIvZXRjL3Bhc3N3ZCIvPjwvc3ZnPg==";
    assert!(logo(LogoKind::Svg, wants).is_ok());
}

#[test]
fn a_folder_without_fonts_is_no_error() {
    let document = composed(&empty(), Language::En);
    let fonts = Fonts::for_document(&document, &[PathBuf::from("/nowhere/at/all")]);
    assert!(pages(&document, &fonts).is_ok());
}

//! Signs of all kinds: the same bytes each time, nothing from outside runs, nothing is lost without a word.

use std::path::PathBuf;

use harpoon_pdf::{Fonts, PdfError, pages};
use harpoon_report::view::{Logo, LogoKind, Text};
use harpoon_report::{Language, view::Agency};

use crate::{composed, empty, sample, sample_pages, set, view};

#[test]
fn the_same_report_gives_the_same_bytes() {
    let once = &sample_pages(Language::En).expect("pages").pdf;
    let again = set(&sample(Language::En)).expect("pages").pdf;
    assert!(*once == again);
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
    let pdf = &sample_pages(Language::Fy).expect("pages").pdf;
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
    report.client = "咖啡 กาแฟ 🔥 X".into();
    let document = composed(&report, Language::En);
    let warnings = pages(&document, &Fonts::embedded()).expect("pages").warnings;
    let told = |package: &str| warnings.iter().any(|w| w.contains(package) && w.contains("[…]"));
    assert!(told("fonts-noto-cjk") && told("U+5496"), "{warnings:?}");
    assert!(told("fonts-noto-core"), "{warnings:?}");
    assert!(told("fonts-noto-color-emoji"), "{warnings:?}");
}

#[test]
fn texts_from_outside_are_no_markup() {
    let markup =
        "#panic(\"ran\") *bold* _it_ $x^2$ = heading \\ #read(\"/etc/passwd\") @label <label> `raw` // comment";
    let rtl = "שלום عالم 👩‍👩‍👧‍👦 \u{202e}abc";
    let mut report = view::report();
    report.client = markup.into();
    report.note = Some("]#panic()[ \" \\\" \\u{0} }} ))".into());
    report.goals[0].title = Text::All(rtl.into());
    report.goals[1].title = Text::All("#import \"@preview/x:1.0.0\": *".into());
    report.content.best[0].text = rtl.repeat(200);
    report.content.best[1].text = markup.repeat(200);
    report.movements[0].parts[0].title = Text::All(markup.into());
    report.movements[0].parts[1].title = Text::All(rtl.into());
    report.series[0].events[0].what = Text::All("四十个汉字的品牌名称四十个汉字的品牌名称".into());
    let set = set(&composed(&report, Language::En));
    assert!(set.is_ok(), "{:?}", set.err());
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

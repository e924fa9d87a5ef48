//! A document that was carried is the same document, and one of another day is refused.

use harpoon_report::parcel::{FORMAT, ParcelError, open, wrap};
use harpoon_report::{Language, Words, compose, html, markdown};
use serde_json::{Value, json};

use crate::view;

#[test]
fn what_was_carried_prints_the_same() {
    for language in Language::ALL {
        let document = compose(&view::report(), &Words::new(language));
        let carried = open(&wrap(&document).expect("bytes")).expect("a document");
        assert_eq!(html::page(&document), html::page(&carried));
        assert_eq!(markdown::page(&document), markdown::page(&carried));
    }
}

fn parcel() -> Value {
    let document = compose(&view::report(), &Words::new(Language::En));
    serde_json::from_slice(&wrap(&document).expect("bytes")).expect("JSON")
}

fn opened(parcel: &Value) -> Result<(), ParcelError> {
    open(parcel.to_string().as_bytes()).map(|_| ())
}

#[test]
fn a_parcel_of_another_day_is_refused() {
    assert!(opened(&parcel()).is_ok());
    let mut other = parcel();
    other["harpoon_document"] = json!(FORMAT + 1);
    assert!(matches!(opened(&other), Err(ParcelError::OtherFormat(n)) if n == FORMAT + 1));
    // A field that one side does not know would be left out of the pages without a word.
    let mut more = parcel();
    more["document"]["sections"][0]["warning"] = json!("read this");
    assert!(matches!(opened(&more), Err(ParcelError::OtherDay(_))));
    let mut less = parcel();
    less["document"].as_object_mut().expect("fields").remove("receipts");
    assert!(matches!(opened(&less), Err(ParcelError::OtherDay(_))));
}

#[test]
fn what_is_no_parcel_is_refused() {
    for bytes in [&b""[..], b"%PDF-1.7", b"{}", b"[]", b"{\"harpoon_document\":-1}"] {
        assert!(matches!(open(bytes), Err(ParcelError::NoParcel(_))), "{bytes:?}");
    }
}

//! Credit that was dealt out, as it is kept on disk: to the last bit, so floats are written by their bits.

use harpoon_core::Number;
use harpoon_core::event::EventKind;
use harpoon_model::credit::{Model, Order, Quality};
use serde::{Deserialize, Serialize};

use super::{Answer, Book, Row};

#[derive(Serialize, Deserialize)]
struct AnswerKept {
    on: Vec<String>,
    books: Vec<BookKept>,
    notes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct BookKept {
    currency: Option<String>,
    total: i64,
    deeds: u64,
    unattributed: u64,
    rows: Vec<RowKept>,
    quality: Vec<QualityKept>,
}

#[derive(Serialize, Deserialize)]
struct RowKept {
    model: String,
    by: Vec<String>,
    credit: i64,
    low: Option<u64>,
    high: Option<u64>,
    share: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct QualityKept {
    order: usize,
    log_likelihood: u64,
    auc: Option<u64>,
    auc_in_sample: Option<u64>,
    judged: [i64; 2],
}

/// The answers as bytes.
pub(super) fn written(answers: &[Answer]) -> Vec<u8> {
    let kept: Vec<AnswerKept> = answers.iter().map(AnswerKept::of).collect();
    serde_json::to_vec(&kept).unwrap_or_default()
}

/// The answers from bytes; nothing if they are none.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Answer>> {
    let kept: Vec<AnswerKept> = serde_json::from_slice(bytes).ok()?;
    kept.into_iter().map(AnswerKept::answer).collect()
}

impl AnswerKept {
    fn of(answer: &Answer) -> Self {
        Self {
            on: answer.on.iter().map(|kind| kind.as_str().to_owned()).collect(),
            books: answer.books.iter().map(BookKept::of).collect(),
            notes: answer.notes.clone(),
        }
    }

    fn answer(self) -> Option<Answer> {
        Some(Answer {
            on: self
                .on
                .iter()
                .map(|word| EventKind::from_word(word))
                .collect::<Option<_>>()?,
            books: self.books.into_iter().map(BookKept::book).collect::<Option<_>>()?,
            notes: self.notes,
        })
    }
}

impl BookKept {
    fn of(book: &Book) -> Self {
        let bits = |value: Option<f64>| value.map(f64::to_bits);
        let row = |row: &Row| RowKept {
            model: row.model.word().to_owned(),
            by: row.by.clone(),
            credit: row.credit.micros(),
            low: bits(row.low),
            high: bits(row.high),
            share: bits(row.share),
        };
        let quality = |quality: &Quality| QualityKept {
            order: Order::ALL
                .iter()
                .position(|order| *order == quality.order)
                .unwrap_or(usize::MAX),
            log_likelihood: quality.log_likelihood.to_bits(),
            auc: bits(quality.auc),
            auc_in_sample: bits(quality.auc_in_sample),
            judged: quality.judged,
        };
        Self {
            currency: book.currency.clone(),
            total: book.total.micros(),
            deeds: book.deeds,
            unattributed: book.unattributed,
            rows: book.rows.iter().map(row).collect(),
            quality: book.quality.iter().map(quality).collect(),
        }
    }

    fn book(self) -> Option<Book> {
        let float = |bits: Option<u64>| bits.map(f64::from_bits);
        let row = |row: RowKept| {
            Some(Row {
                model: Model::from_word(&row.model)?,
                by: row.by,
                credit: Number::from_micros(row.credit),
                low: float(row.low),
                high: float(row.high),
                share: float(row.share),
            })
        };
        let quality = |quality: QualityKept| {
            Some(Quality {
                order: *Order::ALL.get(quality.order)?,
                log_likelihood: f64::from_bits(quality.log_likelihood),
                auc: float(quality.auc),
                auc_in_sample: float(quality.auc_in_sample),
                judged: quality.judged,
            })
        };
        Some(Book {
            currency: self.currency,
            total: Number::from_micros(self.total),
            deeds: self.deeds,
            unattributed: self.unattributed,
            rows: self.rows.into_iter().map(row).collect::<Option<_>>()?,
            quality: self.quality.into_iter().map(quality).collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_to_the_last_bit() {
        let book = Book {
            currency: Some("EUR".to_owned()),
            total: Number::from_micros(1_000_001),
            deeds: 3,
            unattributed: 1,
            rows: vec![Row {
                model: Model::PathMarkov,
                by: vec!["a".to_owned(), String::new()],
                credit: Number::from_micros(-7),
                low: Some(0.1 + 0.2),
                high: Some(f64::INFINITY),
                share: None,
            }],
            quality: vec![Quality {
                order: Order::Two,
                log_likelihood: -1.0 / 3.0,
                auc: Some(f64::MIN_POSITIVE),
                auc_in_sample: None,
                judged: [20, 30],
            }],
        };
        let answer = Answer {
            on: vec![EventKind::Order],
            books: vec![book],
            notes: vec!["a note".to_owned()],
        };
        let again = read(&written(std::slice::from_ref(&answer))).unwrap_or_default();
        assert_eq!(format!("{again:?}"), format!("{:?}", [answer]));
        assert!(read(b"[{}]").is_none());
    }
}

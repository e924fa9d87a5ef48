//! Models side by side: the credit of a period by channel, as figures with a receipt.

use harpoon_core::Period;
use harpoon_model::credit::Model;
use harpoon_report::view::{Amount, Figure, Unit};

use super::credit::Question;
use crate::Error;
use crate::receipt;
use crate::workspace::Workspace;

/// The models that stand beside each other; the last is the one that reports use.
pub const MODELS: [Model; 8] = [
    Model::First,
    Model::Last,
    Model::Linear,
    Model::Position,
    Model::TimeDecay,
    Model::Markov1,
    Model::Shapley,
    Model::PathMarkov,
];

/// What a channel is credited with.
#[derive(Clone, Debug)]
pub struct Credited {
    /// The channel; [`super::credit::NOBODY`] for deeds that no touch precedes.
    pub channel: String,
    /// By model, in the order of [`MODELS`].
    pub figures: Vec<Figure>,
}

/// The book of a period, dealt out by every model.
#[derive(Clone, Debug)]
pub struct SideBySide {
    /// Channels, the one with most credit by the last model first.
    pub channels: Vec<Credited>,
    /// Deeds: what the figures of every model sum to.
    pub book: Figure,
    /// What a reader must know.
    pub notes: Vec<String>,
}

impl Workspace {
    /// Deeds of a period, credited by every model; `None` where there are none.
    pub fn side_by_side(&self, period: Period) -> Result<Option<SideBySide>, Error> {
        let held = self.held(None, None)?;
        let answer = held.credit(&Question {
            models: MODELS.to_vec(),
            period: Some(period),
            ..Question::default()
        })?;
        let Some(book) = answer.books.first() else {
            return Ok(None);
        };
        let receipt = held.ask(receipt::Question::Credit { period })?;
        let mut channels: Vec<Credited> = Vec::new();
        for row in book.rows.iter().filter(|row| row.model == Model::PathMarkov) {
            let of = |model: Model| {
                let found = book.rows.iter().find(|one| one.model == model && one.by == row.by);
                let figure = found.map_or_else(
                    || Figure::known(Amount::Ratio(0.0), Unit::Count, &receipt),
                    |one| Figure::known(Amount::Exact(one.credit), Unit::Count, &receipt),
                );
                match found.and_then(|one| one.low.zip(one.high)) {
                    Some((low, high)) => figure.between(low, high),
                    None => figure,
                }
            };
            channels.push(Credited {
                channel: row.by.join(", "),
                figures: MODELS.iter().map(|model| of(*model)).collect(),
            });
        }
        Ok(Some(SideBySide {
            channels,
            book: Figure::known(Amount::Exact(book.total), Unit::Count, &receipt),
            notes: answer.notes,
        }))
    }
}

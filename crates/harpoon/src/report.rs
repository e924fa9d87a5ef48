//! The monthly report: a month of the workspace as a plain view, which `harpoon_report` turns into paper.
//!
//! ```text
//!  profile ─▶ which KPIs ─▶ measure (each with its receipt) ─▶ view::Report ─▶ compose ─▶ html, markdown, pdf
//! ```
//! Every figure is a reading or the answer to a question ([`crate::receipt`]), so that each has a receipt; what cannot be told
//! is missing, with the reason.

use harpoon_core::{Language, Period};
pub use harpoon_report::document::Document;
pub use harpoon_report::view::Report;
use harpoon_report::view::Work;
use jiff::civil::Date;

use crate::Error;
use crate::workspace::Workspace;
use figures::Figures;

mod agency;
pub mod board;
mod content;
mod costs;
mod diagnosis;
pub mod digest;
mod figures;
mod funnel;
mod goals;
mod headlines;
mod industry;
pub mod issue;
mod method;
mod money;
mod moved;
pub mod pages;
mod platforms;
mod repeat;
mod returned;
pub mod send;

pub(crate) use agency::{logo_name, logo_of as logo};
pub(crate) use repeat::answer;

pub use harpoon_report::html::page as html;
pub use harpoon_report::markdown::page as markdown;

/// The report as a document in one language, for [`html()`], [`markdown()`] and [`pages::pages`].
pub fn compose(report: &Report, language: Language) -> Document {
    harpoon_report::compose(report, &harpoon_report::Words::new(language))
}

/// What report is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The month.
    pub month: Period,
    /// Day of issue.
    pub issued: Date,
    /// A few words of whoever writes it.
    pub note: Option<&'a str>,
    /// Language of the sentences that say why something moved.
    pub language: Language,
}

impl Workspace {
    /// The report of a month.
    pub fn report(&self, wish: &Wish<'_>) -> Result<Report, Error> {
        let entries = self.book()?.entries();
        self.held(None, Some(entries))?.reported(wish)
    }

    fn reported(&self, wish: &Wish<'_>) -> Result<Report, Error> {
        let profile = headlines::profile_of(self);
        let book = self.book()?;
        let view = goals::view(wish.month, wish.issued);
        let figures = Figures::new(self, wish.month);
        let measured = headlines::chosen(&figures, |_| true)?;
        let steps = funnel::of(&figures, profile.business)?;
        let on_the_way = profile.business.funnel().into_iter().zip(&steps);
        let known = measured.iter().map(|m| (m.kpi, &m.previous, &m.value));
        let known = known.chain(on_the_way.map(|(kpi, step)| (kpi, &step.previous, &step.value)));
        let movements = moved::of(&figures, known, wish.language)?;
        Ok(Report {
            client: self.settings().name.clone(),
            agency: agency::of(self)?,
            white_label: self.settings().report.is_white_label(),
            month: wish.month,
            issued: wish.issued,
            restates: None,
            note: wish.note.map(ToOwned::to_owned),
            movements,
            headlines: headlines::of(&figures, measured)?,
            goals: goals::of(self, &book, wish.month, view, wish.language)?,
            earned: money::earned(&figures)?,
            claims: money::claims(&figures)?,
            series: platforms::days(&figures)?,
            platforms: platforms::table(&figures)?,
            comparisons: platforms::usual(&figures)?,
            funnel: steps,
            content: content::posts(&figures)?,
            voices: content::voices(&figures)?,
            costs: costs::of(&figures)?,
            work: Work {
                asked: method::asked(self, wish.month)?,
                ..Work::default()
            },
            record: goals::record(self, &book, view)?,
            method: method::of(self, wish.month)?,
            seal: goals::seal(&book),
        })
    }
}

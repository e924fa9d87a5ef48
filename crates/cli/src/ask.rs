//! Who answers what a file cannot tell: a person at the terminal, the proposals, or nobody. And the progress bar.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal};
use std::time::Duration;

use harpoon::Attendant;
use harpoon::connect::{Question, QuestionKey};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Cli, Import};
use crate::say;

/// Where answers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answering {
    /// A person.
    Person,
    /// The proposals.
    Proposals,
    /// Nobody.
    Nobody,
}

/// The terminal during an import.
pub(crate) struct Terminal {
    answering: Answering,
    bar: Option<ProgressBar>,
    given: BTreeMap<(QuestionKey, String), String>,
}

impl Terminal {
    /// As the options say; nobody is asked where there is no terminal.
    pub(crate) fn new(cli: &Cli, args: &Import) -> Self {
        let person = io::stdin().is_terminal() && io::stderr().is_terminal();
        let answering = match (args.yes, args.no_input || !person) {
            (true, _) => Answering::Proposals,
            (_, true) => Answering::Nobody,
            _ => Answering::Person,
        };
        Self {
            answering,
            bar: bar(cli.quiet),
            given: BTreeMap::new(),
        }
    }

    /// Takes proposals, as the demo does.
    pub(crate) fn proposals(cli: &Cli) -> Self {
        Self {
            answering: Answering::Proposals,
            bar: bar(cli.quiet),
            given: BTreeMap::new(),
        }
    }

    /// Asks nobody, as what runs by itself does.
    pub(crate) fn alone(cli: &Cli) -> Self {
        Self {
            answering: Answering::Nobody,
            ..Self::proposals(cli)
        }
    }

    /// Clears the bar.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn ask(&self, file: &str, question: &Question) -> Option<String> {
        let ask = || {
            say::aside(&format!("\n{file}\n  {question}"));
            if !question.choices.is_empty() {
                say::aside(&format!("  one of: {}", question.choices.join(", ")));
            }
            let proposal = question.proposal.as_deref().unwrap_or("");
            say::aside(&format!("  [{proposal}] > "));
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line).ok()?;
            match line.trim() {
                "" => question.proposal.clone(),
                text => Some(text.to_owned()),
            }
        };
        match &self.bar {
            Some(bar) => bar.suspend(ask),
            None => ask(),
        }
    }
}

fn bar(quiet: bool) -> Option<ProgressBar> {
    if quiet || !io::stderr().is_terminal() {
        return None;
    }
    let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}").ok()?;
    let bar = ProgressBar::new(0).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    Some(bar)
}

impl Attendant for Terminal {
    fn answer(&mut self, file: &str, question: &Question) -> Option<String> {
        match self.answering {
            Answering::Nobody => None,
            Answering::Proposals => question.proposal.clone(),
            Answering::Person => {
                let key = (question.key, question.to_string());
                if let Some(before) = self.given.get(&key) {
                    return Some(before.clone());
                }
                let answer = self.ask(file, question)?;
                self.given.insert(key, answer.clone());
                Some(answer)
            }
        }
    }

    fn progress(&mut self, file: &str, done: usize, all: usize, rows: u64) {
        if let Some(bar) = &self.bar {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message(if rows > 0 {
                format!("{file}: {rows} rows")
            } else {
                file.to_owned()
            });
        }
    }
}

//! [`Plan`]: what a run asks, page by page. It follows from head, what is known, and the pages so far; so a run that was stopped
//! goes on by reading its pages again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::Timestamp;

use crate::known::Known;
use crate::network::{Ask, Network, Profile, Spot, Told, Unreadable, What};
use crate::page::{Head, Page};

/// Texts above a text that are looked at; a longer thread is asked for again, which costs a request.
const MOST_ABOVE: usize = 100;

/// The steps of a run, in order.
const STEPS: &[What] = &[
    What::Profile,
    What::Posts,
    What::Heard,
    What::Thread,
    What::Quotes,
    What::Look,
];

pub(crate) struct Plan<'a> {
    network: &'a dyn Network,
    head: &'a Head,
    known: &'a Known,
    /// Steps that have begun.
    begun: usize,
    queue: VecDeque<Ask>,
    asked: BTreeSet<String>,
    me: Option<Profile>,
    seen: BTreeMap<String, Seen>,
    /// Keys by the server's ids.
    keys: BTreeMap<String, String>,
    remarks: BTreeSet<String>,
}

/// What the plan remembers of a text.
struct Seen {
    id: String,
    own: bool,
    above: Vec<String>,
    replies: Option<i64>,
    quotes: Option<i64>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(network: &'a dyn Network, head: &'a Head, known: &'a Known) -> Self {
        let mut plan = Self {
            network,
            head,
            known,
            begun: 0,
            queue: VecDeque::new(),
            asked: BTreeSet::new(),
            me: None,
            seen: BTreeMap::new(),
            keys: BTreeMap::new(),
            remarks: BTreeSet::new(),
        };
        plan.go_on();
        plan
    }

    /// What is asked next; `None` at the end.
    pub(crate) fn next(&self) -> Option<&Ask> {
        self.queue.front()
    }

    /// Things noticed.
    pub(crate) fn remarks(self) -> Vec<String> {
        self.remarks.into_iter().collect()
    }

    /// Takes in the answer to [`Self::next`].
    pub(crate) fn take(&mut self, page: &Page) -> Result<(), Unreadable> {
        let told = self.network.tell(self.head, self.me.as_ref(), page)?;
        let Some(ask) = self.queue.pop_front() else {
            return Ok(());
        };
        self.asked.insert(ask.path.clone());
        self.follow(&ask, &told);
        for text in told.texts {
            self.keys.insert(text.id.clone(), text.key.clone());
            let above = text.answers.into_iter().chain(text.thread).collect();
            let counts = text.counts.unwrap_or_default();
            let seen = Seen {
                id: text.id,
                own: text.own,
                above,
                replies: counts.replies,
                quotes: counts.quotes,
            };
            self.seen.insert(text.key, seen);
        }
        if let Some(me) = told.profile {
            self.me = Some(me);
        }
        self.go_on();
        Ok(())
    }

    /// Asks for what comes after a page, unless the rest is older than what is asked for.
    fn follow(&mut self, ask: &Ask, told: &Told) {
        for spot in &told.more_below {
            let below = self.network.thread(spot);
            if !self.asked.contains(&below.path) && !self.queue.iter().any(|ask| ask.path == below.path) {
                self.queue.push_back(below);
            }
        }
        let until = match ask.what {
            What::Posts => self.head.from,
            What::Heard => self.head.before.heard_until,
            _ => None,
        };
        let all_older = matches!((until, told.span), (Some(until), Some((latest, _))) if latest < until);
        let Some(next) = told.next.clone().filter(|_| !all_older) else {
            return;
        };
        if self.asked.contains(&next) {
            let what = format!("{:?}", ask.what).to_lowercase();
            self.remarks.insert(format!(
                "the server leads in a circle through its pages ({what}); what lies beyond was not read"
            ));
            return;
        }
        let next = Ask {
            path: next,
            ..ask.clone()
        };
        self.queue.push_front(next);
    }

    /// Begins steps until there is something to ask.
    fn go_on(&mut self) {
        while self.queue.is_empty()
            && let Some(step) = STEPS.get(self.begun)
        {
            self.begun += 1;
            self.queue = self.step(*step).into();
        }
    }

    fn step(&self, step: What) -> Vec<Ask> {
        if step == What::Profile {
            return vec![self.network.profile(self.head)];
        }
        let Some(me) = &self.me else {
            return Vec::new();
        };
        match step {
            What::Profile => Vec::new(),
            What::Posts => vec![self.network.posts(self.head, me)],
            What::Heard => self.network.heard(self.head, me).into_iter().collect(),
            What::Thread => self.threads().iter().map(|spot| self.network.thread(spot)).collect(),
            What::Quotes => {
                let moved = self.moved(|seen| seen.quotes, |key| self.known.texts.get(key)?.quotes);
                moved.iter().filter_map(|spot| self.network.quotes(spot)).collect()
            }
            What::Look => self.network.looks(&self.unseen()),
        }
    }

    /// Texts of the account below which something changed, save those that stand below another of them.
    fn threads(&self) -> Vec<Spot> {
        let moved = self.moved(|seen| seen.replies, |key| self.known.texts.get(key)?.replies);
        let keys: BTreeSet<&str> = moved.iter().map(|spot| spot.key.as_str()).collect();
        let is_head = |spot: &&Spot| !self.above(&spot.key).iter().any(|key| keys.contains(key.as_str()));
        moved.iter().filter(is_head).cloned().collect()
    }

    /// The texts above a text, as far as the run has seen them.
    fn above(&self, key: &str) -> BTreeSet<String> {
        let mut above = BTreeSet::new();
        let mut below = vec![key.to_owned()];
        while let Some(key) = below.pop() {
            for name in self.seen.get(&key).into_iter().flat_map(|seen| &seen.above) {
                let key = self.keys.get(name).unwrap_or(name);
                if above.len() < MOST_ABOVE && above.insert(key.clone()) {
                    below.push(key.clone());
                }
            }
        }
        above.remove(key);
        above
    }

    /// Texts of the account with a count that is not what it was. When all is read, every one that has any.
    fn moved(&self, is: impl Fn(&Seen) -> Option<i64>, was: impl Fn(&str) -> Option<i64>) -> Vec<Spot> {
        let moved = |(key, seen): &(&String, &Seen)| {
            let count = is(seen).unwrap_or(0);
            let changed = self.head.from.is_none() || was(key) != Some(count);
            // From some to none is a change that there is nothing to read of.
            seen.own && count > 0 && changed
        };
        self.seen
            .iter()
            .filter(moved)
            .map(|(key, seen)| spot(key, &seen.id))
            .collect()
    }

    /// Texts that should have come up and did not: of the account within what was read, of others when all was.
    fn unseen(&self) -> Vec<Spot> {
        let from = self.head.from;
        let within = |at: Option<Timestamp>| from.is_none_or(|from| at.is_some_and(|at| at >= from));
        let due = self
            .known
            .texts
            .iter()
            .filter(|(key, text)| !self.seen.contains_key(*key) && within(text.at) && (text.own || from.is_none()));
        due.map(|(key, text)| spot(key, &text.id)).collect()
    }
}

fn spot(key: &str, id: &str) -> Spot {
    Spot {
        key: key.to_owned(),
        id: id.to_owned(),
    }
}

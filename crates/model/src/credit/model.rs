//! The models: a closed list, each with its words.

/// A way to share a conversion among the touches or channels before it.
///
/// No model knows what would have happened without a channel: each is a convention or a description of what was
/// observed. [`Model::about`] says which, and an experiment is the way to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Model {
    /// All to the first touch.
    First,
    /// All to the last touch.
    Last,
    /// All to the last touch that is not direct.
    LastNonDirect,
    /// The same to each touch.
    Linear,
    /// 40 % to the first, 40 % to the last, 20 % between.
    Position,
    /// The nearer, the more: halved every seven days.
    TimeDecay,
    /// 40 % to the first touch, 40 % to the one that made the lead.
    UShape,
    /// 30 % each to first touch, lead and opportunity.
    WShape,
    /// 22.5 % each to first touch, lead, opportunity and close.
    FullPath,
    /// Removal effect in a chain of single touches.
    Markov1,
    /// Removal effect in a chain of pairs of touches.
    Markov2,
    /// Removal effect in a chain of triples of touches.
    Markov3,
    /// Removal effects as weights within each converting journey. The default of the ledger.
    PathMarkov,
    /// Shapley value of the set game: the same to each distinct channel.
    Shapley,
}

/// How many touches a state of a Markov chain remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// One touch.
    One,
    /// Two touches.
    Two,
    /// Three touches.
    Three,
}

impl Order {
    /// All orders, shortest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Two, Self::Three];

    /// The number of touches in a state.
    pub const fn length(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// What a model means, in the words of the page that shows it.
#[derive(Debug)]
pub struct About {
    /// The model.
    pub model: Model,
    /// Its name on the command line and in JSON.
    pub word: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// What it does not prove.
    pub proves_not: &'static str,
    /// How it is computed. n is the number of touches.
    pub formula: &'static str,
    /// Where it comes from.
    pub source: &'static str,
}

const CONVENTION: &str = "A convention. It does not show that the touch caused the conversion.";
const REMOVAL: &str = "RE_i is the share of the chain's conversions that pass through i. It is not the loss if the channel \
                       were switched off, and it can credit a channel of no converting journey.";
const ANDERL: &str = "Anderl, Becker, von Wangenheim, Schumann (2016), Mapping the customer journey, IJRM 33(3)";
const ADOBE: &str = "Usual definition; B2B multi-touch models as in Adobe Marketo Measure's documentation";
const USUAL: &str = "Usual definition, as in the documentation of Google Analytics before 2023";

#[rustfmt::skip]
static ABOUT: [About; 14] = [
    About { model: Model::First, word: "first", meaning: "Who brought people in.", proves_not: CONVENTION,
        formula: "1 to touch 1", source: USUAL },
    About { model: Model::Last, word: "last", meaning: "What people did just before.", proves_not: CONVENTION,
        formula: "1 to touch n", source: USUAL },
    About { model: Model::LastNonDirect, word: "last_non_direct", meaning: "The last touch whose origin is known.",
        proves_not: CONVENTION, formula: "1 to the last touch that is not direct; to touch n if all are", source: USUAL },
    About { model: Model::Linear, word: "linear", meaning: "Every touch alike; repeats count.", proves_not: CONVENTION,
        formula: "1/n each", source: USUAL },
    About { model: Model::Position, word: "position", meaning: "Who opened and who closed, with the rest between.",
        proves_not: CONVENTION, formula: "0.4, 0.2/(n-2) each, 0.4; n = 2: 0.5 each", source: USUAL },
    About { model: Model::TimeDecay, word: "time_decay", meaning: "Later touches count more.", proves_not: CONVENTION,
        formula: "2^(-age / 7 days), scaled to 1 within the journey", source: USUAL },
    About { model: Model::UShape, word: "u_shape", meaning: "Who brought the lead in and what made it one.",
        proves_not: CONVENTION, formula: "0.4 first touch, 0.4 lead, 0.2 over the others", source: ADOBE },
    About { model: Model::WShape, word: "w_shape", meaning: "First touch, lead and opportunity before the rest.",
        proves_not: CONVENTION, formula: "0.3 first touch, 0.3 lead, 0.3 opportunity, 0.1 over the others", source: ADOBE },
    About { model: Model::FullPath, word: "full_path", meaning: "The four milestones of a deal before the rest.",
        proves_not: CONVENTION, formula: "0.225 each to first touch, lead, opportunity, close, 0.1 over the others",
        source: ADOBE },
    About { model: Model::Markov1, word: "markov1", meaning: "Through which channels the conversions of the chain pass.",
        proves_not: REMOVAL, formula: "RE_i = (sN)_i (Nr)_i / (N_ii s'Nr), N = (I-Q)^-1; credit_i = RE_i / sum RE * total",
        source: ANDERL },
    About { model: Model::Markov2, word: "markov2", meaning: "As markov1, with states of two touches.", proves_not: REMOVAL,
        formula: "RE_i = 1 - P(without states that contain i) / P; credit_i = RE_i / sum RE * total", source: ANDERL },
    About { model: Model::Markov3, word: "markov3", meaning: "As markov1, with states of three touches.",
        proves_not: REMOVAL, formula: "RE_i = 1 - P(without states that contain i) / P; credit_i = RE_i / sum RE * total",
        source: ANDERL },
    About { model: Model::PathMarkov, word: "path_markov",
        meaning: "Removal effects as weights within each journey: only channels that were there get credit.",
        proves_not: "Weights from observed orders of touches. It does not show that a touch caused the conversion.",
        formula: "touch t of a journey: RE_t / sum of RE over its touches", source: ANDERL },
    About { model: Model::Shapley, word: "shapley",
        meaning: "Every distinct channel of a journey alike: linear over distinct channels.",
        proves_not: "The game counts conversions of exact sets of channels, so it knows nothing of journeys without one.",
        formula: "phi_i = sum over sets K with i of conversions(K) / |K|",
        source: "Zhao, Mahboobi, Bagheri (2018), Shapley value methods for attribution modeling, arXiv:1804.05327" },
];

impl Model {
    /// All models in reading order.
    pub const ALL: [Self; 14] = [
        Self::First,
        Self::Last,
        Self::LastNonDirect,
        Self::Linear,
        Self::Position,
        Self::TimeDecay,
        Self::UShape,
        Self::WShape,
        Self::FullPath,
        Self::Markov1,
        Self::Markov2,
        Self::Markov3,
        Self::PathMarkov,
        Self::Shapley,
    ];

    /// What the model says, does not prove, and how it is computed.
    pub fn about(self) -> &'static About {
        &ABOUT[self.place()]
    }

    /// Its name on the command line and in JSON.
    pub fn word(self) -> &'static str {
        self.about().word
    }

    /// The model of a name.
    pub fn from_word(word: &str) -> Option<Self> {
        ABOUT.iter().find(|about| about.word == word).map(|about| about.model)
    }

    /// The chain whose removal effects the model shares out over all journeys.
    pub const fn order(self) -> Option<Order> {
        match self {
            Self::Markov1 => Some(Order::One),
            Self::Markov2 => Some(Order::Two),
            Self::Markov3 => Some(Order::Three),
            _ => None,
        }
    }

    pub(crate) const fn place(self) -> usize {
        self as usize
    }
}

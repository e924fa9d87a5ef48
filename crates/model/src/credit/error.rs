//! What can go wrong while crediting.

use super::{Model, Order};

/// Why journeys could not be credited.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CreditError {
    /// A channel code lies among those kept for the model's own use.
    #[error("channel code {channel} is reserved: number the channels from 0")]
    ReservedChannel {
        /// The code given.
        channel: u32,
    },
    /// A journey brings value but no conversion, so no model could say whose it is.
    #[error("a journey has a value of {value} but no conversion: give the conversion, or put the value with its own")]
    ValueWithoutConversion {
        /// In minor units.
        value: i64,
    },
    /// The sums would leave the exact integers. Such figures are mistakes of a unit or of a file.
    #[error("counts and values add up to more than 2^57: look for a value in a wrong unit")]
    TooLarge,
    /// A milestone points behind the last touch.
    #[error("a milestone names touch {touch} of a journey with {touches} touches")]
    Milestone {
        /// The place given, from 0.
        touch: usize,
        /// How many touches there are.
        touches: usize,
    },
    /// A path without times was given to a model that weighs by time.
    #[error("{} needs the times of the touches: give journeys rather than paths", .model.word())]
    NeedsTimes {
        /// The model asked for.
        model: Model,
    },
    /// The model credits channels over all journeys and has no weights within one.
    #[error("{} credits channels, not touches: use path_markov for single conversions", .model.word())]
    NoTouchWeights {
        /// The model asked for.
        model: Model,
    },
    /// Two accumulators were set up for other models or parameters.
    #[error("two credit states with different settings cannot be merged")]
    OtherSetup,
    /// This chain was not among the models of the setup.
    #[error("the chain of order {} was not gathered: name its model in the setup", .order.length())]
    NotGathered {
        /// The order asked for.
        order: Order,
    },
    /// The bytes are no credit state, or a damaged one.
    #[error("these bytes are no credit state: {what} at byte {at}")]
    Bytes {
        /// Where it failed.
        at: usize,
        /// What was expected.
        what: &'static str,
    },
    /// The removal effects of a chain did not settle.
    #[error("the chain of order {} did not settle: journeys of thousands of alternating touches do this; lower the order", .order.length())]
    Unsettled {
        /// The order of the chain.
        order: Order,
    },
}

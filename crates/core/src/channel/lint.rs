//! UTM lint.

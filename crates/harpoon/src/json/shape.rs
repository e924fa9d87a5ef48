//! [`Shape`]: what an answer looks like, beside the function that writes it. Descriptions for programs are made of it.

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text.
    Text,
    /// A number in plain notation.
    Number,
    /// True or false.
    Flag,
    /// Anything.
    Any,
    /// The same or null: not known, or not there.
    Maybe(&'static Self),
    /// Any number of them.
    List(&'static Self),
    /// Values of one kind under names that are not known beforehand.
    Map(&'static Self),
    /// These fields, always all of them.
    Object(&'static [Field]),
    /// An object whose fields depend on what it is of; these among them where they apply.
    Some(&'static [Field]),
    /// One of these.
    Either(&'static [Self]),
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// What that is; empty where the name says it.
    pub meaning: &'static str,
}

impl Field {
    /// A field.
    pub const fn of(name: &'static str, shape: Shape, meaning: &'static str) -> Self {
        Self { name, shape, meaning }
    }
}

/// Text, or null.
pub const TEXT: Shape = Shape::Maybe(&Shape::Text);
/// A number, or null.
pub const NUMBER: Shape = Shape::Maybe(&Shape::Number);
/// Texts in order.
pub const TEXTS: Shape = Shape::List(&Shape::Text);

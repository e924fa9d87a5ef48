//! The `harpoon` command.
fn main() {}

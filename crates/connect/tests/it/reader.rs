//! The reader on fixtures of our own making.

use crate::check::check;

#[test]
fn x_tweet_activity() {
    check("x_tweet_activity");
}

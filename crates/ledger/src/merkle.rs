//! The Merkle tree of RFC 6962, section 2.1: root, proof that an entry is in, proof that a longer tree only added.
//!
//! The prefixes 0 and 1 keep leaves and nodes apart, so that no node can pass for an entry.

use crate::digest::Digest;

/// Hash of an entry.
pub fn leaf(data: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], data])
}

fn node(left: Digest, right: Digest) -> Digest {
    Digest::of_parts(&[&[1], left.bytes(), right.bytes()])
}

/// Largest power of two below `size`, which is at least 2.
fn split(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

/// Root over these leaves; of none it is the hash of nothing.
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(&[]),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(split(many.len()));
            node(root(left), root(right))
        }
    }
}

/// Hashes that lead from the leaf at `index` to the root: its sibling first, the root's child last. `None` where there
/// is no such leaf.
pub fn inclusion(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut rest, mut at) = (leaves, index);
    while rest.len() > 1 {
        let (left, right) = rest.split_at(split(rest.len()));
        if at < left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            at -= left.len();
            rest = right;
        }
    }
    path.reverse();
    Some(path)
}

/// The root that a leaf, its place and its path lead to. `None` where the path is too long or too short for that place.
pub fn root_from_inclusion(leaf: Digest, index: u64, size: u64, path: &[Digest]) -> Option<Digest> {
    if index >= size {
        return None;
    }
    // The last place of each level is followed upwards beside our own: where both meet, the tree is full to the right.
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            hash = node(*sibling, hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(hash, *sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(hash)
}

/// Hashes that prove that the tree over all leaves begins with the first `old` of them. `None` where `old` is 0 or too many.
pub fn consistency(leaves: &[Digest], old: usize) -> Option<Vec<Digest>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut rest, mut begin, mut whole) = (leaves, old, true);
    while begin != rest.len() {
        let (left, right) = rest.split_at(split(rest.len()));
        if begin <= left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            begin -= left.len();
            rest = right;
            whole = false;
        }
    }
    // Where the old tree is a node of the new one, whoever checks has its root already.
    if !whole {
        path.push(root(rest));
    }
    path.reverse();
    Some(path)
}

/// Whether the proof leads from the old root to the new one (RFC 9162, section 2.1.4.2, which says the same for RFC 6962).
pub fn consistent(old: (u64, Digest), new: (u64, Digest), path: &[Digest]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 || old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    let (first, path) = match path.split_first() {
        _ if old_size.is_power_of_two() => (old_root, path),
        Some((first, rest)) => (*first, rest),
        None => return false,
    };
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut from_old, mut from_new) = (first, first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            from_old = node(*sibling, from_old);
            from_new = node(*sibling, from_new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            from_new = node(from_new, *sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && from_old == old_root && from_new == new_root
}

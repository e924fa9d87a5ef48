//! A credit state as bytes, the same bytes for the same journeys: everything is sorted. Little end first; counts and cells
//! are written seven bits a byte.

use super::edges::{Edges, is_edge};
use super::group::Group;
use super::mixes::Mixes;
use super::{Credit, CreditError, Model, Order, Setup};

const MAGIC: &[u8; 4] = b"HPC2";

impl Credit {
    /// The state as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.dealt_out().written()
    }

    fn written(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        write_setup(&self.setup, &mut out);
        out.push(u8::try_from(self.bits).unwrap_or(u8::MAX));
        number(self.bulk, &mut out);
        let mut channels: Vec<usize> = (0..self.channels.len()).collect();
        channels.sort_unstable_by_key(|number| self.channels[*number]);
        number(channels.len() as u64, &mut out);
        for place in &channels {
            number(u64::from(self.channels[*place]), &mut out);
        }
        let edges = self
            .edges
            .as_ref()
            .map_or_else(Vec::new, |edges| write_edges(edges, &mut out));
        number(self.groups.len() as u64, &mut out);
        for place in self.sorted_groups() {
            out.extend(self.prefixes[place].to_le_bytes());
            write_group(&self.groups[place], &edges, &channels, self.within.len(), &mut out);
        }
        out
    }

    /// The state back from its bytes.
    ///
    /// # Errors
    /// [`CreditError::Bytes`] with the place at which they make no sense.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CreditError> {
        let mut read = Reader { bytes, at: 0 };
        if read.take(4)? != MAGIC {
            return Err(read.wrong("the mark HPC2"));
        }
        let mut credit = Self::new(read_setup(&mut read)?);
        credit.bits = u32::from(read.byte()?);
        if !(6..=u64::BITS).contains(&credit.bits) {
            return Err(read.wrong("6 to 64 bits"));
        }
        credit.bulk = read.number()?;
        for _ in 0..read.count(1)? {
            let channel = read.small()?;
            credit.number_of(channel);
        }
        if let Some(edges) = &mut credit.edges {
            for _ in 0..read.count(16)? {
                let key = u128::from_le_bytes(read.array()?);
                if !is_edge(key, edges.order) {
                    return Err(read.wrong("an edge"));
                }
                edges.slot(key);
            }
        }
        for _ in 0..read.count(8)? {
            let prefix = u64::from_le_bytes(read.array()?);
            let group = read_group(&mut read, &credit)?;
            credit.put(prefix, group);
        }
        if !credit.is_bounded() {
            return Err(read.wrong("sums within the bound they came with"));
        }
        if read.at < bytes.len() {
            return Err(read.wrong("the end"));
        }
        Ok(credit)
    }
}

fn write_setup(setup: &Setup, out: &mut Vec<u8>) {
    number(setup.models.len() as u64, out);
    out.extend(
        setup
            .models
            .iter()
            .map(|model| u8::try_from(model.place()).unwrap_or(u8::MAX)),
    );
    number(setup.direct.map_or(0, |direct| u64::from(direct) + 1), out);
    out.extend(setup.half_life.to_le_bytes());
    out.push(u8::try_from(setup.path_order.length()).unwrap_or(u8::MAX));
}

fn read_setup(read: &mut Reader<'_>) -> Result<Setup, CreditError> {
    let mut models = Vec::new();
    for _ in 0..read.count(1)? {
        let place = usize::from(read.byte()?);
        models.push(*Model::ALL.get(place).ok_or_else(|| read.wrong("a model"))?);
    }
    let direct = match read.number()? {
        0 => None,
        next => Some(u32::try_from(next - 1).map_err(|_| read.wrong("a channel"))?),
    };
    let half_life = i64::from_le_bytes(read.array()?);
    let length = usize::from(read.byte()?);
    let path_order = *Order::ALL
        .get(length.wrapping_sub(1))
        .ok_or_else(|| read.wrong("an order"))?;
    Ok(Setup {
        direct,
        half_life,
        path_order,
        ..Setup::of(&models)
    })
}

/// Gives the numbers of the edges in the order in which they were written.
fn write_edges(edges: &Edges, out: &mut Vec<u8>) -> Vec<usize> {
    let mut slots: Vec<usize> = (0..edges.keys.len()).collect();
    slots.sort_unstable_by_key(|slot| edges.keys[*slot]);
    number(slots.len() as u64, out);
    for slot in &slots {
        out.extend(edges.keys[*slot].to_le_bytes());
    }
    slots
}

fn write_group(group: &Group, edges: &[usize], channels: &[usize], models: usize, out: &mut Vec<u8>) {
    group
        .touched
        .iter()
        .chain(&group.alone)
        .for_each(|sum| signed(*sum, out));
    let cells = group.cells();
    for slot in edges {
        signed(cells.get(*slot).copied().unwrap_or_default(), out);
    }
    for place in channels
        .iter()
        .flat_map(|channel| (0..models).map(move |row| channel * models + row))
    {
        let sums = group.sums.get(place).copied().unwrap_or_default();
        out.push(u8::from(sums != [0; 2]));
        if sums != [0; 2] {
            for sum in &sums {
                out.extend(sum.to_le_bytes());
            }
        }
    }
    number(group.mixes.len() as u64, out);
    for (mix, sums) in group.mixes.sorted() {
        number(mix.len() as u64, out);
        for part in mix {
            number(*part, out);
        }
        for sum in &sums {
            signed(*sum, out);
        }
    }
}

fn read_group(read: &mut Reader<'_>, credit: &Credit) -> Result<Group, CreditError> {
    let mut group = Group {
        touched: [read.signed()?, read.signed()?],
        alone: [read.signed()?, read.signed()?],
        ..Group::default()
    };
    for slot in 0..credit.edges.as_ref().map_or(0, |edges| edges.keys.len()) {
        group.add_cell(slot, read.signed()?);
    }
    let places = credit.channels.len() * credit.within.len();
    for place in 0..places {
        if read.byte()? != 0 {
            group.make_room(place + 1);
            group.sums[place] = [i128::from_le_bytes(read.array()?), i128::from_le_bytes(read.array()?)];
        }
    }
    group.mixes = read_mixes(read)?;
    Ok(group)
}

fn read_mixes(read: &mut Reader<'_>) -> Result<Mixes, CreditError> {
    let mut mixes = Mixes::default();
    for _ in 0..read.count(4)? {
        let key = (0..read.count(1)?)
            .map(|_| read.number())
            .collect::<Result<Vec<u64>, _>>()?;
        mixes.add(&key, [read.signed()?, read.signed()?]);
    }
    Ok(mixes)
}

/// Seven bits a byte, lowest first.
#[expect(clippy::cast_possible_truncation, reason = "the lowest bits are meant")]
fn number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// The sign goes to the lowest bit, so small numbers stay short.
fn signed(value: i64, out: &mut Vec<u8>) {
    number((value << 1 ^ value >> 63).cast_unsigned(), out);
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self, what: &'static str) -> CreditError {
        CreditError::Bytes { at: self.at, what }
    }

    fn take(&mut self, many: usize) -> Result<&'a [u8], CreditError> {
        let bytes = self
            .bytes
            .get(self.at..)
            .and_then(|rest| rest.get(..many))
            .ok_or_else(|| self.wrong("more bytes"))?;
        self.at += many;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], CreditError> {
        let at = self.at;
        self.take(N)?
            .try_into()
            .map_err(|_| CreditError::Bytes { at, what: "more bytes" })
    }

    fn byte(&mut self) -> Result<u8, CreditError> {
        self.array().map(|[byte]| byte)
    }

    fn number(&mut self) -> Result<u64, CreditError> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.wrong("a number"))
    }

    fn signed(&mut self) -> Result<i64, CreditError> {
        let value = self.number()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    fn small(&mut self) -> Result<u32, CreditError> {
        u32::try_from(self.number()?).map_err(|_| self.wrong("a channel"))
    }

    /// How many follow, each of at least so many bytes: more than could fit is a mistake, not a reason to reserve memory.
    fn count(&mut self, least: usize) -> Result<usize, CreditError> {
        let many = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        if many.saturating_mul(least) > self.bytes.len() - self.at {
            return Err(self.wrong("fewer entries"));
        }
        Ok(many)
    }
}

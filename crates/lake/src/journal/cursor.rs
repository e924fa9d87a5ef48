//! [`walk`] and [`courses`]: the journeys of one range of keys, merged over all runs.

use super::manifest::range as range_of;
use super::runs::{Run, Stream};
use super::{Course, Journey, Laid, Step, Want};
use crate::store::StoreError;

/// A run and what is left of its steps in the range.
type Source<'a> = (&'a Run, Option<Stream>);

/// Hands over every journey of a range, in order of keys.
pub(super) fn walk(
    runs: &[Run],
    bits: u32,
    range: usize,
    want: Want,
    each: &mut dyn FnMut(&Journey),
) -> Result<(), StoreError> {
    let mut sources = begin(runs, bits, range, want)?;
    let mut journey = Journey::default();
    while let Some(key) = next(&sources, bits, range) {
        journey.begin(key);
        gather(&mut sources, key, &mut journey)?;
        if !journey.steps.is_empty() {
            each(&journey);
        }
    }
    Ok(())
}

/// Hands over the course of every journey of a range, in order of keys.
pub(super) fn courses(
    runs: &[Run],
    bits: u32,
    range: usize,
    mut each: impl FnMut(&Course<'_>),
) -> Result<(), StoreError> {
    let mut sources = begin(runs, bits, range, Want::Credit)?;
    let (mut deeds, mut journey, mut laid) = (Journey::default(), Journey::default(), Laid::default());
    while let Some(key) = next(&sources, bits, range) {
        // Nearly all journeys lie in one run, whole within a batch, and are handed over as they lie there.
        if let Some(stream) = only(&mut sources, key)
            && let Some((course, rows)) = stream.course(key, &mut deeds)
        {
            each(&course);
            stream.pass(rows)?;
            continue;
        }
        journey.begin(key);
        gather(&mut sources, key, &mut journey)?;
        if !journey.steps.is_empty() {
            each(&laid.lay(&journey));
        }
    }
    Ok(())
}

/// The only stream that has steps of the key, unless another run tells the journey whole.
fn only<'a>(sources: &'a mut [Source<'_>], key: u64) -> Option<&'a mut Stream> {
    let mut found = None;
    for (run, stream) in sources {
        match stream {
            Some(stream) if stream.key() == Some(key) && found.is_some() => return None,
            Some(stream) if stream.key() == Some(key) => found = Some(stream),
            _ if run.tells_whole(key) => return None,
            _ => {}
        }
    }
    found
}

/// The runs, each at its first step of the range.
fn begin(runs: &[Run], bits: u32, range: usize, want: Want) -> Result<Vec<Source<'_>>, StoreError> {
    let mut sources: Vec<Source<'_>> = Vec::new();
    for run in runs {
        let mut stream = run.stream(range, bits, want)?;
        if let Some(stream) = &mut stream {
            // A run that is told apart by fewer bits begins before the range.
            while let Some(key) = stream.key().filter(|key| range_of(*key, bits) < range as u64) {
                stream.skip(key)?;
            }
        }
        sources.push((run, stream));
    }
    Ok(sources)
}

/// The least key of the range that is left.
fn next(sources: &[Source<'_>], bits: u32, range: usize) -> Option<u64> {
    let next = sources.iter().filter_map(|(_, stream)| stream.as_ref()?.key()).min();
    next.filter(|key| range_of(*key, bits) == range as u64)
}

/// One journey: the steps of all runs, save those before a run that tells it whole.
fn gather(sources: &mut [Source<'_>], key: u64, journey: &mut Journey) -> Result<(), StoreError> {
    let from = sources.iter().rposition(|(run, _)| run.tells_whole(key)).unwrap_or(0);
    let mut told = Vec::new();
    for (at, (_, stream)) in sources.iter_mut().enumerate() {
        match stream {
            Some(stream) if stream.key() == Some(key) && at < from => stream.skip(key)?,
            Some(stream) if stream.key() == Some(key) => told.push(stream),
            _ => {}
        }
    }
    for stream in &mut told {
        if let Some(who) = stream.who(key)?
            && journey.who.is_empty()
            && !who.starts_with("deed:")
        {
            journey.who = who;
        }
    }
    if let [stream] = told.as_mut_slice() {
        return stream.take(key, |step| journey.add(step));
    }
    let mut steps: Vec<Step> = Vec::new();
    for stream in told {
        stream.take(key, |step| steps.push(step))?;
    }
    // Steps of two runs at one instant never meet: such journeys are told whole.
    steps.sort_by_key(|step| step.at);
    for step in steps {
        journey.add(step);
    }
    Ok(())
}

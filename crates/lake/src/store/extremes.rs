//! Least and greatest word of a column, found among the distinct ones: the encoder would compare every row.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::UInt32Type;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

/// Bytes of a word that is stated whole; the encoder cuts longer ones.
const LONGEST: usize = 64;

/// Statistics of a dictionary of words; `None` for other arrays, long words, and nulls alone.
pub(super) fn of_words(array: &ArrayRef) -> Option<Statistics> {
    let dictionary = array.as_dictionary_opt::<UInt32Type>()?;
    let words = dictionary.values().as_string_opt::<i32>()?;
    let mut is_used = vec![false; words.len()];
    for key in dictionary.keys().iter().flatten() {
        *is_used.get_mut(key as usize)? = true;
    }
    let used = words
        .iter()
        .zip(&is_used)
        .filter_map(|(word, used)| word.filter(|_| *used));
    let (least, greatest) = (used.clone().min()?, used.max()?);
    let bound = |word: &str| (word.len() <= LONGEST).then(|| ByteArray::from(word));
    let nulls = u64::try_from(array.null_count()).ok();
    Some(Statistics::byte_array(
        Some(bound(least)?),
        Some(bound(greatest)?),
        None,
        nulls,
        false,
    ))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "in a test a surprise should stop the test")]
mod tests {
    use std::sync::Arc;

    use arrow::array::{DictionaryArray, StringArray, UInt32Array};

    use super::*;

    #[test]
    fn only_words_of_rows_count() {
        let keys = UInt32Array::from(vec![Some(2), None, Some(1), Some(2)]);
        let words = Arc::new(StringArray::from(vec!["", "b", "é", "zz"]));
        let array: ArrayRef = Arc::new(DictionaryArray::<UInt32Type>::try_new(keys, words).unwrap());
        let found = of_words(&array).unwrap();
        assert_eq!(found.min_bytes_opt(), Some("b".as_bytes()));
        assert_eq!(found.max_bytes_opt(), Some("é".as_bytes()));
        assert_eq!(found.null_count_opt(), Some(1));
    }
}

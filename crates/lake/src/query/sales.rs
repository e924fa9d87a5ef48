//! Which kinds of event are the book of sales. A shop and a CRM may tell of the same sales; a workspace says which of them
//! counts, and its sessions carry it.

use std::sync::Arc;

use datafusion::prelude::SessionContext;
use harpoon_core::event::EventKind;
use harpoon_core::kpi::Deed;

/// The kinds, as an extension of a session's settings.
struct Sales(Vec<EventKind>);

/// Makes these kinds the book of sales of a session.
pub fn register(session: &SessionContext, kinds: &[EventKind]) {
    let sales = Arc::new(Sales(kinds.to_vec()));
    session.state_ref().write().config_mut().set_extension(sales);
}

/// The kinds of event that a deed counts in this session.
pub(crate) fn kinds_of(session: &SessionContext, deed: Deed) -> Vec<EventKind> {
    let mut kinds = deed.kinds();
    if let Some(sales) = session.state_ref().read().config().get_extension::<Sales>()
        && deed.is_sale()
        && !sales.0.is_empty()
    {
        kinds.retain(|kind| sales.0.contains(kind));
    }
    kinds
}

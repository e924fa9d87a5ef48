//! Which sentence says a reason. Nothing is passed over: a new reason is refused by the compiler until it has its sentence.

use harpoon_core::{Dim, EventKind, Missing, NoParts};

pub(super) const fn of_missing(reason: &Missing) -> &'static str {
    match reason {
        Missing::NoDestination => "why-no-destination",
        Missing::DealtOut => "why-dealt-out",
        Missing::NotFitted => "why-not-fitted",
        Missing::NoPost => "why-no-post",
        Missing::NoReview => "why-no-review",
        Missing::NoImport(_) => "why-no-import",
        Missing::NoData { known: Some(_), .. } => "why-no-data",
        Missing::NoData { known: None, .. } => "why-no-dates",
        Missing::NotTogether => "why-not-together",
        Missing::NotTogetherBy(_) => "why-not-together-by",
        Missing::NotStatedBy { .. } => "why-not-stated-by",
        Missing::WithoutValue(_) => "why-without-value",
        Missing::Claims => "why-claims",
        Missing::NoPeople => "why-no-people",
        Missing::OnlyBounds => "why-only-bounds",
        Missing::NothingUsual => "why-nothing-usual",
        Missing::OtherStage => "why-other-stage",
        Missing::Currencies(_) => "why-currencies",
        Missing::SeveralCurrencies => "why-several-currencies",
        Missing::NothingBelow => "why-nothing-below",
        Missing::OneSide => "why-one-side",
        Missing::Estimate => "why-estimate",
        Missing::NotStated => "why-not-stated",
        Missing::TooLarge => "why-too-large",
        Missing::NoPeriod => "why-no-period",
        Missing::NothingBefore => "why-nothing-before",
        Missing::EventsNotBy(_) => "why-events-not-by",
        Missing::NotTold(kind) => of_untold(*kind),
        Missing::Nameless(_) => "why-nameless",
        Missing::NoEvents { period: Some(_), .. } => "why-no-event-days",
        Missing::NoEvents { period: None, .. } => "why-no-event",
        Missing::ActiveNotBy(_) => "why-active-not-by",
        Missing::CostNotBy(_) => "why-cost-not-by",
        Missing::NotEntered(_) => "why-not-entered",
        Missing::CreditNotBy(_) => "why-credit-not-by",
        Missing::CreditByOne => "why-credit-by-one",
        Missing::CreditOfDays(_) => "why-credit-of-days",
        Missing::CreditTooOften(_) => "why-credit-too-often",
        Missing::PresentOnly => "why-present-only",
        Missing::NoDeedNoCost | Missing::NoDeedNoCostHere => "why-no-deed-no-cost",
        Missing::NothingCredited => "why-nothing-credited",
        Missing::CostNames(_) => "why-cost-names",
        Missing::NoCost => "why-no-cost",
        Missing::OtherCurrency(_) => "why-other-currency",
        Missing::NoWorth => "why-no-worth",
        Missing::NothingSpent => "why-nothing-spent",
        Missing::NegativeCost(_) => "why-negative-cost",
        Missing::NotBegun(_) => "why-not-begun",
        Missing::UnitChanged(_) => "why-unit-changed",
        Missing::NoKpi { .. } => "why-no-kpi",
        Missing::DataEnd(_) => "why-data-end",
        Missing::OnlyIn(_) => "why-only-in",
        Missing::NotOfDays => "why-not-of-days",
        Missing::TooFar { .. } => "why-too-far",
        Missing::NoLevel => "why-no-level",
        Missing::NoDay(_) => "why-no-day",
        Missing::TooShort { .. } => "why-too-short",
        Missing::Gaps { .. } => "why-gaps",
        Missing::Constant(_) => "why-constant",
        Missing::MayBeNought(_) => "why-may-be-nought",
        Missing::IndexByMonth => "why-index-by-month",
        Missing::NoWholeMonth(_) => "why-no-whole-month",
        Missing::NotWholeYet { .. } => "why-not-whole-yet",
        Missing::FewProxies { .. } => "why-few-proxies",
        Missing::NoBaseline => "why-no-baseline",
        Missing::Failed(_) => "why-failed",
    }
}

/// Which file is wanting, by the kind of event; as [`harpoon_core::kpi::Deed::told_by`] tells it in English.
const fn of_untold(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Engagement => "why-untold-engagement",
        EventKind::Order | EventKind::Refund => "why-untold-orders",
        EventKind::Lead | EventKind::QualifiedLead => "why-untold-leads",
        EventKind::Deal | EventKind::Stage | EventKind::DealWon | EventKind::DealLost => "why-untold-deals",
        EventKind::Message | EventKind::Reply | EventKind::IssueOpened | EventKind::IssueResolved => "why-untold-care",
        EventKind::Coupon => "why-untold-coupons",
        EventKind::StoreVisit => "why-untold-visits",
        _ => "why-untold-rows",
    }
}

pub(super) const fn of_no_parts(reason: &NoParts) -> &'static str {
    match reason {
        NoParts::PerPost => "parts-per-post",
        NoParts::People(_) => "parts-people",
        NoParts::OfNoSum { people: true, .. } => "parts-of-people",
        NoParts::OfNoSum { people: false, .. } => "parts-of-no-sum",
        NoParts::Change(_) => "parts-change",
        NoParts::NoSum => "parts-no-sum",
        NoParts::Credited => "parts-credited",
        NoParts::NotKnown { .. } => "parts-not-known",
        NoParts::NotBy(_) => "parts-not-by",
        NoParts::NoPlatform => "parts-no-platform",
        NoParts::Nothing(_) => "parts-nothing",
        NoParts::NoBase { before: true, .. } => "parts-no-base-before",
        NoParts::NoBase { before: false, .. } => "parts-no-base-after",
        NoParts::NoReference(_) => "parts-no-reference",
        NoParts::Refused(_) => "parts-refused",
    }
}

/// The word of a dimension; none of a column of one's own, which has its name.
pub(super) const fn of_dim(dim: &Dim) -> Option<&'static str> {
    Some(match dim {
        Dim::Platform => "dim-platform",
        Dim::Account => "dim-account",
        Dim::Scope => "dim-scope",
        Dim::Campaign => "dim-campaign",
        Dim::AdGroup => "dim-ad-group",
        Dim::Ad => "dim-ad",
        Dim::Post => "dim-post",
        Dim::Format => "dim-format",
        Dim::Day => "dim-day",
        Dim::Week => "dim-week",
        Dim::Month => "dim-month",
        Dim::Weekday => "dim-weekday",
        Dim::Hour => "dim-hour",
        Dim::Stage => "dim-stage",
        Dim::Extra(_) => return None,
    })
}

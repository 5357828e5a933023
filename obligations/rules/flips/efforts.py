"""What a change asks of a provider: the ranking behind flips."""

from __future__ import annotations

from enum import IntEnum

from obligations.rules.records import Fact


class Effort(IntEnum):
    """What a change asks of a provider, from the least to what it cannot do itself.

    A way of several changes asks for the sum; among equals the one with less far to go is first.
    """

    WORDS = 1
    PRACTICE = 2
    FEATURE = 3
    ACCESS = 4
    FINDING = 5
    SIZE = 6
    NATURE = 7
    OTHERS = 8

    @property
    def label(self) -> str:
        """What it takes, as a page says it."""
        return _EFFORT_WORDS[self]


_EFFORT_WORDS = {
    Effort.WORDS: "a change to your terms",
    Effort.PRACTICE: "a change to how you run it",
    Effort.FEATURE: "a change to what people can do on it",
    Effort.ACCESS: "a change to who can get in",
    Effort.FINDING: "what you assess, not a choice",
    Effort.SIZE: "its size",
    Effort.NATURE: "what kind of service it is",
    Effort.OTHERS: "not yours to change",
}
_EFFORTS = {
    Effort.WORDS: ("allows_ppc_kinds", "allows_any_ppc", "allows_pc_kinds", "allows_ndc_kinds"),
    Effort.PRACTICE: (
        "alternative_measures_in_use",
        "reports_csea_to_foreign_agency",
        "uses_volunteer_moderators",
        "uses_paid_or_staff_moderators",
        "first_access_assessment_done",
        "first_access_assessment_completed_on",
        "uses_age_assurance_to_exclude_children",
        "uses_measure_restricting_children_under_an_age",
        "youngest_permitted_user_age",
        "has_existing_means_to_determine_age",
        "age_assessment_done",
        "uses_heaa_to_target_code_measures_at_children",
        "takedown_of_ppc_technically_feasible",
        "pc_kinds_takedown_not_feasible",
        "runs_on_platform_tests_of_recommender",
        "uses_proactive_technology",
        "uses_proactive_technology_for_illegal_content",
        "uses_proactive_technology_for_children_harms",
        "profiles_users_to_judge_age",
        "hash_matching_technically_feasible",
        "url_matching_technically_feasible",
    ),
    Effort.ACCESS: ("children_can_access", "children_reach_every_part"),
    Effort.FINDING: (
        "material_risk_of_significant_harm_uk",
        "multi_risk_illegal",
        "multi_risk_children",
        "any_illegal_harm_kind_at_medium_or_high",
        "significant_number_of_child_users",
        "kind_likely_to_attract_significant_child_users",
        "child_user_condition_met",
        "has_child_users",
        "likely_accessed_by_children",
        "ppc_identified_on_service",
        "non_designated_content_identified",
    ),
    Effort.SIZE: (
        "uk_monthly_active_users",
        "large",
        "over_700000_uk_users",
        "significant_number_of_uk_users",
        "qualifying_worldwide_revenue_gbp",
        "uk_referable_revenue_gbp",
        "fee_exempt",
        "fee_paying_year",
    ),
    Effort.NATURE: (
        "principal_purpose_kinds",
        "principal_purpose_hosts_ppc",
        "principal_purpose_hosts_pc",
        "principal_purpose_regulated_pornographic_content",
        "results_from_search_index",
        "is_general_search_service",
        "is_downstream_general_search_service",
        "is_file_storage_and_file_sharing_service",
    ),
    Effort.OTHERS: (
        "provider_is_uk",
        "provider_is_entity",
        "previous_year_fee_paying",
        "ever_fee_paying_before",
        "was_part_4b_video_sharing_platform",
        "service_start_date",
        "scope_left_date",
        "child_access_found_on",
        "last_month_over_7000000",
        "last_month_over_700000",
        "ofcom_child_access_decision_from",
    ),
}
_EFFORT_OF = {name: effort for effort, names in _EFFORTS.items() for name in names}


def effort_of(fact: Fact) -> Effort:
    """What changing a fact asks; functions of a side, unless named, are features."""
    if fact.for_proposals_only:
        return Effort.OTHERS
    own = Effort.FEATURE if fact.level == "side" else Effort.NATURE
    return _EFFORT_OF.get(fact.name, own)

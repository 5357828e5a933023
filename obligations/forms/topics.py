"""The order in which a service's facts are asked: topics a person would think of, and words."""

from __future__ import annotations

from dataclasses import dataclass

from obligations.rules import labels
from obligations.rules.records import Kind


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of questions on one screen. `grid` names the family of levels it asks for, if any."""

    id: str
    title: str
    about: str
    facts: tuple[str, ...] = ()
    grid: str = ""


PLATFORM_TOPICS = (
    Topic(
        "what-it-is", "What the service is",
        "Which parts of the Act can concern it follows from what it does.",
        ("has_user_to_user_part", "has_public_search_engine",
         "publishes_provider_pornographic_content"),
    ),
    Topic(
        "exempt", "Exempt services",
        "A few kinds of service are outside the Act, whatever their size.",
        ("schedule_1_paragraphs",),
    ),
    Topic(
        "own-pornography", "Pornography that you publish yourselves",
        "Part 5 of the Act asks for age checks where a provider shows its own pornography.",
        ("own_pornography_beyond_text_and_adverts", "part5_exempt",
         "part_is_on_demand_programme_service"),
    ),
    Topic(
        "uk", "Its links with the UK and its first day",
        "One link with the UK is enough. The first day starts the service’s own clocks.",
        ("significant_number_of_uk_users", "uk_is_target_market", "usable_in_uk",
         "material_risk_of_significant_harm_uk", "service_start_date", "scope_left_date",
         "was_part_4b_video_sharing_platform"),
    ),
    Topic(
        "moderation", "Who moderates, and how you comply",
        "Some Code measures concern only services with volunteers, others only those with staff.",
        ("uses_volunteer_moderators", "uses_paid_or_staff_moderators",
         "alternative_measures_in_use"),
    ),
    Topic(
        "provider", "The provider",
        "Answered once: these answers count for every service of the provider.",
        ("provider_is_uk", "provider_is_entity", "qualifying_worldwide_revenue_gbp",
         "uk_referable_revenue_gbp", "previous_year_fee_paying", "ever_fee_paying_before",
         "reports_csea_to_foreign_agency"),
    ),
)  # fmt: skip

SIDE_TOPICS = (
    Topic("users", "How many use it", "A number, or a range you can defend.",
          ("uk_monthly_active_users", "last_month_over_7000000", "last_month_over_700000")),
    Topic(
        "accounts", "Accounts, profiles and connections",
        "What the service makes possible, used or not.",
        ("has_user_accounts", "users_without_accounts", "has_user_profiles",
         "has_user_connections", "has_network_expansion_prompts", "has_connection_lists",
         "has_automated_location_display", "posting_location_information",
         "labels_profiles_under_notable_user_scheme", "labels_profiles_under_monetised_scheme"),
    ),
    Topic(
        "talking", "Messages, posts and comments",
        "What the service makes possible, used or not.",
        ("has_direct_messaging", "has_group_messaging", "has_encrypted_messaging",
         "has_commenting", "has_content_posting", "has_user_communication",
         "has_livestreaming"),
    ),
    Topic(
        "content", "How content is shown, found and shared",
        "What the service makes possible, used or not.",
        ("has_content_recommender_system", "algorithms_affect_content_met",
         "runs_on_platform_tests_of_recommender",
         "users_can_forward_or_share_ugc", "has_user_content_search", "has_hyperlinking",
         "enables_sharing_of_images_or_video", "is_file_storage_and_file_sharing_service",
         "communicates_content_publicly", "results_from_search_index",
         "results_via_api_arrangement", "search_limited_to_selected_topic_sources",
         "is_downstream_general_search_service",
         "offers_predictive_search", "offers_image_search"),
    ),
    Topic("illegal-risk", "Risk of each kind of illegal content",
          "The levels your illegal content risk assessment came to. A kind that you have not rated "
          "is not known; it is not negligible.", grid="illegal"),
    Topic(
        "children", "Children on it",
        "Whether children are likely to use it follows from these answers and their dates.",
        ("children_can_access", "children_reach_every_part", "first_access_assessment_done",
         "first_access_assessment_completed_on", "child_access_found_on",
         "last_access_assessment_completed_on", "significant_number_of_child_users",
         "kind_likely_to_attract_significant_child_users",
         "has_child_users", "ofcom_child_access_decision_from",
         "uses_age_assurance_to_exclude_children",
         "uses_measure_restricting_children_under_an_age", "youngest_permitted_user_age",
         "has_existing_means_to_determine_age", "age_assessment_done",
         "uses_heaa_to_target_code_measures_at_children"),
    ),
    Topic(
        "children-parts", "What children can reach",
        "Some measures count only what stands on a part that children can reach. A part is closed "
        "to them by age verification or age estimation; a typed birth date closes nothing.",
        ("child_part_content_recommender_system", "child_part_content_posting",
         "child_part_commenting", "child_part_user_connections", "child_part_user_communication",
         "child_part_group_messaging", "child_part_user_content_search",
         "child_part_predictive_search"),
    ),
    Topic("children-risk", "Risk of each kind of content harmful to children",
          "The levels your children’s risk assessment came to, or that a confirmation decision of "
          "Ofcom puts in their place (s 134).", grid="children"),
    Topic(
        "terms", "What your terms allow, and what you found",
        "A sentence in the terms can change what is recommended to you.",
        ("allows_ppc_kinds", "allows_pc_kinds", "allows_ndc_kinds",
         "takedown_of_ppc_technically_feasible",
         "pc_kinds_takedown_not_feasible", "ppc_identified_on_service",
         "non_designated_content_identified", "principal_purpose_kinds",
         "principal_purpose_regulated_pornographic_content"),
    ),
    Topic(
        "technology", "Technology that finds content",
        "Software that acts by itself, from word filters to hash matching.",
        ("uses_proactive_technology", "uses_proactive_technology_for_illegal_content",
         "uses_proactive_technology_for_children_harms", "profiles_users_to_judge_age",
         "hash_matching_technically_feasible", "url_matching_technically_feasible"),
    ),
)  # fmt: skip

STATED = Topic(
    "stated", "Stated outright",
    "Usually worked out from other answers. They were given directly for this service.",
)  # fmt: skip

SIDE_WORDS = {"": "", "u2u": "user-to-user side", "search": "search side"}

CHOICE_WORDS = {
    "pornographic": "Pornography",
    "suicide": "Suicide content",
    "self_harm": "Self-harm content",
    "eating_disorder": "Eating disorder content",
    "abuse": "Abusive content",
    "hate_content": "Content that incites hatred",
    "bullying": "Bullying content",
    "violent_instruction": "Instructions for or encouragement of violence",
    "violent_people": "Violence against people",
    "violent_animals": "Violence against animals or fictional creatures",
    "harmful_substances": "Harmful substances",
    "dangerous_stunts_and_challenges": "Dangerous stunts and challenges",
    "body_stigma": "Body stigma content",
    "depression": "Content promoting depression, hopelessness and despair",
    "other_non_designated": "Other content harmful to children",
}


def kind_words(kind: Kind) -> str:
    """A kind of harm as the screen says it."""
    return labels.KINDS.get(kind.name) or kind.label[:1].upper() + kind.label[1:]


def choice_words(fact: str, choice: str) -> str:
    """A choice of a fact as the screen says it."""
    own = labels.CHOICES.get(fact, {})
    if choice in own:
        return f"{own[choice]} (para {choice})"
    if choice in CHOICE_WORDS:
        return CHOICE_WORDS[choice]
    return choice.replace("_", " ").capitalize()

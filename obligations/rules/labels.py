"""Short words for facts and gates, so that a test reads as a sentence. "It" is the service.

A fact that is not listed (a newer release may bring one) is named by its own spelling.
"""

from __future__ import annotations

# name: (what is so when the answer is yes, what is so when it is no)
STATEMENTS: dict[str, tuple[str, str]] = {
    "provider_is_uk": (
        "the provider is a UK person or organisation",
        "the provider is not a UK person or organisation",
    ),
    "provider_is_entity": (
        "the provider is a company, charity or other body",
        "the provider is a person, not a company or other body",
    ),
    "fee_exempt": (
        "the provider is exempt from fees",
        "the provider is not exempt from fees",
    ),
    "fee_paying_year": (
        "this charging year is fee-paying for the provider",
        "this charging year is not fee-paying for the provider",
    ),
    "previous_year_fee_paying": (
        "the charging year before was fee-paying",
        "the charging year before was not fee-paying",
    ),
    "ever_fee_paying_before": (
        "an earlier charging year was fee-paying",
        "no earlier charging year was fee-paying",
    ),
    "reports_csea_to_foreign_agency": (
        "reports abroad, or by its group, cover all child sexual abuse content found",
        "reports abroad, or by its group, do not cover all child sexual abuse content found",
    ),
    "has_user_to_user_part": (
        "users can meet content that other users make, upload or share",
        "it has no user-to-user part",
    ),
    "has_public_search_engine": (
        "it lets people search more than one website or database",
        "it has no public search engine",
    ),
    "publishes_provider_pornographic_content": (
        "the provider itself publishes pornographic content on it",
        "the provider itself publishes no pornographic content on it",
    ),
    "own_pornography_beyond_text_and_adverts": (
        "some of its own pornographic content is more than text alone or a paid-for advert",
        "its own pornographic content is text alone or paid-for adverts",
    ),
    "publishes_regulated_provider_pornographic_content": (
        "the provider itself publishes pornographic content that Part 5 counts",
        "the provider itself publishes no pornographic content that Part 5 counts",
    ),
    "significant_number_of_uk_users": (
        "it has a significant number of UK users",
        "it has no significant number of UK users",
    ),
    "uk_is_target_market": (
        "the UK is a market it aims at",
        "the UK is not a market it aims at",
    ),
    "usable_in_uk": ("it can be used in the UK", "it cannot be used in the UK"),
    "material_risk_of_significant_harm_uk": (
        "its content carries a material risk of significant harm to people in the UK",
        "its content carries no material risk of significant harm to people in the UK",
    ),
    "has_uk_links": (
        "it has links with the United Kingdom",
        "it has no links with the United Kingdom",
    ),
    "has_uk_links_part5": (
        "it has links with the United Kingdom in the sense of Part 5",
        "it has no links with the United Kingdom in the sense of Part 5",
    ),
    "schedule_1_exempt": (
        "it is exempt under Schedule 1",
        "it is not exempt under Schedule 1",
    ),
    "schedule_2_service": (
        "it is a Schedule 2 service",
        "it is not a Schedule 2 service",
    ),
    "part5_exempt": (
        "it is exempt from Part 5 under Schedule 1 or 9",
        "it is not exempt from Part 5 under Schedule 1 or 9",
    ),
    "part_is_on_demand_programme_service": (
        "it shows that as an on-demand programme service",
        "it does not show that as an on-demand programme service",
    ),
    "in_part3_scope": (
        "it is a regulated user-to-user or search service",
        "it is not a regulated user-to-user or search service",
    ),
    "in_part5_scope": (
        "it is caught by the rules on provider pornography",
        "it is not caught by the rules on provider pornography",
    ),
    "was_part_4b_video_sharing_platform": (
        "it was a UK video-sharing platform under the earlier rules",
        "it was not a UK video-sharing platform under the earlier rules",
    ),
    "alternative_measures_in_use": (
        "a duty is met in another way than by a Code measure",
        "no duty is met in another way than by a Code measure",
    ),
    "uses_volunteer_moderators": (
        "unpaid people moderate it",
        "no unpaid people moderate it",
    ),
    "uses_paid_or_staff_moderators": (
        "paid people or the operator moderate it",
        "no paid people moderate it",
    ),
    "large": (
        "it has more than 7 million monthly UK users",
        "it does not have more than 7 million monthly UK users",
    ),
    "multi_risk_illegal": (
        "two or more kinds of illegal harm are at medium or high risk",
        "fewer than two kinds of illegal harm are at medium or high risk",
    ),
    "multi_risk_children": (
        "two or more kinds of content harmful to children are at medium or high risk",
        "fewer than two kinds of content harmful to children are at medium or high risk",
    ),
    "any_illegal_harm_kind_at_medium_or_high": (
        "a kind of illegal harm is at medium or high risk",
        "no kind of illegal harm is at medium or high risk",
    ),
    "meets_category_1_threshold": (
        "it meets the threshold of Category 1",
        "it does not meet the threshold of Category 1",
    ),
    "meets_category_2a_threshold": (
        "it meets the threshold of Category 2A",
        "it does not meet the threshold of Category 2A",
    ),
    "meets_category_2b_threshold": (
        "it meets the threshold of Category 2B",
        "it does not meet the threshold of Category 2B",
    ),
    "on_emerging_category_1_list": (
        "it belongs on the list of emerging Category 1 services",
        "it does not belong on the list of emerging Category 1 services",
    ),
    "likely_accessed_by_children": (
        "it is treated as likely to be accessed by children",
        "it is not treated as likely to be accessed by children",
    ),
    "first_access_assessment_done": (
        "the first children's access assessment is complete",
        "the first children's access assessment is not complete",
    ),
    "first_access_assessment_missed": (
        "the first children's access assessment was due and is missing",
        "no children's access assessment is overdue",
    ),
    "children_reach_every_part": (
        "children can reach every part of it",
        "a part of it is closed to children by highly effective age checks",
    ),
    "over_700000_uk_users": (
        "it has more than 700,000 monthly UK users",
        "it does not have more than 700,000 monthly UK users",
    ),
    "children_can_access": (
        "children can get in",
        "highly effective age checks keep children out",
    ),
    "significant_number_of_child_users": (
        "it has a significant number of UK child users",
        "it has no significant number of UK child users",
    ),
    "kind_likely_to_attract_significant_child_users": (
        "it is of a kind likely to attract many children",
        "it is not of a kind likely to attract many children",
    ),
    "child_user_condition_met": (
        "the child user condition is met",
        "the child user condition is not met",
    ),
    "has_child_users": ("some users are under 18", "no users are under 18"),
    "uses_age_assurance_to_exclude_children": (
        "age checks are relied on to keep children out",
        "age checks are not relied on to keep children out",
    ),
    "uses_measure_restricting_children_under_an_age": (
        "something is meant to keep out children below some age",
        "nothing is meant to keep out children below some age",
    ),
    "has_existing_means_to_determine_age": (
        "there is a way to tell a user's age",
        "there is no way to tell a user's age",
    ),
    "age_assessment_done": ("users' ages are assessed", "users' ages are not assessed"),
    "uses_heaa_to_target_code_measures_at_children": (
        "highly effective age checks tell which users are children",
        "highly effective age checks are not used to tell which users are children",
    ),
    "allows_any_ppc": (
        "the terms do not ban every kind of primary priority content",
        "the terms ban every kind of primary priority content",
    ),
    "takedown_of_ppc_technically_feasible": (
        "all primary priority content found can be taken down",
        "not all primary priority content found can be taken down",
    ),
    "ppc_identified_on_service": (
        "primary priority content was found on it",
        "no primary priority content was found on it",
    ),
    "non_designated_content_identified": (
        "other content harmful to children was found",
        "no other content harmful to children was found",
    ),
    "principal_purpose_hosts_ppc": (
        "spreading primary priority content is its main purpose",
        "spreading primary priority content is not its main purpose",
    ),
    "principal_purpose_hosts_pc": (
        "spreading priority content is its main purpose",
        "spreading priority content is not its main purpose",
    ),
    "principal_purpose_regulated_pornographic_content": (
        "its main purpose is pornographic content",
        "its main purpose is not pornographic content",
    ),
    "has_user_accounts": ("users have accounts", "users have no accounts"),
    "users_without_accounts": (
        "it can be used without an account",
        "it cannot be used without an account",
    ),
    "has_user_profiles": ("users have profiles", "users have no profiles"),
    "has_user_connections": ("users can connect", "users cannot connect"),
    "has_direct_messaging": ("it has direct messages", "it has no direct messages"),
    "has_group_messaging": ("it has group messages", "it has no group messages"),
    "has_encrypted_messaging": (
        "it has encrypted messages",
        "it has no encrypted messages",
    ),
    "has_commenting": ("users can comment", "users cannot comment"),
    "has_content_posting": ("users can post content", "users cannot post content"),
    "has_user_communication": (
        "users can communicate with each other",
        "users cannot communicate with each other",
    ),
    "has_user_interaction_functionality": (
        "users can interact with each other's content",
        "users cannot interact with each other's content",
    ),
    "has_interaction_restriction_controls": (
        "users can restrict who interacts with them",
        "users cannot restrict who interacts with them",
    ),
    "has_automated_location_display": (
        "it shows users' locations by itself",
        "it does not show users' locations by itself",
    ),
    "posting_location_information": (
        "users can post their location",
        "users cannot post their location",
    ),
    "has_network_expansion_prompts": (
        "it prompts users to add connections",
        "it does not prompt users to add connections",
    ),
    "has_connection_lists": (
        "it shows lists of connections",
        "it shows no lists of connections",
    ),
    "has_livestreaming": ("it has livestreams", "it has no livestreams"),
    "has_content_recommender_system": (
        "it has a content recommender system",
        "it has no content recommender system",
    ),
    "algorithms_affect_content_met": (
        "an algorithm affects which content of others users come across",
        "no algorithm affects which content of others users come across",
    ),
    "runs_on_platform_tests_of_recommender": (
        "changes to the recommender are tested on live users",
        "changes to the recommender are not tested on live users",
    ),
    "labels_profiles_under_notable_user_scheme": (
        "it labels notable or verified accounts",
        "it does not label notable or verified accounts",
    ),
    "labels_profiles_under_monetised_scheme": (
        "users can pay for a label",
        "users cannot pay for a label",
    ),
    "users_can_forward_or_share_ugc": (
        "users can forward or share other users' content",
        "users cannot forward or share other users' content",
    ),
    "has_user_content_search": (
        "users can search what others posted",
        "users cannot search what others posted",
    ),
    "child_part_content_recommender_system": (
        "it has a content recommender system on a part that children can reach",
        "it has no content recommender system where children can reach",
    ),
    "child_part_content_posting": (
        "users can post content on a part that children can reach",
        "users cannot post content where children can reach",
    ),
    "child_part_commenting": (
        "users can comment on a part that children can reach",
        "users cannot comment where children can reach",
    ),
    "child_part_user_connections": (
        "users can connect on a part that children can reach",
        "users cannot connect where children can reach",
    ),
    "child_part_user_communication": (
        "users can communicate with each other on a part that children can reach",
        "users cannot communicate with each other where children can reach",
    ),
    "child_part_group_messaging": (
        "it has group messages on a part that children can reach",
        "it has no group messages where children can reach",
    ),
    "child_part_user_content_search": (
        "users can search what others posted on a part that children can reach",
        "users cannot search what others posted where children can reach",
    ),
    "has_hyperlinking": ("users can post links", "users cannot post links"),
    "enables_sharing_of_images_or_video": (
        "users can share pictures or videos",
        "users cannot share pictures or videos",
    ),
    "is_file_storage_and_file_sharing_service": (
        "it is a file-storage and file-sharing service",
        "it is not a file-storage and file-sharing service",
    ),
    "communicates_content_publicly": (
        "some content is public",
        "all content is private",
    ),
    "hash_matching_technically_feasible": (
        "uploads can technically be compared with a hash list",
        "uploads cannot technically be compared with a hash list",
    ),
    "url_matching_technically_feasible": (
        "what users write and link to can technically be compared with a list of URLs",
        "what users write and link to cannot technically be compared with a list of URLs",
    ),
    "uses_proactive_technology": (
        "software finds or flags content by itself",
        "no software finds or flags content by itself",
    ),
    "uses_proactive_technology_for_illegal_content": (
        "software that acts by itself is used against illegal content",
        "no software that acts by itself is used against illegal content",
    ),
    "uses_proactive_technology_for_children_harms": (
        "software finds content harmful to children by itself",
        "no software finds content harmful to children by itself",
    ),
    "profiles_users_to_judge_age": (
        "software works out users' ages from what they do",
        "no software works out users' ages from what they do",
    ),
    "is_general_search_service": (
        "it is a general search service",
        "it is not a general search service",
    ),
    "results_from_search_index": (
        "its results come from an index of crawled pages",
        "its results do not come from an index of crawled pages",
    ),
    "is_downstream_general_search_service": (
        "it takes its index, or part of it, from another search service",
        "it does not take its index from another search service",
    ),
    "offers_predictive_search": (
        "it suggests queries while people type",
        "it does not suggest queries",
    ),
    "child_part_predictive_search": (
        "it suggests queries on a part that children can reach",
        "it suggests no queries where children can reach",
    ),
    "offers_image_search": (
        "people can search for pictures or videos",
        "people cannot search for pictures or videos",
    ),
    "search_limited_to_selected_topic_sources": (
        "it searches only chosen sources on one topic",
        "it is not limited to chosen sources on one topic",
    ),
    "results_via_api_arrangement": (
        "results come through an interface arrangement",
        "results do not come through an interface arrangement",
    ),
    "crisis_measure_scope_met": (
        "it is inside the proposed trigger of the crisis measures",
        "it is outside the proposed trigger of the crisis measures",
    ),
    "illegal_content_cannot_be_taken_down": (
        "illegal content cannot technically be taken down",
        "illegal content can technically be taken down",
    ),
}

# name: what a number, day, choice or set is called
NOUNS: dict[str, str] = {
    "qualifying_worldwide_revenue_gbp": "worldwide revenue",
    "uk_referable_revenue_gbp": "UK revenue",
    "service_kind": "kind of service",
    "schedule_1_paragraphs": "exempting paragraphs of Schedule 1",
    "service_start_date": "first day in scope",
    "scope_left_date": "last day in scope",
    "designated_categories": "categories on Ofcom's register",
    "uk_monthly_active_users": "monthly UK users",
    "recommender_listed_kinds_at_medium_or_high": (
        "listed kinds of illegal harm at medium or high risk"
    ),
    "children_harm_kinds_at_medium_or_high": (
        "kinds of content harmful to children at medium or high risk"
    ),
    "feed_harm_kinds_at_medium_or_high": (
        "kinds of content harmful to children (bullying left out) at medium or high risk"
    ),
    "first_access_assessment_completed_on": "day the first access assessment was completed",
    "last_access_assessment_completed_on": "day the latest access assessment was completed",
    "last_month_over_7000000": "last month over 7 million monthly UK users",
    "last_month_over_700000": "last month over 700,000 monthly UK users",
    "child_access_found_on": (
        "day of the later access assessment that first found children likely to use it"
    ),
    "ofcom_child_access_decision_from": "day from which Ofcom's decision holds",
    "treated_as_child_accessed_from": "day it was first treated as child-accessed",
    "youngest_permitted_user_age": "youngest age at which someone may use it alone",
    "allows_ppc_kinds": "kinds of primary priority content the terms do not ban",
    "allows_pc_kinds": "kinds of priority content the terms do not ban",
    "allows_ndc_kinds": "kinds of other harmful content the terms do not ban",
    "pc_kinds_takedown_not_feasible": "kinds of priority content that cannot all be taken down",
    "principal_purpose_kinds": "kinds of harmful content it mainly exists to spread",
}

GATES: dict[str, tuple[str, str]] = {
    "part3_scope": STATEMENTS["in_part3_scope"],
    "part5_scope": STATEMENTS["in_part5_scope"],
    "regulated_scope": (
        "it is a regulated service under Part 3 or Part 5",
        "it is not a regulated service under Part 3 or Part 5",
    ),
    "side_u2u": ("it has a user-to-user side", "it has no user-to-user side"),
    "side_search": ("it has a search side", "it has no search side"),
}

SIDES: dict[str, str] = {"u2u": "user-to-user side", "search": "search side"}

# What a choice that is a bare number of the law stands for
CHOICES: dict[str, dict[str, str]] = {
    "schedule_1_paragraphs": {
        "1": "Only e-mail",
        "2": "Only SMS or MMS",
        "3": "Only one-to-one live voice",
        "4": "Only comments, reviews, likes or votes on your own content",
        "5": "A combination of those",
        "7": "An internal business service",
        "8": "An internal business service that is part of a larger one",
        "9": "A public body's service for its public functions",
        "10": "A listed education or childcare provider's service",
    },
}

# A kind of harm whose name needs more than a capital to be read, as a title
KINDS: dict[str, str] = {
    "csea": "Child sexual exploitation and abuse (CSEA)",
    "csea_grooming": "CSEA: grooming",
    "csea_image_based_csam": "CSEA: images and videos of child sexual abuse",
    "csea_csam_urls": "CSEA: links to child sexual abuse material",
    "harassment_stalking_threats_and_abuse": "Harassment, stalking, threats and abuse",
    "firearms_knives_and_other_weapons": "Firearms, knives and other weapons",
    "suicide_and_self_harm": "Suicide and self-harm",
    "encouraging_or_assisting_suicide": "Suicide (without self-harm)",
    "encouraging_or_assisting_serious_self_harm": "Serious self-harm (without suicide)",
}

# Facts whose help speaks to whoever would change the answer, not only to whoever gives it
NOTED = frozenset(
    {
        "has_user_to_user_part",
        "has_public_search_engine",
        "publishes_provider_pornographic_content",
        "own_pornography_beyond_text_and_adverts",
        "uk_is_target_market",
        "schedule_1_paragraphs",
        "allows_ppc_kinds",
        "principal_purpose_kinds",
        "has_content_recommender_system",
        "hash_matching_technically_feasible",
        "url_matching_technically_feasible",
        "is_general_search_service",
        "results_from_search_index",
        "reports_csea_to_foreign_agency",
    }
)

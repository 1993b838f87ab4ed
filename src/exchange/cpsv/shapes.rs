//! What the published SHACL shapes of CPSV-AP 3.2.0 ask for, as data.
//!
//! The facts are those of `releases/3.2.0/shacl/cpsv-ap-SHACL.ttl` of SEMICeu/CPSV-AP: 33 node shapes, 21 of them with 154
//! property shapes between them, and of SHACL's constraints only `sh:minCount`, `sh:maxCount`, `sh:class` and `sh:datatype`.
//! All 154 are here. The other 12 node shapes ask for nothing, and every shape is open (`sh:closed false`).

use super::terms::{class, datatype, property};

/// What is asked of every resource of one class.
#[derive(Debug)]
pub struct Shape {
    /// Name of the published shape, without `Shape`.
    pub name: &'static str,
    /// What such a resource is called, in a Vietnamese sentence.
    pub noun: &'static str,
    /// IRI of the class.
    pub class: &'static str,
    /// What is asked.
    pub rules: &'static [Rule],
}

/// One published property shape: a property and its one constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// IRI of the property.
    pub property: &'static str,
    /// What its values must be.
    pub asks: Asks,
}

/// A constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// `sh:minCount 1`.
    AtLeastOne,
    /// `sh:maxCount 1`.
    AtMostOne,
    /// `sh:class`: resources of this class.
    Class(&'static str),
    /// `sh:datatype`: literals of this datatype, written as it is.
    Datatype(&'static str),
}

const fn at_least_one(property: &'static str) -> Rule {
    let asks = Asks::AtLeastOne;
    Rule { property, asks }
}

const fn at_most_one(property: &'static str) -> Rule {
    let asks = Asks::AtMostOne;
    Rule { property, asks }
}

const fn class(property: &'static str, class: &'static str) -> Rule {
    let asks = Asks::Class(class);
    Rule { property, asks }
}

const fn text(property: &'static str) -> Rule {
    value(property, datatype::LANG_STRING)
}

const fn value(property: &'static str, datatype: &'static str) -> Rule {
    let asks = Asks::Datatype(datatype);
    Rule { property, asks }
}

/// The shapes that ask for something.
pub static SHAPES: &[Shape] = &[
    Shape {
        name: "Address",
        noun: "địa chỉ",
        class: class::ADDRESS,
        rules: &[
            text(property::ADDRESS_AREA),
            text(property::ADMIN_UNIT_1),
            text(property::ADMIN_UNIT_2),
            text(property::FULL_ADDRESS),
            text(property::LOCATOR_NAME),
            text(property::POST_NAME),
            text(property::THOROUGHFARE),
        ],
    },
    Shape {
        name: "Agent",
        noun: "chủ thể",
        class: class::AGENT,
        rules: &[
            class(property::ADDRESS, class::ADDRESS),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            class(property::PARTICIPATES, class::PARTICIPATION),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "BusinessEvent",
        noun: "sự kiện kinh doanh",
        class: class::BUSINESS_EVENT,
        rules: &[class(property::KIND, class::CONCEPT)],
    },
    Shape {
        name: "Channel",
        noun: "cách thức thực hiện",
        class: class::CHANNEL,
        rules: &[
            text(property::DESCRIPTION),
            class(property::HAS_INPUT, class::EVIDENCE),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            at_most_one(property::KIND),
            class(property::KIND, class::CONCEPT),
            class(property::OPENING_HOURS, class::TEMPORAL_ENTITY),
            class(property::OWNED_BY, class::ORGANIZATION),
            value(property::PROCESSING_TIME, datatype::DURATION),
            at_most_one(property::PROCESSING_TIME),
            class(property::SPECIAL_OPENING_HOURS, class::TEMPORAL_ENTITY),
        ],
    },
    Shape {
        name: "Collection",
        noun: "nhóm khái niệm",
        class: class::COLLECTION,
        rules: &[class(property::MEMBER, class::CONCEPT)],
    },
    Shape {
        name: "ContactPoint",
        noun: "đầu mối liên hệ",
        class: class::CONTACT_POINT,
        rules: &[
            class(property::CONTACT_PAGE, class::DOCUMENT),
            class(property::OPENING_HOURS, class::TEMPORAL_ENTITY),
            class(property::SPECIAL_OPENING_HOURS, class::TEMPORAL_ENTITY),
        ],
    },
    Shape {
        name: "Cost",
        noun: "khoản phí, lệ phí",
        class: class::COST,
        rules: &[
            class(property::CURRENCY, class::CONCEPT),
            at_most_one(property::CURRENCY),
            text(property::DESCRIPTION),
            value(property::HAS_VALUE, datatype::DOUBLE),
            at_most_one(property::HAS_VALUE),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            at_most_one(property::IF_ACCESSED_THROUGH),
            class(property::IF_ACCESSED_THROUGH, class::CHANNEL),
            class(property::IS_DEFINED_BY, class::ORGANIZATION),
        ],
    },
    Shape {
        name: "Dataset",
        noun: "danh mục",
        class: class::DATASET,
        rules: &[
            at_least_one(property::DESCRIPTION),
            text(property::DESCRIPTION),
            class(property::HAS_PART, class::PUBLIC_SERVICE),
            class(property::LANDING_PAGE, class::DOCUMENT),
            at_most_one(property::PUBLISHER),
            at_least_one(property::PUBLISHER),
            class(property::PUBLISHER, class::AGENT),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "Event",
        noun: "sự kiện",
        class: class::EVENT,
        rules: &[
            text(property::DESCRIPTION),
            class(property::HAS_RELATED_SERVICE, class::PUBLIC_SERVICE),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "Evidence",
        noun: "giấy tờ",
        class: class::EVIDENCE,
        rules: &[
            class(property::CONFORMS_TO, class::EVIDENCE_TYPE),
            text(property::DESCRIPTION),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            at_most_one(property::KIND),
            class(property::KIND, class::CONCEPT),
            class(property::LANGUAGE, class::LANGUAGE),
            class(property::PAGE, class::DOCUMENT),
            class(property::SUPPORTS_REQUIREMENT, class::REQUIREMENT),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "EvidenceType",
        noun: "loại giấy tờ",
        class: class::EVIDENCE_TYPE,
        rules: &[
            class(property::EVIDENCE_TYPE_CLASSIFICATION, class::CONCEPT),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
        ],
    },
    Shape {
        name: "LegalResource",
        noun: "văn bản",
        class: class::LEGAL_RESOURCE,
        rules: &[class(property::RELATION, class::LEGAL_RESOURCE)],
    },
    Shape {
        name: "LifeEvent",
        noun: "sự kiện trong đời",
        class: class::LIFE_EVENT,
        rules: &[class(property::KIND, class::CONCEPT)],
    },
    Shape {
        name: "Output",
        noun: "kết quả",
        class: class::OUTPUT,
        rules: &[
            text(property::DESCRIPTION),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            class(property::KIND, class::CONCEPT),
            class(property::LANGUAGE, class::LANGUAGE),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "Participation",
        noun: "sự tham gia",
        class: class::PARTICIPATION,
        rules: &[
            at_least_one(property::DESCRIPTION),
            text(property::DESCRIPTION),
            at_most_one(property::HAS_PARTICIPANT),
            class(property::HAS_PARTICIPANT, class::AGENT),
            at_least_one(property::HAS_PARTICIPANT),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            at_least_one(property::ROLE),
            class(property::ROLE, class::CONCEPT),
        ],
    },
    Shape {
        name: "PublicOrganisation",
        noun: "cơ quan",
        class: class::PUBLIC_ORGANISATION,
        rules: &[
            text(property::PREF_LABEL),
            at_least_one(property::PREF_LABEL),
            at_least_one(property::SPATIAL),
            class(property::SPATIAL, class::AREA),
        ],
    },
    Shape {
        name: "PublicService",
        noun: "thủ tục",
        class: class::PUBLIC_SERVICE,
        rules: &[
            class(property::AUDIENCE, class::CONCEPT),
            class(property::CONTACT_POINT, class::CONTACT_POINT),
            at_least_one(property::DESCRIPTION),
            text(property::DESCRIPTION),
            class(property::FOLLOWS, class::RULE),
            class(property::HAS_CHANNEL, class::CHANNEL),
            class(property::HAS_COMPETENT_AUTHORITY, class::PUBLIC_ORGANISATION),
            at_least_one(property::HAS_COMPETENT_AUTHORITY),
            class(property::HAS_COST, class::COST),
            class(property::HAS_INPUT, class::EVIDENCE),
            class(property::HAS_INPUT_TYPE, class::EVIDENCE_TYPE),
            class(property::HAS_LEGAL_RESOURCE, class::LEGAL_RESOURCE),
            class(property::HAS_PARTICIPATION, class::PARTICIPATION),
            class(property::HOLDS_REQUIREMENT, class::REQUIREMENT),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            class(property::IS_CLASSIFIED_BY, class::CONCEPT),
            class(property::IS_GROUPED_BY, class::EVENT),
            class(property::IS_PART_OF, class::DATASET),
            text(property::KEYWORD),
            class(property::KIND, class::CONCEPT),
            class(property::LANGUAGE, class::LANGUAGE),
            value(property::PROCESSING_TIME, datatype::DURATION),
            at_most_one(property::PROCESSING_TIME),
            class(property::PRODUCES, class::OUTPUT),
            class(property::RELATED_SERVICE, class::PUBLIC_SERVICE),
            class(property::REQUIRES, class::PUBLIC_SERVICE),
            class(property::SECTOR, class::CONCEPT),
            class(property::SPATIAL, class::LOCATION),
            class(property::STATUS, class::CONCEPT),
            at_most_one(property::STATUS),
            class(property::THEMATIC_AREA, class::CONCEPT),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "Requirement",
        noun: "yêu cầu, điều kiện",
        class: class::REQUIREMENT,
        rules: &[
            class(property::FULFILS, class::RULE),
            class(property::HAS_SUPPORTING_EVIDENCE, class::EVIDENCE),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            class(property::KIND, class::CONCEPT),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "Rule",
        noun: "quy tắc",
        class: class::RULE,
        rules: &[
            at_least_one(property::DESCRIPTION),
            text(property::DESCRIPTION),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            class(property::IMPLEMENTS, class::LEGAL_RESOURCE),
            at_most_one(property::KIND),
            class(property::KIND, class::CONCEPT),
            class(property::LANGUAGE, class::LANGUAGE),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "ServiceConcessionContract",
        noun: "hợp đồng nhượng quyền",
        class: class::CONTRACT,
        rules: &[
            at_least_one(property::DESCRIPTION),
            text(property::DESCRIPTION),
            class(property::ESTABLISHED_UNDER, class::LEGAL_RESOURCE),
            class(property::HAS_CONTRACTING_AUTHORITY, class::PUBLIC_ORGANISATION),
            at_least_one(property::HAS_CONTRACTING_AUTHORITY),
            at_least_one(property::HAS_ECONOMIC_OPERATOR),
            class(property::HAS_ECONOMIC_OPERATOR, class::ORGANIZATION),
            at_least_one(property::IDENTIFIER),
            at_most_one(property::IDENTIFIER),
            text(property::TITLE),
            at_least_one(property::TITLE),
        ],
    },
    Shape {
        name: "TemporalEntity",
        noun: "khoảng thời gian",
        class: class::TEMPORAL_ENTITY,
        rules: &[text(property::DESCRIPTION), class(property::FREQUENCY, class::CONCEPT)],
    },
];

//! The names CPSV-AP 3.2 uses: prefixes, classes, properties. Nothing here is ours.

/// Prefixes, as the profile's own files write them.
pub(super) const PREFIXES: &[(&str, &str)] = &[
    ("adms", "http://www.w3.org/ns/adms#"),
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Classes.
pub(super) mod class {
    pub(in super::super) const ADDRESS: &str = "http://www.w3.org/ns/locn#Address";
    pub(in super::super) const AGENT: &str = "http://xmlns.com/foaf/0.1/Agent";
    pub(in super::super) const AREA: &str = "http://data.europa.eu/88u/dataset/atu-type";
    pub(in super::super) const BUSINESS_EVENT: &str = "http://data.europa.eu/m8g/BusinessEvent";
    pub(in super::super) const CHANNEL: &str = "http://data.europa.eu/m8g/Channel";
    pub(in super::super) const COLLECTION: &str = "http://www.w3.org/2004/02/skos/core#Collection";
    pub(in super::super) const CONCEPT: &str = "http://www.w3.org/2004/02/skos/core#Concept";
    pub(in super::super) const CONTACT_POINT: &str = "http://data.europa.eu/m8g/ContactPoint";
    pub(in super::super) const CONTRACT: &str = "http://data.europa.eu/m8g/ServiceConcessionContract";
    pub(in super::super) const COST: &str = "http://data.europa.eu/m8g/Cost";
    pub(in super::super) const DATASET: &str = "http://www.w3.org/ns/dcat#Dataset";
    pub(in super::super) const DOCUMENT: &str = "http://xmlns.com/foaf/0.1/Document";
    pub(in super::super) const EVENT: &str = "http://data.europa.eu/m8g/Event";
    pub(in super::super) const EVIDENCE: &str = "http://data.europa.eu/m8g/Evidence";
    pub(in super::super) const EVIDENCE_TYPE: &str = "http://data.europa.eu/m8g/EvidenceType";
    pub(in super::super) const LANGUAGE: &str = "http://purl.org/dc/terms/LinguisticSystem";
    pub(in super::super) const LEGAL_RESOURCE: &str = "http://data.europa.eu/eli/ontology#LegalResource";
    pub(in super::super) const LIFE_EVENT: &str = "http://data.europa.eu/m8g/LifeEvent";
    pub(in super::super) const LOCATION: &str = "http://purl.org/dc/terms/Location";
    pub(in super::super) const ORGANIZATION: &str = "http://www.w3.org/ns/org#Organization";
    pub(in super::super) const OUTPUT: &str = "http://data.europa.eu/m8g/Output";
    pub(in super::super) const PARTICIPATION: &str = "http://data.europa.eu/m8g/Participation";
    pub(in super::super) const PUBLIC_ORGANISATION: &str = "http://data.europa.eu/m8g/PublicOrganisation";
    pub(in super::super) const PUBLIC_SERVICE: &str = "http://purl.org/vocab/cpsv#PublicService";
    pub(in super::super) const REQUIREMENT: &str = "http://data.europa.eu/m8g/Requirement";
    pub(in super::super) const RULE: &str = "http://purl.org/vocab/cpsv#Rule";
    pub(in super::super) const SCHEME: &str = "http://www.w3.org/2004/02/skos/core#ConceptScheme";
    pub(in super::super) const TEMPORAL_ENTITY: &str = "http://www.w3.org/2006/time#TemporalEntity";
}

/// Datatypes.
pub(super) mod datatype {
    pub(in super::super) const DATE: &str = "http://www.w3.org/2001/XMLSchema#date";
    pub(in super::super) const DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
    pub(in super::super) const DURATION: &str = "http://www.w3.org/2001/XMLSchema#duration";
    pub(in super::super) const LANG_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
    pub(in super::super) const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
}

/// What a property usually holds: how JSON-LD writes it short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text in a language.
    Words,
    /// Another resource.
    Link,
    /// A plain string.
    Plain,
    /// A value of a datatype.
    Typed(&'static str),
}

macro_rules! properties {
    ($($name:ident = $iri:literal, $holds:expr;)+) => {
        /// Properties.
        pub(super) mod property {
            $(pub(in super::super) const $name: &str = $iri;)+
        }
        /// Every property that is read, written or checked.
        pub(super) const PROPERTIES: &[(&str, Holds)] = &[$(($iri, $holds)),+];
    };
}

properties! {
    TYPE_OF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", Holds::Link;
    SUBCLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf", Holds::Link;
    STATUS = "http://www.w3.org/ns/adms#status", Holds::Link;
    FOLLOWS = "http://purl.org/vocab/cpsv#follows", Holds::Link;
    HAS_INPUT = "http://purl.org/vocab/cpsv#hasInput", Holds::Link;
    IMPLEMENTS = "http://purl.org/vocab/cpsv#implements", Holds::Link;
    PRODUCES = "http://purl.org/vocab/cpsv#produces", Holds::Link;
    CONTACT_PAGE = "http://data.europa.eu/m8g/contactPage", Holds::Link;
    CONTACT_POINT = "http://data.europa.eu/m8g/contactPoint", Holds::Link;
    CURRENCY = "http://data.europa.eu/m8g/currency", Holds::Link;
    ESTABLISHED_UNDER = "http://data.europa.eu/m8g/establishedUnder", Holds::Link;
    EVIDENCE_TYPE_CLASSIFICATION = "http://data.europa.eu/m8g/evidenceTypeClassification", Holds::Link;
    FREQUENCY = "http://data.europa.eu/m8g/frequency", Holds::Link;
    FULFILS = "http://data.europa.eu/m8g/fulfils", Holds::Link;
    HAS_CHANNEL = "http://data.europa.eu/m8g/hasChannel", Holds::Link;
    HAS_COMPETENT_AUTHORITY = "http://data.europa.eu/m8g/hasCompetentAuthority", Holds::Link;
    HAS_CONTRACTING_AUTHORITY = "http://data.europa.eu/m8g/hasContractingAuthority", Holds::Link;
    HAS_COST = "http://data.europa.eu/m8g/hasCost", Holds::Link;
    HAS_ECONOMIC_OPERATOR = "http://data.europa.eu/m8g/hasEconomicOperator", Holds::Link;
    HAS_INPUT_TYPE = "http://data.europa.eu/m8g/hasInputType", Holds::Link;
    HAS_LEGAL_RESOURCE = "http://data.europa.eu/m8g/hasLegalResource", Holds::Link;
    HAS_PARTICIPANT = "http://data.europa.eu/m8g/hasParticipant", Holds::Link;
    HAS_PARTICIPATION = "http://data.europa.eu/m8g/hasParticipation", Holds::Link;
    HAS_RELATED_SERVICE = "http://data.europa.eu/m8g/hasRelatedService", Holds::Link;
    HAS_SUPPORTING_EVIDENCE = "http://data.europa.eu/m8g/hasSupportingEvidence", Holds::Link;
    HAS_VALUE = "http://data.europa.eu/m8g/hasValue", Holds::Typed(datatype::DOUBLE);
    HOLDS_REQUIREMENT = "http://data.europa.eu/m8g/holdsRequirement", Holds::Link;
    IF_ACCESSED_THROUGH = "http://data.europa.eu/m8g/ifAccessedThrough", Holds::Link;
    IS_CLASSIFIED_BY = "http://data.europa.eu/m8g/isClassifiedBy", Holds::Link;
    IS_DEFINED_BY = "http://data.europa.eu/m8g/isDefinedBy", Holds::Link;
    IS_GROUPED_BY = "http://data.europa.eu/m8g/isGroupedBy", Holds::Link;
    OPENING_HOURS = "http://data.europa.eu/m8g/openingHours", Holds::Link;
    OWNED_BY = "http://data.europa.eu/m8g/ownedBy", Holds::Link;
    PARTICIPATES = "http://data.europa.eu/m8g/participates", Holds::Link;
    PROCESSING_TIME = "http://data.europa.eu/m8g/processingTime", Holds::Typed(datatype::DURATION);
    RELATED_SERVICE = "http://data.europa.eu/m8g/relatedService", Holds::Link;
    ROLE = "http://data.europa.eu/m8g/role", Holds::Link;
    SECTOR = "http://data.europa.eu/m8g/sector", Holds::Link;
    SPECIAL_OPENING_HOURS = "http://data.europa.eu/m8g/specialOpeningHoursSpecification", Holds::Link;
    SUPPORTS_REQUIREMENT = "http://data.europa.eu/m8g/supportsRequirement", Holds::Link;
    THEMATIC_AREA = "http://data.europa.eu/m8g/thematicArea", Holds::Link;
    KEYWORD = "http://www.w3.org/ns/dcat#keyword", Holds::Words;
    LANDING_PAGE = "http://www.w3.org/ns/dcat#landingPage", Holds::Link;
    AUDIENCE = "http://purl.org/dc/terms/audience", Holds::Link;
    CONFORMS_TO = "http://purl.org/dc/terms/conformsTo", Holds::Link;
    DESCRIPTION = "http://purl.org/dc/terms/description", Holds::Words;
    HAS_PART = "http://purl.org/dc/terms/hasPart", Holds::Link;
    IDENTIFIER = "http://purl.org/dc/terms/identifier", Holds::Plain;
    IS_PART_OF = "http://purl.org/dc/terms/isPartOf", Holds::Link;
    LANGUAGE = "http://purl.org/dc/terms/language", Holds::Link;
    PUBLISHER = "http://purl.org/dc/terms/publisher", Holds::Link;
    RELATION = "http://purl.org/dc/terms/relation", Holds::Link;
    REQUIRES = "http://purl.org/dc/terms/requires", Holds::Link;
    SPATIAL = "http://purl.org/dc/terms/spatial", Holds::Link;
    TITLE = "http://purl.org/dc/terms/title", Holds::Words;
    KIND = "http://purl.org/dc/terms/type", Holds::Link;
    DATE_DOCUMENT = "http://data.europa.eu/eli/ontology#date_document", Holds::Typed(datatype::DATE);
    ID_LOCAL = "http://data.europa.eu/eli/ontology#id_local", Holds::Plain;
    LEGAL_TITLE = "http://data.europa.eu/eli/ontology#title", Holds::Words;
    PAGE = "http://xmlns.com/foaf/0.1/page", Holds::Link;
    ADDRESS = "http://www.w3.org/ns/locn#address", Holds::Link;
    ADDRESS_AREA = "http://www.w3.org/ns/locn#addressArea", Holds::Words;
    ADMIN_UNIT_1 = "http://www.w3.org/ns/locn#adminUnitL1", Holds::Words;
    ADMIN_UNIT_2 = "http://www.w3.org/ns/locn#adminUnitL2", Holds::Words;
    FULL_ADDRESS = "http://www.w3.org/ns/locn#fullAddress", Holds::Words;
    LOCATOR_NAME = "http://www.w3.org/ns/locn#locatorName", Holds::Words;
    POST_NAME = "http://www.w3.org/ns/locn#postName", Holds::Words;
    THOROUGHFARE = "http://www.w3.org/ns/locn#thoroughfare", Holds::Words;
    IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme", Holds::Link;
    MEMBER = "http://www.w3.org/2004/02/skos/core#member", Holds::Link;
    PREF_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel", Holds::Words;
}

/// Members of the European Union's authority tables, which CPSV-AP names for these properties.
pub(super) mod authority {
    pub(in super::super) const VIETNAMESE: &str = "http://publications.europa.eu/resource/authority/language/VIE";
    pub(in super::super) const VIETNAM: &str = "http://publications.europa.eu/resource/authority/country/VNM";
    pub(in super::super) const DONG: &str = "http://publications.europa.eu/resource/authority/currency/VND";
    pub(in super::super) const DOLLAR: &str = "http://publications.europa.eu/resource/authority/currency/USD";
}

/// A name with its prefix, for people; the whole name where no prefix fits.
pub(super) fn short(iri: &str) -> String {
    PREFIXES
        .iter()
        .find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)))
        .unwrap_or_else(|| format!("<{iri}>"))
}

/// The property with this name, where it is one that is known here.
pub(super) fn known(iri: &str) -> Option<&'static str> {
    PROPERTIES
        .iter()
        .find(|(known, _)| *known == iri)
        .map(|(known, _)| *known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_has_a_prefix_and_stands_once() {
        let mut seen = std::collections::HashSet::new();
        for (iri, _) in PROPERTIES {
            assert!(seen.insert(iri), "{iri} twice");
            assert!(!short(iri).starts_with('<'), "{iri}");
        }
    }
}

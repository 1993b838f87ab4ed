//! Procedures to a graph.

mod entries;

use std::collections::HashMap;

use super::graph::{Graph, NodeId};
use super::map;
use super::names::Base;
use super::terms::{authority, class, datatype, property};
use crate::catalogue::Catalogue;
use crate::catalogue::fields::field;
use crate::catalogue::procedure::Procedure;
use crate::catalogue::values::{DocumentNumber, Written};

/// What the profile asks for and a record does not say. It is English, as nothing a record says is: reading back passes it over.
pub(super) mod filled {
    pub(in super::super) const SERVICE: &str =
        "An administrative procedure of Viet Nam; its record has no description.";
    pub(in super::super) const RULE: &str = "The record says no more of this step.";
    pub(in super::super) const DATASET: &str = "A catalogue of administrative procedures of Viet Nam.";
    /// The title of a step or a case without a name.
    pub(in super::super) fn numbered(what: &str, number: usize) -> String {
        format!("{what} {number}")
    }
    /// The words before the number.
    pub(in super::super) const STEP: &str = "Step";
    pub(in super::super) const CASE: &str = "Case";
}

/// Parts of IRIs.
const SERVICES: &str = "thu-tuc";
const AGENCIES: &str = "co-quan";
const DOCUMENTS: &str = "van-ban";
const CATALOGUE: &str = "danh-muc";
/// Where concepts stand; below it the schemes, each named by the key of the field whose values they are.
pub(super) const CONCEPTS: &str = "khai-niem";
/// The scheme of the fields themselves: which field a rule, a requirement or a participation stands for.
pub(super) const FIELD_SCHEME: &str = "truong";

/// The graph of a catalogue.
pub(super) fn graph(catalogue: &Catalogue, base: &Base) -> (Graph, Vec<NodeId>) {
    let mut builder = Builder {
        graph: Graph::default(),
        base,
        catalogue,
        services: HashMap::new(),
    };
    let dataset = builder.dataset();
    let services: Vec<NodeId> = catalogue
        .procedures()
        .map(|procedure| builder.name_service(procedure))
        .collect();
    for (procedure, service) in catalogue.procedures().zip(&services) {
        Service {
            node: *service,
            code: builder.graph.name(*service).to_owned(),
            procedure,
            builder: &mut builder,
        }
        .describe(dataset);
    }
    builder.graph.settle();
    (builder.graph, services)
}

struct Builder<'b> {
    graph: Graph,
    base: &'b Base,
    catalogue: &'b Catalogue,
    /// The procedures by identity.
    services: HashMap<String, NodeId>,
}

/// One procedure being described.
struct Service<'s, 'b> {
    node: NodeId,
    /// Its IRI, which those of its resources begin with.
    code: String,
    procedure: &'s Procedure,
    builder: &'s mut Builder<'b>,
}

impl Builder<'_> {
    /// A resource and whether it is new, so that it is described once.
    fn shared(&mut self, parts: &[&str], class: &str) -> (NodeId, bool) {
        let node = self.graph.node(&self.base.iri(parts));
        let new = self.graph.facts(node).is_empty();
        if new {
            self.graph.is(node, class);
        }
        (node, new)
    }

    /// The catalogue as a whole.
    fn dataset(&mut self) -> NodeId {
        let catalogue = self.catalogue;
        let settings = catalogue.settings();
        let (node, _) = self.shared(&[CATALOGUE], class::DATASET);
        self.graph.plain(node, property::IDENTIFIER, CATALOGUE);
        if !settings.title.trim().is_empty() {
            self.graph.words(node, property::TITLE, &settings.title);
        }
        match &settings.note {
            Some(note) => self.graph.words(node, property::DESCRIPTION, note),
            None => self.graph.filled_in(node, property::DESCRIPTION, filled::DATASET),
        }
        if !settings.office.name.trim().is_empty() {
            let office = self.agency(&settings.office.name);
            self.graph.link(node, property::PUBLISHER, office);
        }
        node
    }

    /// The resource of a procedure. Two records of one code are two resources: the second has its number behind the code.
    fn name_service(&mut self, procedure: &Procedure) -> NodeId {
        let code = procedure.code.text();
        let mut number = 1;
        let (node, _) = loop {
            let name = match number {
                1 => code.to_owned(),
                _ => format!("{code}~{number}"),
            };
            let (node, new) = self.shared(&[SERVICES, &name], class::PUBLIC_SERVICE);
            if new {
                break (node, new);
            }
            number += 1;
        };
        self.services.entry(procedure.identity().to_owned()).or_insert(node);
        node
    }

    /// A value of a list as a concept of the field's scheme; its label is the author's text.
    fn concept(&mut self, key: &str, text: &str) -> NodeId {
        let label = field(key).map_or(key, |field| field.label);
        self.concept_of(key, label, text, text)
    }

    /// The concept that stands for a field of the record.
    fn field_concept(&mut self, key: &str) -> NodeId {
        let label = field(key).map_or(key, |field| field.label);
        self.concept_of(FIELD_SCHEME, "Trường của bản ghi", key, label)
    }

    fn concept_of(&mut self, scheme: &str, scheme_label: &str, name: &str, label: &str) -> NodeId {
        let (node, new) = self.shared(&[CONCEPTS, scheme, name], class::CONCEPT);
        if new {
            self.graph.words(node, property::PREF_LABEL, label);
            let (of, new) = self.shared(&[CONCEPTS, scheme], class::SCHEME);
            if new {
                self.graph.words(of, property::PREF_LABEL, scheme_label);
            }
            self.graph.link(node, property::IN_SCHEME, of);
        }
        node
    }

    /// A member of one of the European Union's tables.
    fn authority(&mut self, iri: &str, classes: &[&str], label: &str) -> NodeId {
        let node = self.graph.node(iri);
        if self.graph.facts(node).is_empty() {
            for class in classes {
                self.graph.is(node, class);
            }
            self.graph.words(node, property::PREF_LABEL, label);
        }
        node
    }

    fn vietnam(&mut self) -> NodeId {
        self.authority(authority::VIETNAM, &[class::LOCATION, class::AREA], "Việt Nam")
    }

    /// An agency, which is an agent too: the profile asks of both.
    fn agency(&mut self, name: &str) -> NodeId {
        let (node, new) = self.shared(&[AGENCIES, name], class::PUBLIC_ORGANISATION);
        if new {
            self.graph.is(node, class::ORGANIZATION);
            self.graph.is(node, class::AGENT);
            self.graph.plain(node, property::IDENTIFIER, name);
            self.graph.words(node, property::TITLE, name);
            self.graph.words(node, property::PREF_LABEL, name);
            let vietnam = self.vietnam();
            self.graph.link(node, property::SPATIAL, vietnam);
        }
        node
    }

    /// A legal document, with its title where the register has it.
    fn document(&mut self, number: &Written<DocumentNumber>) -> NodeId {
        let (node, new) = self.shared(&[DOCUMENTS, number.text()], class::LEGAL_RESOURCE);
        if new {
            self.graph.plain(node, property::ID_LOCAL, number.text());
            let known = number.value().and_then(|number| self.catalogue.documents().get(number));
            if let Some(known) = known {
                if !known.title.trim().is_empty() {
                    self.graph.words(node, property::LEGAL_TITLE, &known.title);
                }
                if let Some(day) = known.issued.as_ref().and_then(Written::value) {
                    let day = day.iso();
                    self.graph.typed(node, property::DATE_DOCUMENT, &day, datatype::DATE);
                }
            }
        }
        node
    }
}

impl Service<'_, '_> {
    fn describe(&mut self, dataset: NodeId) {
        self.head(dataset);
        self.classifications();
        self.agencies();
        self.announcement();
        self.steps();
        self.channels();
        self.dossier();
        self.results();
        self.legal_bases();
        self.requirements();
        self.related();
    }

    fn graph(&mut self) -> &mut Graph {
        &mut self.builder.graph
    }

    /// A resource of this procedure: `parts` are its place in the record, which is its identifier too.
    fn part(&mut self, class: &str, parts: &[&str]) -> NodeId {
        let below = self.code.clone() + "/" + &parts.join("/");
        let node = self.graph().node(&below);
        let identifier = format!("{}/{}", self.procedure.code.text(), parts.join("/"));
        self.graph().is(node, class);
        self.graph().plain(node, property::IDENTIFIER, &identifier);
        node
    }

    /// One description of a resource, when there is something to say.
    fn say(&mut self, node: NodeId, path: &'static [&'static str], (field, part): (&str, &str), text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            let line = map::line(path, field, part, text);
            self.graph().words(node, property::DESCRIPTION, &line);
        }
    }

    /// A description for who must have one and says nothing.
    fn fill(&mut self, node: NodeId, text: &str) {
        if self.graph().literals(node, property::DESCRIPTION).next().is_none() {
            self.graph().filled_in(node, property::DESCRIPTION, text);
        }
    }

    fn head(&mut self, dataset: NodeId) {
        let (node, procedure) = (self.node, self.procedure);
        self.graph().plain(node, property::IDENTIFIER, procedure.code.text());
        if !procedure.name.trim().is_empty() {
            self.graph().words(node, property::TITLE, &procedure.name);
        }
        self.say(node, map::OF_SERVICE, ("mo_ta", ""), procedure.description.as_deref());
        self.say(node, map::OF_SERVICE, ("muc_dich", ""), procedure.purpose.as_deref());
        self.fill(node, filled::SERVICE);
        // A number of sets alone describes no procedure.
        let sets = procedure.sets.map(|sets| sets.to_string());
        self.say(node, map::OF_SERVICE, ("so_bo", ""), sets.as_deref());
        for word in procedure.keywords.iter().filter(|word| !word.trim().is_empty()) {
            self.graph().words(node, property::KEYWORD, word);
        }
        let language = self
            .builder
            .authority(authority::VIETNAMESE, &[class::LANGUAGE], "tiếng Việt");
        self.graph().link(node, property::LANGUAGE, language);
        let vietnam = self.builder.vietnam();
        self.graph().link(node, property::SPATIAL, vietnam);
        self.graph().link(node, property::IS_PART_OF, dataset);
    }

    fn classifications(&mut self) {
        let procedure = self.procedure;
        for level in &procedure.levels {
            self.classify(property::IS_CLASSIFIED_BY, "cap_thuc_hien", level.text());
        }
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let regulation = text(procedure.regulation.as_ref().map(Written::text));
        let kind = text(procedure.kind.as_ref().map(Written::text));
        let one_stop = text(procedure.one_stop.as_ref().map(Written::text));
        let status = text(procedure.status.as_ref().map(Written::text));
        self.classify(property::IS_CLASSIFIED_BY, "loai", &regulation);
        self.classify(property::IS_CLASSIFIED_BY, "phan_loai", &kind);
        if procedure.vertical_sector {
            self.classify(property::IS_CLASSIFIED_BY, "nganh_doc", "Ngành dọc");
        }
        self.classify(property::IS_CLASSIFIED_BY, "mot_cua", &one_stop);
        self.classify(
            property::IS_CLASSIFIED_BY,
            "iso",
            procedure.quality_standard.as_deref().unwrap_or_default(),
        );
        self.classify(property::THEMATIC_AREA, "linh_vuc", &procedure.field);
        self.classify(property::STATUS, "trang_thai", &status);
        for applicant in &procedure.applicants {
            self.classify(property::AUDIENCE, "doi_tuong", applicant.text());
        }
    }

    fn classify(&mut self, property: &'static str, key: &str, text: &str) {
        if !text.trim().is_empty() {
            let concept = self.builder.concept(key, text);
            let node = self.node;
            self.graph().link(node, property, concept);
        }
    }

    /// Who carries it out is the competent authority, "responsible for the delivery"; all others take part in some role.
    fn agencies(&mut self) {
        let (node, procedure) = (self.node, self.procedure);
        for name in procedure
            .executing_agencies
            .iter()
            .filter(|name| !name.trim().is_empty())
        {
            let agency = self.builder.agency(name);
            self.graph().link(node, property::HAS_COMPETENT_AUTHORITY, agency);
        }
        let publisher = procedure.published_by.as_slice();
        for (key, names) in [
            ("co_quan_ban_hanh", publisher),
            ("co_quan_tham_quyen", &procedure.deciding_agencies),
            ("co_quan_uy_quyen", &procedure.authorised_agencies),
            ("co_quan_phoi_hop", &procedure.coordinating_agencies),
        ] {
            for (name, number) in names.iter().filter(|name| !name.trim().is_empty()).zip(1..) {
                let agency = self.builder.agency(name);
                self.participation(key, number, name, agency);
            }
        }
        if let Some(text) = procedure
            .reception_address
            .as_deref()
            .filter(|text| !text.trim().is_empty())
        {
            self.reception(text);
        }
    }

    fn participation(&mut self, key: &str, number: usize, what: &str, agent: NodeId) {
        let participation = self.part(class::PARTICIPATION, &[key, &number.to_string()]);
        let label = field(key).map_or(key, |field| field.label);
        self.graph()
            .words(participation, property::DESCRIPTION, &format!("{label}: {what}"));
        let role = self.builder.field_concept(key);
        self.graph().link(participation, property::ROLE, role);
        self.graph().link(participation, property::HAS_PARTICIPANT, agent);
        let node = self.node;
        self.graph().link(node, property::HAS_PARTICIPATION, participation);
    }

    /// Where dossiers are handed in: a contact point has no address in the profile, an agent has.
    fn reception(&mut self, text: &str) {
        const KEY: &str = "dia_chi_tiep_nhan";
        let agent = self.part(class::AGENT, &[KEY]);
        let label = field(KEY).map_or(KEY, |field| field.label);
        self.graph().words(agent, property::TITLE, label);
        let address = self.code.clone() + "/" + KEY + "/noi";
        let address = self.graph().node(&address);
        self.graph().is(address, class::ADDRESS);
        self.graph().words(address, property::FULL_ADDRESS, text);
        self.graph().link(agent, property::ADDRESS, address);
        self.participation(KEY, 1, text, agent);
    }

    /// Only procedures of the same catalogue can be named: the profile asks that a related service is described.
    fn related(&mut self) {
        let (node, procedure) = (self.node, self.procedure);
        for code in &procedure.related {
            let identity = crate::catalogue::identity(code.text());
            if let Some(other) = self.builder.services.get(&identity).copied() {
                self.graph().link(node, property::RELATED_SERVICE, other);
            }
        }
    }
}

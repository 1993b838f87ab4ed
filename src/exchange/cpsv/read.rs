//! A graph to procedures: ours, or that of somebody else as far as it can be read.

mod entries;

use std::cmp::Ordering;
use std::collections::HashMap;

use oxrdf::Literal;

use super::build::{CONCEPTS, FIELD_SCHEME, filled};
use super::graph::{Graph, NodeId, Value};
use super::map;
use super::names::last_part;
use super::terms::{class, property, short};
use crate::catalogue::procedure::Procedure;

/// A procedure that was read.
#[derive(Debug)]
pub(in super::super) struct Service {
    /// Its resource.
    pub(in super::super) name: String,
    /// What is said of it.
    pub(in super::super) procedure: Procedure,
    /// Legal documents with their number, title and day, where the graph has a title.
    pub(in super::super) documents: Vec<(String, String, Option<String>)>,
    /// What was not read as it stands, in Vietnamese.
    pub(in super::super) remarks: Vec<String>,
}

/// Every procedure of a graph, in the order of the file.
pub(in super::super) fn services(graph: &Graph) -> Vec<Service> {
    let costs = CostsByChannel::of(graph);
    let services = graph.nodes().filter(|node| graph.is_a(*node, class::PUBLIC_SERVICE));
    services.map(|node| service(graph, node, &costs)).collect()
}

/// Properties that say something and are not read, by name, with how often: those that are not of the profile, and those of a
/// procedure that the catalogue has no field for.
pub(in super::super) fn passed_over(graph: &Graph) -> impl Iterator<Item = (String, usize)> {
    let unknown = graph.unknown().map(|(name, times)| (short(name), times));
    let services = graph.nodes().filter(|node| graph.is_a(*node, class::PUBLIC_SERVICE));
    let said = services
        .flat_map(|node| graph.facts(node))
        .map(|(property, _)| *property);
    let passed = said.filter(|property| map::field_of(property).is_empty() && !WITHOUT_FIELD.contains(property));
    unknown.chain(passed.map(|property| (short(property), 1)))
}

/// Properties of a procedure that are read and no field, or say what is so of every procedure here.
const WITHOUT_FIELD: [&str; 6] = [
    property::TYPE_OF,
    property::PROCESSING_TIME,
    property::HAS_INPUT_TYPE,
    property::LANGUAGE,
    property::SPATIAL,
    property::IS_PART_OF,
];

/// One procedure of a graph.
pub(super) fn service(graph: &Graph, node: NodeId, costs: &CostsByChannel) -> Service {
    let mut reader = Reader {
        graph,
        node,
        costs,
        procedure: Procedure::default(),
        documents: Vec::new(),
        remarks: Vec::new(),
    };
    reader.head();
    reader.classifications();
    reader.agencies();
    reader.rules();
    reader.channels();
    reader.dossier();
    reader.results();
    reader.legal_bases();
    reader.related();
    Service {
        name: graph.name(node).to_owned(),
        procedure: reader.procedure,
        documents: reader.documents,
        remarks: reader.remarks,
    }
}

/// The fees each channel is named by, of all procedures.
#[derive(Debug, Default)]
pub(super) struct CostsByChannel(HashMap<NodeId, NodeId>);

impl CostsByChannel {
    pub(super) fn of(graph: &Graph) -> Self {
        let through = |cost: NodeId| Some((cost, graph.links(cost, property::IF_ACCESSED_THROUGH).next()?));
        Self(graph.nodes().filter_map(through).collect())
    }
}

struct Reader<'g> {
    graph: &'g Graph,
    node: NodeId,
    costs: &'g CostsByChannel,
    procedure: Procedure,
    documents: Vec<(String, String, Option<String>)>,
    remarks: Vec<String>,
}

/// The descriptions of a resource, those behind a label apart.
#[derive(Default)]
struct Said<'g> {
    parts: Vec<(&'static map::Row, &'g str)>,
    own: Vec<&'g str>,
}

impl Said<'_> {
    fn part(&self, field: &str, part: &str) -> Option<String> {
        let mut found = self.parts.iter();
        let found = found.find(|(row, _)| row.field == field && row.part == part);
        found.map(|(_, text)| (*text).to_owned())
    }

    /// The text of the resource itself: without a label, or behind the one it has where it could be taken for another.
    fn own(&self, field: &str, part: &str) -> Option<String> {
        let own = (!self.own.is_empty()).then(|| self.own.join("\n"));
        self.part(field, part).or(own)
    }
}

impl<'g> Reader<'g> {
    /// The texts of a property in the language of the catalogue; where it has none in Vietnamese, those without a language, then
    /// those in English, then those of the first language named. What an export filled in is passed over.
    fn texts(&mut self, node: NodeId, property: &str) -> Vec<&'g str> {
        let graph = self.graph;
        let all: Vec<&Literal> = graph
            .literals(node, property)
            .filter(|literal| !is_filled(literal))
            .collect();
        let language = |literal: &Literal| {
            literal
                .language()
                .map(|tag| tag.split('-').next().unwrap_or(tag).to_owned())
        };
        let of = |wanted: Option<&str>| -> Vec<&'g str> {
            let those = all.iter().filter(|literal| language(literal).as_deref() == wanted);
            those.map(|literal| literal.value()).collect()
        };
        let first = all.first().and_then(|literal| language(literal));
        let order = [Some("vi".to_owned()), None, Some("en".to_owned()), first];
        let Some((wanted, texts)) = order
            .into_iter()
            .map(|wanted| (wanted.clone(), of(wanted.as_deref())))
            .find(|(_, texts)| !texts.is_empty())
        else {
            return Vec::new();
        };
        if let Some(tag) = wanted.filter(|tag| tag != "vi") {
            self.remark(format!("văn bản không có bản tiếng Việt, đọc bản ngôn ngữ «{tag}»"));
        }
        texts
    }

    /// The texts as one.
    fn text(&mut self, node: NodeId, property: &str) -> Option<String> {
        let texts = self.texts(node, property);
        (!texts.is_empty()).then(|| texts.join("\n"))
    }

    fn said(&mut self, node: NodeId, path: &'static [&'static str]) -> Said<'g> {
        let mut said = Said::default();
        for text in self.texts(node, property::DESCRIPTION) {
            match map::said(path, text) {
                Some(part) => said.parts.push(part),
                None => said.own.push(text),
            }
        }
        said
    }

    fn remark(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// What a concept, an agency or a document is called; the end of its IRI where nothing says it. The name of a blank node
    /// says nothing.
    fn label(&mut self, value: &'g Value) -> String {
        match value {
            Value::Literal(literal) => literal.value().to_owned(),
            Value::Node(node) => self.label_of(*node),
        }
    }

    fn label_of(&mut self, node: NodeId) -> String {
        for property in [property::PREF_LABEL, property::TITLE, property::LEGAL_TITLE] {
            if let Some(text) = self.texts(node, property).first() {
                return (*text).to_owned();
            }
        }
        let graph = self.graph;
        if let Some(identifier) = graph.literals(node, property::IDENTIFIER).next() {
            return identifier.value().to_owned();
        }
        match graph.is_blank(node) {
            true => String::new(),
            false => last_part(graph.name(node)),
        }
    }

    fn labels(&mut self, property: &str) -> Vec<String> {
        let graph = self.graph;
        graph
            .values(self.node, property)
            .map(|value| self.label(value))
            .collect()
    }

    /// The resources of a property, by identifier where all have one: a graph has no order of its own.
    fn parts(&self, property: &str) -> Vec<NodeId> {
        let mut nodes: Vec<NodeId> = self.graph.links(self.node, property).collect();
        let identifier = |node: &NodeId| Some(self.graph.literals(*node, property::IDENTIFIER).next()?.value());
        if nodes.iter().all(|node| identifier(node).is_some()) {
            nodes.sort_by(|a, b| by_number(identifier(a).unwrap_or_default(), identifier(b).unwrap_or_default()));
        }
        nodes
    }

    /// The scheme a concept is of, where it is one of ours: the key of a field.
    fn scheme(&self, concept: NodeId) -> Option<&'g str> {
        let scheme = self.graph.links(concept, property::IN_SCHEME).next()?;
        let (before, key) = self.graph.name(scheme).rsplit_once('/')?;
        before.ends_with(CONCEPTS).then_some(key)
    }

    /// The field a rule, a requirement or a participation stands for, where the graph is ours.
    fn stands_for(&self, node: NodeId, property: &str) -> Option<String> {
        let concept = self.graph.links(node, property).next()?;
        (self.scheme(concept)? == FIELD_SCHEME).then(|| last_part(self.graph.name(concept)))
    }

    fn head(&mut self) {
        let graph = self.graph;
        let node = self.node;
        let code = graph.literals(node, property::IDENTIFIER).next();
        self.procedure.code = code.map_or("", Literal::value).into();
        self.procedure.name = self.text(node, property::TITLE).unwrap_or_default();
        let said = self.said(node, map::OF_SERVICE);
        self.procedure.description = said.own("mo_ta", "");
        self.procedure.purpose = said.part("muc_dich", "");
        self.procedure.sets = said.part("so_bo", "").and_then(|sets| sets.parse().ok());
        self.procedure.keywords = self
            .texts(node, property::KEYWORD)
            .into_iter()
            .map(str::to_owned)
            .collect();
    }

    fn classifications(&mut self) {
        let graph = self.graph;
        for value in graph.values(self.node, property::IS_CLASSIFIED_BY) {
            let text = self.label(value);
            let scheme = match value {
                Value::Node(concept) => self.scheme(*concept),
                Value::Literal(_) => None,
            };
            let written = text.as_str();
            match scheme {
                Some("cap_thuc_hien") => self.procedure.levels.push(written.into()),
                Some("loai") => self.procedure.regulation = Some(written.into()),
                Some("phan_loai") => self.procedure.kind = Some(written.into()),
                Some("nganh_doc") => self.procedure.vertical_sector = true,
                Some("mot_cua") => self.procedure.one_stop = Some(written.into()),
                Some("iso") => self.procedure.quality_standard = Some(text),
                _ => self.remark(format!("phân loại «{text}» không phải trường của danh mục, không nhập")),
            }
        }
        let mut areas = self.labels(property::THEMATIC_AREA);
        if areas.len() > 1 {
            self.remark(format!("có {} lĩnh vực, chỉ nhập lĩnh vực đầu", areas.len()));
        }
        self.procedure.field = if areas.is_empty() {
            String::new()
        } else {
            areas.swap_remove(0)
        };
        self.procedure.status = self.labels(property::STATUS).first().map(|text| text.as_str().into());
        let applicants = self.labels(property::AUDIENCE);
        self.procedure.applicants = applicants.iter().map(|text| text.as_str().into()).collect();
    }

    fn agencies(&mut self) {
        self.procedure.executing_agencies = self.labels(property::HAS_COMPETENT_AUTHORITY);
        for participation in self.parts(property::HAS_PARTICIPATION) {
            let Some(agent) = self.graph.values(participation, property::HAS_PARTICIPANT).next() else {
                continue;
            };
            let key = self.stands_for(participation, property::ROLE);
            if key.as_deref() == Some("dia_chi_tiep_nhan") {
                self.reception(agent);
                continue;
            }
            let name = self.label(agent);
            match key.as_deref() {
                Some("co_quan_ban_hanh") => self.procedure.published_by = Some(name),
                Some("co_quan_tham_quyen") => self.procedure.deciding_agencies.push(name),
                Some("co_quan_uy_quyen") => self.procedure.authorised_agencies.push(name),
                Some("co_quan_phoi_hop") => self.procedure.coordinating_agencies.push(name),
                _ => {
                    self.remark(format!("vai trò của «{name}» không rõ, ghi là cơ quan phối hợp"));
                    self.procedure.coordinating_agencies.push(name);
                }
            }
        }
    }

    fn reception(&mut self, agent: &Value) {
        let Value::Node(agent) = agent else { return };
        if let Some(address) = self.graph.links(*agent, property::ADDRESS).next() {
            self.procedure.reception_address = self.text(address, property::FULL_ADDRESS);
        }
    }

    fn related(&mut self) {
        let graph = self.graph;
        for other in graph.links(self.node, property::RELATED_SERVICE) {
            let code = graph.literals(other, property::IDENTIFIER).next();
            let code = code.map_or_else(|| last_part(graph.name(other)), |code| code.value().to_owned());
            self.procedure.related.push(code.as_str().into());
        }
    }
}

fn is_filled(literal: &Literal) -> bool {
    let numbered = |what: &str| {
        let number = literal
            .value()
            .strip_prefix(what)
            .and_then(|rest| rest.strip_prefix(' '));
        number.is_some_and(|number| number.parse::<usize>().is_ok())
    };
    literal.language() == Some("en")
        && (matches!(literal.value(), filled::SERVICE | filled::RULE | filled::DATASET)
            || numbered(filled::STEP)
            || numbered(filled::CASE))
}

/// Order of identifiers as people number them: 2 before 10.
fn by_number(a: &str, b: &str) -> Ordering {
    let pieces = |text: &str| -> Vec<(u64, String)> {
        let split = text.split(['/', '-', '.']);
        let each = split.map(|piece| match piece.parse() {
            Ok(number) => (number, String::new()),
            Err(_) => (u64::MAX, piece.to_owned()),
        });
        each.collect()
    };
    pieces(a).cmp(&pieces(b)).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_ordered_as_people_number() {
        let mut ids = ["1.1/b/10", "1.1/b/2", "1.1/a/3", "evi-12", "evi-9"];
        ids.sort_by(|a, b| by_number(a, b));
        assert_eq!(ids, ["1.1/a/3", "1.1/b/2", "1.1/b/10", "evi-9", "evi-12"]);
    }
}

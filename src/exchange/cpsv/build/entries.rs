//! What has entries: steps, channels and fees, papers, results, legal bases, requirements.

use super::super::graph::NodeId;
use super::super::map;
use super::super::terms::{class, datatype, property};
use super::super::values;
use super::{DOCUMENTS, Service, filled};
use crate::catalogue::fields::field;
use crate::catalogue::procedure::{ChannelRow, DossierCase, FeeRow, Paper};
use crate::catalogue::values::{LegalRef, TimeLimit, Written};

fn text<T>(value: Option<&Written<T>>) -> Option<&str> {
    value.map(Written::text)
}

fn number(count: u32) -> Option<String> {
    (count > 0).then(|| count.to_string())
}

impl Service<'_, '_> {
    /// The decision that announced the procedure is a rule that implements it, its number and day as written behind their
    /// labels. Numbers of decisions come again each year, so the day is part of the document's name.
    pub(super) fn announcement(&mut self) {
        let procedure = self.procedure;
        let (by, on) = (
            text(procedure.announced_by.as_ref()),
            text(procedure.announced_on.as_ref()),
        );
        if by.or(on).is_none() {
            return;
        }
        const KEY: &str = "quyet_dinh_cong_bo";
        let rule = self.rule(&[KEY], KEY, field(KEY).map_or(KEY, |field| field.label));
        self.say(rule, map::OF_RULE, (KEY, ""), by);
        self.say(rule, map::OF_RULE, ("ngay_cong_bo", ""), on);
        self.fill(rule, filled::RULE);
        let node = self.node;
        self.graph().link(node, property::FOLLOWS, rule);
        let Some(by) = by.filter(|by| !by.trim().is_empty()) else {
            return;
        };
        let day = procedure
            .announced_on
            .as_ref()
            .and_then(Written::value)
            .map(|day| day.iso());
        let parts: Vec<&str> = [DOCUMENTS, by].into_iter().chain(day.as_deref()).collect();
        let (decision, new) = self.builder.shared(&parts, class::LEGAL_RESOURCE);
        if new {
            self.graph().plain(decision, property::ID_LOCAL, by);
            if let Some(day) = day {
                self.graph()
                    .typed(decision, property::DATE_DOCUMENT, &day, datatype::DATE);
            }
        }
        self.graph().link(rule, property::IMPLEMENTS, decision);
    }

    /// A part that says which field it is an entry of.
    fn of_kind(&mut self, class: &'static str, parts: &[&str], key: &str) -> NodeId {
        let part = self.part(class, parts);
        let kind = self.builder.field_concept(key);
        self.graph().link(part, property::KIND, kind);
        part
    }

    /// A rule that stands for one entry of a field.
    fn rule(&mut self, parts: &[&str], key: &str, title: &str) -> NodeId {
        let rule = self.of_kind(class::RULE, parts, key);
        self.graph().words(rule, property::TITLE, title);
        rule
    }

    pub(super) fn steps(&mut self) {
        const KEY: &str = "trinh_tu";
        let (node, procedure) = (self.node, self.procedure);
        for (step, at) in procedure.steps.iter().zip(1..) {
            let rule = self.of_kind(class::RULE, &[KEY, &at.to_string()], KEY);
            self.title(rule, step.name.as_deref(), filled::STEP, at);
            self.say(rule, map::OF_RULE, (KEY, "noi_dung"), step.text.as_deref());
            self.say(rule, map::OF_RULE, (KEY, "co_quan"), step.actor.as_deref());
            self.say(rule, map::OF_RULE, (KEY, "thoi_han"), text(step.time_limit.as_ref()));
            self.fill(rule, filled::RULE);
            self.graph().link(node, property::FOLLOWS, rule);
        }
    }

    fn title(&mut self, node: NodeId, text: Option<&str>, what: &str, number: usize) {
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => self.graph().words(node, property::TITLE, text),
            None => self
                .graph()
                .filled_in(node, property::TITLE, &filled::numbered(what, number)),
        }
    }

    pub(super) fn channels(&mut self) {
        let (node, procedure) = (self.node, self.procedure);
        for (row, at) in procedure.channels.iter().zip(1..) {
            let channel = self.part(class::CHANNEL, &["cach_thuc", &at.to_string()]);
            self.graph().link(node, property::HAS_CHANNEL, channel);
            self.channel(channel, row);
            for (fee, number) in row.fees.iter().zip(1..) {
                self.fee(channel, fee, at, number);
            }
        }
        // The limit of the procedure is told only where all its channels agree on it.
        let limits = procedure.channels.iter();
        let limits: Vec<Option<String>> = limits.map(|row| row.time_limit.as_ref().and_then(duration)).collect();
        if let [Some(first), others @ ..] = limits.as_slice()
            && others.iter().all(|other| other.as_ref() == Some(first))
        {
            self.graph()
                .typed(node, property::PROCESSING_TIME, first, datatype::DURATION);
        }
    }

    fn channel(&mut self, channel: NodeId, row: &ChannelRow) {
        const KEY: &str = "cach_thuc";
        if !row.channel.text().trim().is_empty() {
            let kind = self.builder.concept("hinh_thuc", row.channel.text());
            self.graph().link(channel, property::KIND, kind);
        }
        if let Some(limit) = row.time_limit.as_ref().and_then(duration) {
            self.graph()
                .typed(channel, property::PROCESSING_TIME, &limit, datatype::DURATION);
        }
        for (part, text) in [
            ("thoi_han", text(row.time_limit.as_ref())),
            ("muc_do", text(row.online_level.as_ref())),
            ("muc_do_cu", text(row.former_online_level.as_ref())),
            ("ly_do_mot_phan", row.partial_reason.as_deref()),
            ("mo_ta", row.note.as_deref()),
        ] {
            self.say(channel, map::OF_CHANNEL, (KEY, part), text);
        }
    }

    fn fee(&mut self, channel: NodeId, fee: &FeeRow, at: usize, number: usize) {
        const KEY: &str = "cach_thuc";
        let cost = self.part(class::COST, &[KEY, &at.to_string(), "phi_le_phi", &number.to_string()]);
        let node = self.node;
        self.graph().link(node, property::HAS_COST, cost);
        self.graph().link(cost, property::IF_ACCESSED_THROUGH, channel);
        for (part, text) in [
            ("phi_le_phi.ten", fee.name.as_deref()),
            ("phi_le_phi.muc", text(fee.amount.as_ref())),
            ("phi_le_phi.can_cu", text(fee.basis.as_ref())),
            ("phi_le_phi.ghi_chu", fee.note.as_deref()),
        ] {
            self.say(cost, map::OF_COST, (KEY, part), text);
        }
        let amount = fee.amount.as_ref().and_then(Written::value).and_then(values::amount);
        if let Some((amount, currency)) = amount {
            self.graph().typed(cost, property::HAS_VALUE, &amount, datatype::DOUBLE);
            let label = super::super::names::last_part(currency);
            let currency = self.builder.authority(currency, &[class::CONCEPT], &label);
            self.graph().link(cost, property::CURRENCY, currency);
        }
    }

    /// A case is a requirement its papers support. A dossier of one case without a name and a note needs none.
    pub(super) fn dossier(&mut self) {
        let procedure = self.procedure;
        let cases = procedure.dossier.as_slice();
        let plain = matches!(cases, [one] if one.case.is_none() && one.note.is_none() && !one.papers.is_empty());
        for (case, at) in cases.iter().zip(1..) {
            let requirement = (!plain).then(|| self.case(case, at));
            for (paper, number) in case.papers.iter().zip(1..) {
                self.paper(paper, requirement, at, number);
            }
        }
    }

    fn case(&mut self, case: &DossierCase, at: usize) -> NodeId {
        const KEY: &str = "ho_so";
        let requirement = self.of_kind(class::REQUIREMENT, &[KEY, &at.to_string()], KEY);
        self.title(requirement, case.case.as_deref(), filled::CASE, at);
        if let Some(note) = case.note.as_deref().filter(|note| !note.trim().is_empty()) {
            let rule = self.rule(&[KEY, &at.to_string(), "luu_y"], KEY, "Lưu ý");
            self.graph().words(rule, property::DESCRIPTION, note);
            self.graph().link(requirement, property::FULFILS, rule);
        }
        let node = self.node;
        self.graph().link(node, property::HOLDS_REQUIREMENT, requirement);
        requirement
    }

    fn paper(&mut self, paper: &Paper, requirement: Option<NodeId>, at: usize, number_in_case: usize) {
        const KEY: &str = "ho_so";
        let (at, last) = (at.to_string(), number_in_case.to_string());
        let evidence = self.part(class::EVIDENCE, &[KEY, &at, "giay_to", &last]);
        let node = self.node;
        self.graph().link(node, property::HAS_INPUT, evidence);
        if let Some(requirement) = requirement {
            self.graph().link(evidence, property::SUPPORTS_REQUIREMENT, requirement);
            self.graph()
                .link(requirement, property::HAS_SUPPORTING_EVIDENCE, evidence);
        }
        if !paper.name.trim().is_empty() {
            self.graph().words(evidence, property::TITLE, &paper.name);
        }
        if let Some(form) = paper.form.as_deref().filter(|form| !form.trim().is_empty()) {
            let document = self.graph_node(&[KEY, &at, "giay_to", &last, "mau"]);
            self.graph().is(document, class::DOCUMENT);
            self.graph().words(document, property::TITLE, form);
            self.graph().link(evidence, property::PAGE, document);
        }
        for (part, text) in [
            ("giay_to.ban_chinh", number(paper.originals)),
            ("giay_to.ban_sao", number(paper.copies)),
            ("giay_to.neu_co", paper.if_any.then(|| "có".to_owned())),
            ("giay_to.ghi_chu", paper.note.clone()),
        ] {
            self.say(evidence, map::OF_EVIDENCE, (KEY, part), text.as_deref());
        }
    }

    /// A resource of this procedure that has no identifier of its own.
    fn graph_node(&mut self, parts: &[&str]) -> NodeId {
        let iri = self.code.clone() + "/" + &parts.join("/");
        self.graph().node(&iri)
    }

    pub(super) fn results(&mut self) {
        const KEY: &str = "ket_qua";
        let (node, procedure) = (self.node, self.procedure);
        for (result, at) in procedure.results.iter().zip(1..) {
            let output = self.part(class::OUTPUT, &[KEY, &at.to_string()]);
            self.graph().link(node, property::PRODUCES, output);
            if !result.name.trim().is_empty() {
                self.graph().words(output, property::TITLE, &result.name);
            }
            if let Some(code) = text(result.code.as_ref()).filter(|code| !code.trim().is_empty()) {
                let kind = self.builder.concept("ma_ket_qua", code);
                self.graph().link(output, property::KIND, kind);
            }
            self.say(
                output,
                map::OF_OUTPUT,
                (KEY, "thoi_han_hieu_luc"),
                result.validity.as_deref(),
            );
        }
    }

    /// A clause is a resource of its own, related to its document.
    pub(super) fn legal_bases(&mut self) {
        let (node, procedure) = (self.node, self.procedure);
        for basis in &procedure.legal_bases {
            let mut law = self.builder.document(&basis.number);
            if let Some(clause) = text(basis.clause.as_ref()).filter(|clause| !clause.trim().is_empty()) {
                let parts = [DOCUMENTS, basis.number.text(), "dieu_khoan", clause];
                let (part, new) = self.builder.shared(&parts, class::LEGAL_RESOURCE);
                if new {
                    let line = map::line(map::OF_LAW, "can_cu_phap_ly", "dieu_khoan", clause);
                    self.graph().words(part, property::DESCRIPTION, &line);
                    self.graph().link(part, property::RELATION, law);
                }
                law = part;
            }
            self.graph().link(node, property::HAS_LEGAL_RESOURCE, law);
        }
    }

    pub(super) fn requirements(&mut self) {
        const KEY: &str = "yeu_cau_dieu_kien";
        let (node, procedure) = (self.node, self.procedure);
        for (row, at) in procedure.requirements.iter().zip(1..) {
            let requirement = self.of_kind(class::REQUIREMENT, &[KEY, &at.to_string()], KEY);
            self.graph().link(node, property::HOLDS_REQUIREMENT, requirement);
            if !row.text.trim().is_empty() {
                self.graph().words(requirement, property::TITLE, &row.text);
            }
            if let Some(basis) = row.basis.as_ref().filter(|basis| !basis.text().trim().is_empty()) {
                let rule = self.ground(basis, at);
                self.graph().link(requirement, property::FULFILS, rule);
            }
        }
    }

    /// The provision that sets a requirement, as written, and the document it cites where one can be read.
    fn ground(&mut self, basis: &Written<LegalRef>, at: usize) -> NodeId {
        const KEY: &str = "yeu_cau_dieu_kien";
        let rule = self.rule(&[KEY, &at.to_string(), "can_cu"], KEY, basis.text());
        self.graph().words(rule, property::DESCRIPTION, basis.text());
        if let Some(cited) = basis.value() {
            let law = self.builder.document(&cited.document.to_string().as_str().into());
            self.graph().link(rule, property::IMPLEMENTS, law);
        }
        rule
    }
}

fn duration(limit: &Written<TimeLimit>) -> Option<String> {
    limit.value().and_then(values::duration)
}

//! What has entries: steps, channels and fees, papers, results, legal bases, requirements.

use super::super::graph::{NodeId, Value};
use super::super::map;
use super::super::terms::{class, property};
use super::{Reader, Said};
use crate::catalogue::procedure::{
    ChannelRow, DossierCase, FeeRow, LegalBasis, Paper, ProcedureResult, Requirement, Step,
};
use crate::catalogue::values::{ParseValueError, Written};
use crate::text;

fn written<T: std::str::FromStr<Err = ParseValueError>>(text: Option<String>) -> Option<Written<T>> {
    text.map(Written::new)
}

impl Reader<'_> {
    /// Rules of the procedure are its steps; one of ours may be its announcement.
    pub(super) fn rules(&mut self) {
        for rule in self.parts(property::FOLLOWS) {
            let said = self.said(rule, map::OF_RULE);
            if self.stands_for(rule, property::KIND).as_deref() == Some("quyet_dinh_cong_bo") {
                self.procedure.announced_by = written(said.part("quyet_dinh_cong_bo", ""));
                self.procedure.announced_on = written(said.part("ngay_cong_bo", ""));
                continue;
            }
            let name = self.text(rule, property::TITLE);
            let part = |part: &str| said.part("trinh_tu", part);
            self.procedure.steps.push(Step {
                name,
                text: said.own("trinh_tu", "noi_dung"),
                actor: part("co_quan"),
                time_limit: written(part("thoi_han")),
            });
        }
    }

    pub(super) fn channels(&mut self) {
        let graph = self.graph;
        let costs = self.parts(property::HAS_COST);
        let channels = self.parts(property::HAS_CHANNEL);
        // The time of the whole procedure holds for each channel that has none of its own.
        let whole = graph.literals(self.node, property::PROCESSING_TIME).next();
        for channel in &channels {
            let said = self.said(*channel, map::OF_CHANNEL);
            let kind = graph.values(*channel, property::KIND).next();
            let kind = kind.map(|value| self.label(value));
            // A cost that names no channel is due whatever the channel.
            let due = |cost: &&NodeId| self.costs.0.get(*cost).is_none_or(|through| through == channel);
            let due: Vec<NodeId> = costs.iter().filter(due).copied().collect();
            let fees = due.into_iter().map(|cost| self.fee(cost)).collect();
            let part = |part: &str| said.part("cach_thuc", part);
            let own = graph.literals(*channel, property::PROCESSING_TIME).next().or(whole);
            let time = part("thoi_han").or_else(|| own.and_then(|time| in_words(time.value())));
            self.procedure.channels.push(ChannelRow {
                channel: kind.unwrap_or_default().as_str().into(),
                time_limit: written(time),
                fees,
                online_level: written(part("muc_do")),
                former_online_level: written(part("muc_do_cu")),
                partial_reason: part("ly_do_mot_phan"),
                note: said.own("cach_thuc", "mo_ta"),
            });
        }
        let elsewhere = |cost: &&NodeId| {
            let through = self.costs.0.get(*cost);
            channels.is_empty() || through.is_some_and(|through| !channels.contains(through))
        };
        let lost = costs.iter().filter(elsewhere).count();
        if lost > 0 {
            self.remark(format!(
                "{lost} khoản phí, lệ phí không thuộc cách thức nào của thủ tục, không nhập"
            ));
        }
    }

    fn fee(&mut self, cost: NodeId) -> FeeRow {
        let said = self.said(cost, map::OF_COST);
        let part = |part: &str| said.part("cach_thuc", part);
        let amount = part("phi_le_phi.muc").or_else(|| self.amount(cost, &said));
        let own = (!said.own.is_empty()).then(|| said.own.join("\n"));
        FeeRow {
            name: part("phi_le_phi.ten"),
            amount: written(amount),
            basis: written(part("phi_le_phi.can_cu")),
            note: part("phi_le_phi.ghi_chu").or(own),
        }
    }

    /// The amount in words, for a cost that has only a value: no description of ours tells what was written.
    fn amount(&self, cost: NodeId, said: &Said<'_>) -> Option<String> {
        if !said.parts.is_empty() {
            return None;
        }
        let value = self.graph.literals(cost, property::HAS_VALUE).next()?.value();
        let currency = self.graph.links(cost, property::CURRENCY).next();
        let currency = currency.map(|node| super::last_part(self.graph.name(node)));
        let number = value.trim().parse::<f64>().ok()?;
        let amount = in_figures(number).unwrap_or_else(|| value.to_owned());
        Some(match (number, currency.as_deref()) {
            (0.0, _) => "Miễn phí".to_owned(),
            (_, Some("VND")) => format!("{amount} đồng"),
            (_, Some(other)) => format!("{amount} {other}"),
            (_, None) => amount,
        })
    }

    pub(super) fn dossier(&mut self) {
        let graph = self.graph;
        let mut cases: Vec<(NodeId, DossierCase)> = Vec::new();
        for requirement in self.parts(property::HOLDS_REQUIREMENT) {
            if self.stands_for(requirement, property::KIND).as_deref() == Some("ho_so") {
                let case = DossierCase {
                    case: self.text(requirement, property::TITLE),
                    papers: Vec::new(),
                    note: self.grounds(requirement),
                };
                cases.push((requirement, case));
            } else {
                let text = self.text(requirement, property::TITLE).unwrap_or_default();
                let basis = written(self.grounds(requirement));
                self.procedure.requirements.push(Requirement { text, basis });
            }
        }
        let mut loose = DossierCase::default();
        for evidence in self.papers() {
            let paper = self.paper(evidence);
            let mut supported = graph.links(evidence, property::SUPPORTS_REQUIREMENT);
            let at = supported.find_map(|one| cases.iter().position(|(case, _)| *case == one));
            match at {
                Some(at) => cases[at].1.papers.push(paper),
                None => loose.papers.push(paper),
            }
        }
        let loose = (!loose.papers.is_empty()).then_some(loose);
        self.procedure.dossier = loose
            .into_iter()
            .chain(cases.into_iter().map(|(_, case)| case))
            .collect();
    }

    /// The papers; a graph that names only their types is read by these.
    fn papers(&self) -> Vec<NodeId> {
        let papers = self.parts(property::HAS_INPUT);
        if papers.is_empty() {
            return self.parts(property::HAS_INPUT_TYPE);
        }
        papers
    }

    fn paper(&mut self, evidence: NodeId) -> Paper {
        let graph = self.graph;
        let said = self.said(evidence, map::OF_EVIDENCE);
        let form = graph.links(evidence, property::PAGE).next();
        // A type of papers has an identifier and no title in the profile.
        let of_type = match graph.is_a(evidence, class::EVIDENCE_TYPE) {
            true => self.label_of(evidence),
            false => String::new(),
        };
        let part = |part: &str| said.part("ho_so", part);
        let count = |key: &str| part(key).and_then(|count| count.parse().ok()).unwrap_or(0);
        let own = (!said.own.is_empty()).then(|| said.own.join("\n"));
        Paper {
            name: self.text(evidence, property::TITLE).unwrap_or(of_type),
            form: form.map(|form| self.label_of(form)),
            originals: count("giay_to.ban_chinh"),
            copies: count("giay_to.ban_sao"),
            if_any: part("giay_to.neu_co").is_some(),
            note: part("giay_to.ghi_chu").or(own),
        }
    }

    /// What the rules a requirement fulfils say.
    fn grounds(&mut self, requirement: NodeId) -> Option<String> {
        let graph = self.graph;
        let rules = graph.links(requirement, property::FULFILS);
        let texts: Vec<String> = rules
            .filter_map(|rule| self.text(rule, property::DESCRIPTION))
            .collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }

    pub(super) fn results(&mut self) {
        let graph = self.graph;
        for output in self.parts(property::PRODUCES) {
            let said = self.said(output, map::OF_OUTPUT);
            let mut kinds = graph.links(output, property::KIND);
            let code = kinds.find(|kind| self.scheme(*kind) == Some("ma_ket_qua"));
            let code = code.map(|kind| self.label_of(kind));
            let name = self.text(output, property::TITLE).unwrap_or_default();
            if !said.own.is_empty() {
                self.remark(format!(
                    "mô tả của kết quả «{name}» không có chỗ trong danh mục, không nhập"
                ));
            }
            self.procedure.results.push(ProcedureResult {
                name,
                code: written(code),
                validity: said.part("ket_qua", "thoi_han_hieu_luc"),
            });
        }
    }

    pub(super) fn legal_bases(&mut self) {
        let graph = self.graph;
        for law in graph.values(self.node, property::HAS_LEGAL_RESOURCE) {
            let Value::Node(law) = law else {
                let number = self.label(law);
                self.procedure.legal_bases.push(LegalBasis {
                    number: number.as_str().into(),
                    clause: None,
                });
                continue;
            };
            let said = self.said(*law, map::OF_LAW);
            let numbered = |node: &NodeId| graph.literals(*node, property::ID_LOCAL).next().is_some();
            let whole = std::iter::once(*law)
                .chain(graph.links(*law, property::RELATION))
                .find(numbered);
            let number = whole.and_then(|node| graph.literals(node, property::ID_LOCAL).next());
            let number = number.map_or_else(|| self.label_of(*law), |number| number.value().to_owned());
            self.procedure.legal_bases.push(LegalBasis {
                number: number.as_str().into(),
                clause: written(said.part("can_cu_phap_ly", "dieu_khoan")),
            });
            if let Some(title) = whole.and_then(|node| self.text(node, property::LEGAL_TITLE)) {
                let day = whole.and_then(|node| graph.literals(node, property::DATE_DOCUMENT).next());
                self.documents
                    .push((number, title, day.map(|day| day.value().to_owned())));
            }
        }
    }
}

/// A whole amount as people write it: 8.000.
fn in_figures(number: f64) -> Option<String> {
    // Up to here every whole number is exact.
    const MOST: f64 = 9_007_199_254_740_992.0;
    if number.fract() != 0.0 || number.abs() > MOST {
        return None;
    }
    let whole: i128 = format!("{number:.0}").parse().ok()?;
    Some(text::number(whole))
}

/// A duration of one kind of unit in words; `None` for one of several.
fn in_words(duration: &str) -> Option<String> {
    let span = duration.trim().strip_prefix('P')?;
    let (span, units) = match span.strip_prefix('T') {
        Some(hours) => (hours, [("H", "giờ"), ("M", "phút"), ("S", "giây")]),
        None => (span, [("D", "ngày"), ("M", "tháng"), ("Y", "năm")]),
    };
    units.into_iter().find_map(|(letter, unit)| {
        let number: u32 = span.strip_suffix(letter)?.parse().ok()?;
        Some(format!("{number:02} {unit}"))
    })
}

#[cfg(test)]
mod tests {
    use super::{in_figures, in_words};

    #[test]
    fn a_whole_amount_has_its_dots() {
        assert_eq!(in_figures(8.0e6).as_deref(), Some("8.000.000"));
        assert_eq!(in_figures(0.5), None);
        assert_eq!(in_figures(f64::INFINITY), None);
    }

    #[test]
    fn a_duration_of_one_unit_has_words() {
        assert_eq!(in_words("P5D").as_deref(), Some("05 ngày"));
        assert_eq!(in_words("PT4H").as_deref(), Some("04 giờ"));
        assert_eq!(in_words("P1Y2M"), None);
        assert_eq!(in_words("5 ngày"), None);
    }
}

//! One change to a procedure, as a decision writes it, and how it is carried out.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::procedure::{ChannelRow, Paper, Procedure};
use crate::catalogue::values::{Channel, Fee, Level, OnlineLevel, TimeLimit, Unit, Written};
use crate::text;

/// One change. Exactly one of the first keys says what changes; the others belong to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Amendment {
    /// Drops a paper from every case.
    #[serde(rename = "bo_giay_to", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Bỏ giấy tờ",
        description = "Tên giấy tờ bỏ khỏi hồ sơ, đúng như trong thủ tục."
    )]
    pub drop_paper: Option<String>,
    /// Puts another paper in its place.
    #[serde(rename = "thay_giay_to", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Thay giấy tờ",
        description = "Tên giấy tờ được thay; ghi giấy tờ mới ở khóa bang."
    )]
    pub replace_paper: Option<String>,
    /// The paper that comes in its place.
    #[serde(rename = "bang", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Bằng", description = "Tên giấy tờ mới.")]
    pub replacement: Option<String>,
    /// New time limit.
    #[serde(rename = "thoi_han", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Thời hạn mới", description = "Ví dụ 07 ngày làm việc.")]
    pub time_limit: Option<Written<TimeLimit>>,
    /// New amount of a fee.
    #[serde(rename = "muc_phi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mức phí mới", description = "Ví dụ 250.000 đồng.")]
    pub fee: Option<Written<Fee>>,
    /// The fee meant, when there are several.
    #[serde(rename = "ten_phi", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Tên phí", description = "Tên khoản phí; bỏ trống nếu chỉ có một.")]
    pub fee_name: Option<String>,
    /// Drops a requirement.
    #[serde(rename = "bo_yeu_cau", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Bỏ yêu cầu, điều kiện",
        description = "Nội dung yêu cầu, đúng như trong thủ tục."
    )]
    pub drop_requirement: Option<String>,
    /// New number of sets.
    #[serde(rename = "so_bo", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Số bộ hồ sơ mới", description = "Ví dụ 1.")]
    pub sets: Option<u32>,
    /// A channel to open, or the online channel to raise.
    #[serde(rename = "mo_hinh_thuc", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mở hình thức nộp", description = "Trực tuyến hoặc Dịch vụ bưu chính.")]
    pub open_channel: Option<Written<Channel>>,
    /// How far the online service goes.
    #[serde(rename = "muc_do", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Mức độ trực tuyến", description = "Toàn trình hoặc Một phần.")]
    pub online_level: Option<Written<OnlineLevel>>,
    /// New levels.
    #[serde(rename = "cap_thuc_hien", skip_serializing_if = "Vec::is_empty")]
    #[schemars(title = "Cấp thực hiện mới", description = "Danh sách cấp thực hiện sau sửa đổi.")]
    pub levels: Vec<Written<Level>>,
    /// New agencies, with the new levels.
    #[serde(rename = "co_quan_thuc_hien", skip_serializing_if = "Vec::is_empty")]
    #[schemars(
        title = "Cơ quan thực hiện mới",
        description = "Danh sách cơ quan thực hiện sau sửa đổi."
    )]
    pub agencies: Vec<String>,
    /// New name.
    #[serde(rename = "ten", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Tên mới", description = "Tên thủ tục sau sửa đổi.")]
    pub name: Option<String>,
    /// The channel meant by a time limit or a fee; all when absent.
    #[serde(rename = "hinh_thuc", skip_serializing_if = "Option::is_none")]
    #[schemars(
        title = "Hình thức nộp",
        description = "Chỉ áp dụng cho hình thức này; bỏ trống là mọi hình thức."
    )]
    pub channel: Option<Written<Channel>>,
    /// Why, where it differs from the decision's reason.
    #[serde(rename = "ly_do", skip_serializing_if = "Option::is_none")]
    #[schemars(title = "Lý do", description = "Lý do riêng của nội dung này.")]
    pub reason: Option<String>,
}

/// What an amendment did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// In official wording: `Bãi bỏ thành phần hồ sơ: “…”`.
    pub wording: String,
    /// YAML paths of the base it touched.
    pub paths: Vec<String>,
}

impl Amendment {
    /// Carries the change out.
    ///
    /// # Errors
    ///
    /// In Vietnamese, when it does not fit the procedure; nothing is changed then.
    pub fn apply(&self, procedure: &mut Procedure) -> Result<Effect, String> {
        let given = [
            self.drop_paper.is_some(),
            self.replace_paper.is_some(),
            self.time_limit.is_some(),
            self.fee.is_some(),
            self.drop_requirement.is_some(),
            self.sets.is_some(),
            self.open_channel.is_some(),
            !self.levels.is_empty() || !self.agencies.is_empty(),
            self.name.is_some(),
        ];
        if given.iter().filter(|given| **given).count() != 1 {
            return Err("mỗi mục sửa đổi phải ghi đúng một việc (bo_giay_to, thoi_han, muc_phi …)".to_owned());
        }
        if let Some(name) = &self.drop_paper {
            drop_paper(procedure, name)
        } else if let Some(name) = &self.replace_paper {
            replace_paper(procedure, name, self.replacement.as_deref())
        } else if let Some(limit) = &self.time_limit {
            self.set_time_limit(procedure, limit)
        } else if let Some(fee) = &self.fee {
            self.set_fee(procedure, fee)
        } else if let Some(requirement) = &self.drop_requirement {
            drop_requirement(procedure, requirement)
        } else if let Some(sets) = self.sets {
            set_sets(procedure, sets)
        } else if let Some(channel) = &self.open_channel {
            self.open_channel(procedure, channel)
        } else if let Some(name) = &self.name {
            rename(procedure, name)
        } else {
            self.move_level(procedure)
        }
    }

    fn concerns(&self, row: &ChannelRow) -> bool {
        self.channel
            .as_ref()
            .is_none_or(|wanted| wanted.value().is_some() && wanted.value() == row.channel.value())
    }

    fn only_channel(&self) -> String {
        self.channel
            .as_ref()
            .map(|channel| format!(" khi nộp hồ sơ {}", text::lower_first(channel.text())))
            .unwrap_or_default()
    }

    fn set_time_limit(&self, procedure: &mut Procedure, limit: &Written<TimeLimit>) -> Result<Effect, String> {
        let new = limit
            .value()
            .ok_or_else(|| format!("không hiểu thời hạn mới «{}»", limit.text()))?;
        let (mut paths, mut before) = (Vec::new(), Vec::new());
        for (at, row) in procedure
            .channels
            .iter()
            .enumerate()
            .filter(|(_, row)| self.concerns(row))
        {
            let Some(old) = row.time_limit.as_ref() else { continue };
            match old.value().and_then(|old| new.compare(old)) {
                Some(std::cmp::Ordering::Less) => {}
                Some(_) => return Err(format!("thời hạn mới {} không ngắn hơn {}", limit.text(), old.text())),
                None => return Err(format!("không so sánh được {} với {}", limit.text(), old.text())),
            }
            paths.push(format!("cach_thuc[{at}].thoi_han"));
            if !before.contains(&old.text().to_owned()) {
                before.push(old.text().to_owned());
            }
        }
        if paths.is_empty() {
            return Err("không có cách thức nào ghi thời hạn để giảm".to_owned());
        }
        for row in procedure
            .channels
            .iter_mut()
            .filter(|row| self.concerns(row) && row.time_limit.is_some())
        {
            row.time_limit = Some(limit.clone());
        }
        let wording = format!(
            "Giảm thời gian giải quyết{} từ {} xuống còn {}",
            self.only_channel(),
            before.join("; "),
            limit.text()
        );
        Ok(Effect { wording, paths })
    }

    fn set_fee(&self, procedure: &mut Procedure, fee: &Written<Fee>) -> Result<Effect, String> {
        let new = fee
            .value()
            .ok_or_else(|| format!("không hiểu mức phí mới «{}»", fee.text()))?;
        let named = |name: Option<&String>| {
            let wanted = self.fee_name.as_deref().map(text::canonical);
            wanted.is_none_or(|wanted| name.is_some_and(|name| text::canonical(name) == wanted))
        };
        let (mut paths, mut before, mut what) = (Vec::new(), Vec::new(), String::new());
        for (path, channel, row) in procedure.fees() {
            if !self.concerns(channel) || !named(row.name.as_ref()) {
                continue;
            }
            let Some(old) = row
                .amount
                .as_ref()
                .filter(|old| old.value().is_some_and(Fee::is_payable))
            else {
                continue;
            };
            if old.value().and_then(|old| new.compare(old)) != Some(std::cmp::Ordering::Less) {
                return Err(format!("mức mới {} không thấp hơn {}", fee.text(), old.text()));
            }
            what = row.name.clone().unwrap_or_else(|| "phí, lệ phí".to_owned());
            paths.push(format!("{path}.muc"));
            if !before.contains(&old.text().to_owned()) {
                before.push(old.text().to_owned());
            }
        }
        if paths.is_empty() {
            return Err("không có khoản phí nào như vậy để giảm".to_owned());
        }
        for row in procedure.channels.iter_mut().filter(|row| self.concerns(row)) {
            for fee_row in row.fees.iter_mut().filter(|row| named(row.name.as_ref())) {
                if fee_row
                    .amount
                    .as_ref()
                    .and_then(Written::value)
                    .is_some_and(Fee::is_payable)
                {
                    fee_row.amount = Some(fee.clone());
                }
            }
        }
        let wording = format!(
            "Giảm {}{} từ {} xuống còn {}",
            text::lower_first(&what),
            self.only_channel(),
            before.join("; "),
            fee.text()
        );
        Ok(Effect { wording, paths })
    }

    fn open_channel(&self, procedure: &mut Procedure, channel: &Written<Channel>) -> Result<Effect, String> {
        let wanted = channel
            .value()
            .ok_or_else(|| format!("không có hình thức nộp «{}»", channel.text()))?;
        let level = self
            .online_level
            .as_ref()
            .map(|level| format!(", mức độ {}", text::lower_first(level.text())))
            .unwrap_or_default();
        let existing = procedure
            .channels
            .iter()
            .position(|row| row.channel.value() == Some(wanted));
        match existing {
            Some(at) if self.online_level.is_some() && procedure.channels[at].online_level != self.online_level => {
                procedure.channels[at].online_level.clone_from(&self.online_level);
                procedure.channels[at].partial_reason = None;
                let wording = format!("Nâng dịch vụ công {}{level}", text::lower_first(channel.text()));
                Ok(Effect {
                    wording,
                    paths: vec![format!("cach_thuc[{at}].muc_do")],
                })
            }
            Some(_) => Err(format!("đã có hình thức nộp «{}»", channel.text())),
            None => {
                // The new channel takes over limits and fees of the first one until a decision says otherwise.
                let like = procedure.channels.first().cloned().unwrap_or_default();
                procedure.channels.push(ChannelRow {
                    channel: channel.clone(),
                    online_level: self.online_level.clone(),
                    partial_reason: None,
                    note: None,
                    ..like
                });
                let wording = format!(
                    "Bổ sung hình thức nộp hồ sơ {}{level}",
                    text::lower_first(channel.text())
                );
                Ok(Effect {
                    wording,
                    paths: vec!["cach_thuc".to_owned()],
                })
            }
        }
    }

    fn move_level(&self, procedure: &mut Procedure) -> Result<Effect, String> {
        let names = |levels: &[Written<Level>]| levels.iter().map(Written::text).collect::<Vec<_>>().join(", ");
        let mut wording = Vec::new();
        let mut paths = Vec::new();
        if !self.levels.is_empty() && self.levels != procedure.levels {
            let (from, to) = (
                text::lower_first(&names(&procedure.levels)),
                text::lower_first(&names(&self.levels)),
            );
            wording.push(format!("Chuyển thẩm quyền giải quyết từ {from} sang {to}"));
            paths.push("cap_thuc_hien".to_owned());
            procedure.levels.clone_from(&self.levels);
        }
        if !self.agencies.is_empty() && self.agencies != procedure.executing_agencies {
            wording.push(format!("cơ quan thực hiện: {}", self.agencies.join(", ")));
            paths.push("co_quan_thuc_hien".to_owned());
            procedure.executing_agencies.clone_from(&self.agencies);
        }
        if paths.is_empty() {
            return Err("cấp và cơ quan thực hiện đã như vậy".to_owned());
        }
        Ok(Effect {
            wording: text::capitalise_first(&wording.join("; ")),
            paths,
        })
    }
}

fn same(a: &str, b: &str) -> bool {
    text::same_but_for_spelling(a, b)
}

fn paper_paths(procedure: &Procedure, name: &str) -> Result<Vec<String>, String> {
    let paths: Vec<String> = procedure
        .papers()
        .filter(|(.., paper)| same(&paper.name, name))
        .map(|(path, ..)| path)
        .collect();
    if paths.is_empty() {
        let known: Vec<&str> = procedure.papers().map(|(.., paper)| paper.name.as_str()).collect();
        return Err(format!(
            "hồ sơ không có giấy tờ «{name}»; đang có: {}",
            known.join("; ")
        ));
    }
    Ok(paths)
}

fn drop_paper(procedure: &mut Procedure, name: &str) -> Result<Effect, String> {
    let paths = paper_paths(procedure, name)?;
    for case in &mut procedure.dossier {
        case.papers.retain(|paper| !same(&paper.name, name));
    }
    procedure
        .dossier
        .retain(|case| !case.papers.is_empty() || case.note.is_some());
    Ok(Effect {
        wording: format!("Bãi bỏ thành phần hồ sơ: “{name}”"),
        paths,
    })
}

fn replace_paper(procedure: &mut Procedure, name: &str, by: Option<&str>) -> Result<Effect, String> {
    let by = by
        .filter(|by| !by.trim().is_empty())
        .ok_or("thay_giay_to phải có khóa bang")?;
    let paths = paper_paths(procedure, name)?;
    for case in &mut procedure.dossier {
        for paper in case.papers.iter_mut().filter(|paper| same(&paper.name, name)) {
            *paper = Paper {
                name: by.to_owned(),
                ..paper.clone()
            };
        }
    }
    Ok(Effect {
        wording: format!("Thay thành phần hồ sơ “{name}” bằng “{by}”"),
        paths,
    })
}

fn drop_requirement(procedure: &mut Procedure, requirement: &str) -> Result<Effect, String> {
    let at = procedure
        .requirements
        .iter()
        .position(|known| same(&known.text, requirement));
    let at = at.ok_or_else(|| format!("không có yêu cầu, điều kiện «{requirement}»"))?;
    procedure.requirements.remove(at);
    Ok(Effect {
        wording: format!("Bãi bỏ yêu cầu, điều kiện: “{requirement}”"),
        paths: vec![format!("yeu_cau_dieu_kien[{at}]")],
    })
}

fn set_sets(procedure: &mut Procedure, sets: u32) -> Result<Effect, String> {
    let old = procedure.sets.ok_or("thủ tục không ghi số bộ hồ sơ")?;
    if sets >= old {
        return Err(format!("số bộ mới {sets} không ít hơn {old}"));
    }
    procedure.sets = Some(sets);
    let wording = format!(
        "Giảm số lượng hồ sơ từ {} bộ xuống còn {} bộ",
        text::count(old.into()),
        text::count(sets.into())
    );
    Ok(Effect {
        wording,
        paths: vec!["so_bo".to_owned()],
    })
}

fn rename(procedure: &mut Procedure, name: &str) -> Result<Effect, String> {
    if same(&procedure.name, name) {
        return Err("tên thủ tục đã như vậy".to_owned());
    }
    procedure.name = name.to_owned();
    Ok(Effect {
        wording: format!("Sửa tên thủ tục thành “{name}”"),
        paths: vec!["ten".to_owned()],
    })
}

/// The longest limits of two versions in one unit, and the share that was cut: what the benefit of a shorter limit is.
pub fn time_cut(before: &Procedure, after: &Procedure) -> Option<(String, String, Decimal, Decimal, Unit)> {
    let pairs = before.channels.iter().filter_map(|row| {
        let other = after.channels.iter().find(|other| other.channel == row.channel)?;
        let (old, new) = (row.time_limit.as_ref()?, other.time_limit.as_ref()?);
        let ((from, unit), (to, unit_after)) = (old.value()?.amount()?, new.value()?.amount()?);
        (unit == unit_after && to < from).then(|| (old.text().to_owned(), new.text().to_owned(), from, to, unit))
    });
    pairs.max_by_key(|(_, _, from, to, _)| *from - *to)
}

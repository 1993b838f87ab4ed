//! Dossier counts in `thong_ke/<nam>.csv`: how often each procedure is really used.

use std::collections::BTreeMap;

use csv::StringRecord;
use serde::Deserialize;

use crate::finding::{Finding, Place, Severity};

/// Counts of one procedure at one unit in one year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Code of the procedure.
    #[serde(rename = "ma")]
    pub code: String,
    /// Unit that counted.
    #[serde(rename = "don_vi")]
    pub unit: String,
    /// Dossiers received.
    #[serde(rename = "tiep_nhan")]
    pub received: u64,
    /// Of these, handed in online.
    #[serde(rename = "truc_tuyen")]
    pub online: u64,
    /// Settled before the limit.
    #[serde(rename = "truoc_han")]
    pub early: u64,
    /// Settled on time.
    #[serde(rename = "dung_han")]
    pub on_time: u64,
    /// Settled late.
    #[serde(rename = "qua_han")]
    pub late: u64,
    /// Refused or withdrawn.
    #[serde(rename = "tu_choi")]
    pub refused: u64,
    /// Where the figures come from; "số liệu minh họa" marks invented ones.
    #[serde(rename = "nguon")]
    pub source: String,
    /// Carried over from the year before; a column of its own that may be missing, like those below.
    #[serde(rename = "ky_truoc", default)]
    pub carried_over: Option<u64>,
    /// Still being handled at the end of the year, within the limit.
    #[serde(rename = "dang_trong_han", default)]
    pub open_in_time: Option<u64>,
    /// Still being handled at the end of the year, beyond the limit.
    #[serde(rename = "dang_qua_han", default)]
    pub open_overdue: Option<u64>,
    /// Letters of apology sent for late and overdue dossiers.
    #[serde(rename = "xin_loi", default)]
    pub apologies: Option<u64>,
    /// Dossiers whose papers were digitised.
    #[serde(rename = "so_hoa", default)]
    pub digitised: Option<u64>,
    /// Times applicants were asked to supplement their dossiers.
    #[serde(rename = "bo_sung", default)]
    pub supplements: Option<u64>,
    /// Dossiers that were supplemented more than twice.
    #[serde(rename = "bo_sung_qua_hai", default)]
    pub supplemented_often: Option<u64>,
    /// Complaints and proposals received about the procedure.
    #[serde(rename = "phan_anh", default)]
    pub complaints: Option<u64>,
    /// Days that half of the settled dossiers took at most, in the unit of the procedure's time limit.
    #[serde(rename = "ngay_trung_vi", default)]
    pub median_days: Option<u64>,
    /// Days that nine in ten of the settled dossiers took at most, in the unit of the procedure's time limit.
    #[serde(rename = "ngay_p90", default)]
    pub days_of_nine_in_ten: Option<u64>,
    /// Line of the row in its file.
    #[serde(skip)]
    pub line: usize,
}

/// More dossiers in a year than there are people to hand them in; sums of this many cannot overflow.
pub const MOST: u64 = 1_000_000_000;

/// Columns every file has.
const COLUMNS: [&str; 9] = [
    "ma",
    "don_vi",
    "tiep_nhan",
    "truc_tuyen",
    "truoc_han",
    "dung_han",
    "qua_han",
    "tu_choi",
    "nguon",
];

/// Columns a file may have beside them. An empty cell says that the unit did not count it.
const OPTIONAL: [&str; 10] = [
    "ky_truoc",
    "dang_trong_han",
    "dang_qua_han",
    "xin_loi",
    "so_hoa",
    "bo_sung",
    "bo_sung_qua_hai",
    "phan_anh",
    "ngay_trung_vi",
    "ngay_p90",
];

/// All counts of a revision, by year and procedure.
#[derive(Debug, Clone, Default)]
pub struct Volumes {
    years: BTreeMap<u16, BTreeMap<String, Vec<Volume>>>,
}

/// Dossiers of one procedure in one year, over all units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearCount {
    /// Year.
    pub year: u16,
    /// Dossiers received.
    pub received: u64,
    /// Source as written in the file.
    pub source: String,
}

impl Volume {
    fn counts(&self) -> impl Iterator<Item = u64> {
        let always = [
            self.received,
            self.online,
            self.early,
            self.on_time,
            self.late,
            self.refused,
        ];
        let optional = [
            self.carried_over,
            self.open_in_time,
            self.open_overdue,
            self.apologies,
            self.digitised,
            self.supplements,
            self.supplemented_often,
            self.complaints,
            self.median_days,
            self.days_of_nine_in_ten,
        ];
        always.into_iter().chain(optional.into_iter().flatten())
    }

    /// Dossiers settled, whenever.
    pub fn settled(&self) -> u64 {
        self.early + self.on_time + self.late
    }

    /// Dossiers there were to handle: received, and carried over as far as that was counted.
    pub fn to_handle(&self) -> u64 {
        self.received + self.carried_over.unwrap_or(0)
    }

    /// What of the row cannot all be so, in Vietnamese.
    pub fn contradictions(&self) -> Vec<String> {
        let mut said = Vec::new();
        let number = crate::text::number;
        if let (Some(in_time), Some(overdue)) = (self.open_in_time, self.open_overdue) {
            let handled = self.settled() + self.refused + in_time + overdue;
            if handled != self.to_handle() {
                said.push(format!(
                    "tiếp nhận và kỳ trước chuyển sang {} hồ sơ, nhưng đã giải quyết, từ chối và đang giải quyết {}",
                    number(self.to_handle()),
                    number(handled)
                ));
            }
        }
        let behind = self.late + self.open_overdue.unwrap_or(0);
        if let Some(apologies) = self.apologies.filter(|apologies| *apologies > behind) {
            let (apologies, behind) = (number(apologies), number(behind));
            said.push(format!("{apologies} văn bản xin lỗi cho {behind} hồ sơ quá hạn"));
        }
        if let Some(digitised) = self.digitised.filter(|digitised| *digitised > self.to_handle()) {
            let (digitised, all) = (number(digitised), number(self.to_handle()));
            said.push(format!("số hóa {digitised} hồ sơ trong {all} hồ sơ"));
        }
        said
    }
}

impl Volumes {
    /// Reads one year's file into the set; wrong rows become findings, the others are kept.
    pub fn read(&mut self, path: &str, text: &str) -> Vec<Finding> {
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".csv");
        let Ok(year) = stem.parse::<u16>() else {
            let message = format!("tên tệp thống kê «{stem}» không phải là năm");
            return vec![
                Finding::new("thong-ke", Severity::Error, Place::file(path), message)
                    .advice("đặt tên tệp là năm, ví dụ 2025.csv"),
            ];
        };
        let mut findings = Vec::new();
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        if let Some(message) = wrong_header(&header) {
            let place = place(path, text, header.position());
            let advice = format!("các cột: {}; có thể thêm: {}", COLUMNS.join(","), OPTIONAL.join(","));
            return vec![Finding::new("thong-ke", Severity::Error, place, message).advice(advice)];
        }
        for record in reader.records() {
            let at = record
                .as_ref()
                .map_or_else(csv::Error::position, StringRecord::position);
            let place = place(path, text, at);
            let mut say = |message: String, advice: &str| {
                findings.push(Finding::new("thong-ke", Severity::Error, place.clone(), message).advice(advice));
            };
            let row = record.and_then(|record| record.deserialize::<Volume>(Some(&header)));
            let volume = match row {
                Ok(row) => Volume {
                    line: place.line,
                    ..row
                },
                Err(error) => {
                    let message = format!("dòng thống kê không đọc được: {}", why(&error, &header));
                    say(
                        message,
                        "ghi đủ các cột như dòng đầu, số hồ sơ là số nguyên không có dấu chấm",
                    );
                    continue;
                }
            };
            if volume.counts().any(|count| count > MOST) {
                say(
                    format!("{}: số hồ sơ lớn vô lý", volume.code),
                    "kiểm tra lại các cột số hồ sơ của dòng này",
                );
                continue;
            }
            if volume.online > volume.received {
                say(
                    format!(
                        "{}: hồ sơ trực tuyến ({}) nhiều hơn hồ sơ tiếp nhận ({})",
                        volume.code, volume.online, volume.received
                    ),
                    "kiểm tra lại hai cột tiep_nhan và truc_tuyen",
                );
            }
            let rows = self.years.entry(year).or_default();
            rows.entry(volume.code.clone()).or_default().push(volume);
        }
        findings
    }

    /// Years with figures, oldest first.
    pub fn years(&self) -> impl DoubleEndedIterator<Item = u16> + '_ {
        self.years.keys().copied()
    }

    /// Dossiers of a procedure in each year that has a row for it, oldest first.
    pub fn of(&self, code: &str) -> Vec<YearCount> {
        self.years
            .iter()
            .filter_map(|(&year, rows)| {
                let rows = rows.get(code)?;
                let source = rows.first().map(|row| row.source.clone()).unwrap_or_default();
                Some(YearCount {
                    year,
                    received: rows.iter().map(|row| row.received).sum(),
                    source,
                })
            })
            .collect()
    }

    /// The rows of a procedure in each year, oldest first.
    pub fn rows_of(&self, code: &str) -> impl DoubleEndedIterator<Item = (u16, &[Volume])> {
        self.years
            .iter()
            .filter_map(move |(&year, codes)| Some((year, codes.get(code)?.as_slice())))
    }

    /// Every row with its year.
    pub fn rows(&self) -> impl Iterator<Item = (u16, &Volume)> {
        self.years
            .iter()
            .flat_map(|(&year, codes)| codes.values().flatten().map(move |row| (year, row)))
    }
}

/// The line a row stands on. The reader counts from before the comments and empty lines that it passes over.
fn place(path: &str, text: &str, at: Option<&csv::Position>) -> Place {
    let Some(start) = at.and_then(|at| usize::try_from(at.byte()).ok()) else {
        return Place::file(path);
    };
    let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
    let passed = rest.lines().take_while(|line| line.is_empty() || line.starts_with('#'));
    Place {
        path: path.to_owned(),
        line: (before.matches('\n').count() + passed.count() + 1).min(text.lines().count().max(1)),
        column: 1,
    }
}

fn wrong_header(header: &StringRecord) -> Option<String> {
    if header.is_empty() {
        return Some("tệp trống".to_owned());
    }
    if let Some(missing) = COLUMNS.iter().find(|column| !header.iter().any(|own| own == **column)) {
        return Some(format!("thiếu cột «{missing}»"));
    }
    let odd = header.iter().enumerate().find(|(at, own)| {
        !COLUMNS.contains(own) && !OPTIONAL.contains(own) || header.iter().take(*at).any(|before| before == *own)
    });
    odd.map(|(_, odd)| format!("không có cột «{odd}», hoặc cột ghi hai lần"))
}

fn why(error: &csv::Error, header: &StringRecord) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("có {len} cột, cần {expected_len}"),
        csv::ErrorKind::Deserialize { err, .. } => {
            let column = err.field().and_then(|at| header.get(usize::try_from(at).ok()?));
            format!("cột «{}» không phải số nguyên", column.unwrap_or_default())
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon";

    fn read(text: &str) -> (Volumes, Vec<String>) {
        let mut volumes = Volumes::default();
        let findings = volumes.read("thong_ke/2025.csv", text);
        let said = findings
            .iter()
            .map(|finding| format!("{}: {}", finding.place, finding.message));
        (volumes, said.collect())
    }

    #[test]
    fn wrong_rows_are_named_with_their_line_and_left_out() {
        let row = |figures: &str| format!("1.000001,Xã,{figures},số liệu minh họa\n");
        let text = [
            "# số liệu minh họa\n",
            HEADER,
            "\n",
            &row("10,2,0,0,0,0"),
            "# quý hai\n\n",
            &row("18446744073709551615,0,0,0,0,0"),
            &row("10,0,0,0,18446744073709551615,0"),
            &row("10,12,0,0,0,0"),
            &row("1.000,0,0,0,0,0"),
            &row("-1,0,0,0,0,0"),
            "1.000001,Xã\n",
        ];
        let expected = [
            "thong_ke/2025.csv:6:1: 1.000001: số hồ sơ lớn vô lý",
            "thong_ke/2025.csv:7:1: 1.000001: số hồ sơ lớn vô lý",
            "thong_ke/2025.csv:8:1: 1.000001: hồ sơ trực tuyến (12) nhiều hơn hồ sơ tiếp nhận (10)",
            "thong_ke/2025.csv:9:1: dòng thống kê không đọc được: cột «tiep_nhan» không phải số nguyên",
            "thong_ke/2025.csv:10:1: dòng thống kê không đọc được: cột «tiep_nhan» không phải số nguyên",
            "thong_ke/2025.csv:11:1: dòng thống kê không đọc được: có 2 cột, cần 9",
        ];
        for text in [text.concat(), text.concat().replace('\n', "\r\n")] {
            let (volumes, said) = read(&text);
            assert_eq!(said, expected);
            assert_eq!(volumes.of("1.000001")[0].received, 20);
        }
    }

    #[test]
    fn further_columns_may_be_there_and_empty() {
        let header = format!("{HEADER},dang_trong_han,dang_qua_han,xin_loi,so_hoa,ky_truoc");
        let text =
            format!("{header}\n1,x,10,2,4,3,2,0,x,1,1,3,9,1\n2,x,10,2,4,3,2,0,x,,,,,\n3,x,10,2,4,3,2,0,x,1,1,4,12,2\n");
        let (volumes, said) = read(&text);
        assert!(said.is_empty(), "{said:?}");
        let rows: Vec<&Volume> = volumes.rows().map(|(_, row)| row).collect();
        assert_eq!((rows[0].to_handle(), rows[0].apologies), (11, Some(3)));
        assert_eq!((rows[1].to_handle(), rows[1].apologies), (10, None));
        assert!(rows[0].contradictions().is_empty() && rows[1].contradictions().is_empty());
        assert_eq!(
            rows[2].contradictions(),
            [
                "tiếp nhận và kỳ trước chuyển sang 12 hồ sơ, nhưng đã giải quyết, từ chối và đang giải quyết 11",
                "4 văn bản xin lỗi cho 3 hồ sơ quá hạn",
            ]
        );
    }

    #[test]
    fn a_wrong_first_line_is_said_once() {
        let rows = "1,x,1,0,0,0,0,0,x\n1,x,1,0,0,0,0,0,x\n";
        for (header, expected) in [
            ("", "thong_ke/2025.csv:1:1: tệp trống"),
            ("# chỉ có ghi chú\n", "thong_ke/2025.csv:1:1: tệp trống"),
            (
                "ma,don_vi,nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n",
                "thong_ke/2025.csv:1:1: thiếu cột «tiep_nhan»",
            ),
            (
                "\nma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon,ma\n",
                "thong_ke/2025.csv:2:1: không có cột «ma», hoặc cột ghi hai lần",
            ),
        ] {
            let rows = if header.contains(',') { rows } else { "" };
            assert_eq!(read(&format!("{header}{rows}")).1, [expected], "{header}");
        }
    }
}

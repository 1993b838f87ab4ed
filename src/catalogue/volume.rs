//! Dossier counts in `thong_ke/<nam>.csv`: how often each procedure is really used.

use std::collections::BTreeMap;

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
}

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
        for row in reader.deserialize::<Volume>() {
            match row {
                Ok(volume) => {
                    let problem = (volume.online > volume.received).then(|| {
                        format!(
                            "{}: hồ sơ trực tuyến ({}) nhiều hơn hồ sơ tiếp nhận ({})",
                            volume.code, volume.online, volume.received
                        )
                    });
                    findings.extend(problem.map(|message| {
                        Finding::new("thong-ke", Severity::Error, Place::file(path), message)
                            .advice("kiểm tra lại hai cột tiep_nhan và truc_tuyen")
                    }));
                    self.years
                        .entry(year)
                        .or_default()
                        .entry(volume.code.clone())
                        .or_default()
                        .push(volume);
                }
                Err(error) => {
                    let line = error.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
                    let place = Place {
                        path: path.to_owned(),
                        line,
                        column: usize::from(line > 0),
                    };
                    findings.push(
                        Finding::new(
                            "thong-ke",
                            Severity::Error,
                            place,
                            format!("dòng thống kê không đọc được: {error}"),
                        )
                        .advice("các cột: ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon"),
                    );
                }
            }
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

    /// Every row with its year.
    pub fn rows(&self) -> impl Iterator<Item = (u16, &Volume)> {
        self.years
            .iter()
            .flat_map(|(&year, codes)| codes.values().flatten().map(move |row| (year, row)))
    }
}

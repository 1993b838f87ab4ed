//! `tthc schema`

use crate::catalogue::{lexicon, lineage, schema};
use crate::cli::{Exit, output};
use crate::review::decision::{self, questionnaire};
use crate::stats::{audit, plan};

/// Print the JSON Schema of a kind of file, for editors
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Kind of file
    #[arg(value_enum, default_value = "thu_tuc")]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    /// thu_tuc/**.yaml: a procedure
    ThuTuc,
    /// van_ban/*.yaml: legal documents
    VanBan,
    /// catalogue.yaml
    Catalogue,
    /// chi_phi/*.yaml: cost observations
    ChiPhi,
    /// Targets for tthc stats
    ChiTieu,
    /// Figures for tthc audit
    SoLieu,
    /// ra_soat/**.yaml: a decision
    RaSoat,
    /// ra_soat/**/phieu/*.yaml: the review form of a procedure
    Phieu,
    /// pha_he.yaml: what became of procedures
    PhaHe,
    /// tu_dien/*viet_tat.yaml: abbreviations
    VietTat,
    /// tu_dien/*tu_dan_gian.yaml: citizens' words
    TuDanGian,
    /// tu_dien/*ten_cu.yaml: names that changed
    TenCu,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let schema = match args.kind {
        Kind::ThuTuc => &schema::PROCEDURE,
        Kind::VanBan => &schema::DOCUMENTS,
        Kind::Catalogue => &schema::SETTINGS,
        Kind::ChiPhi => &schema::OBSERVATIONS,
        Kind::ChiTieu => &plan::SCHEMA,
        Kind::SoLieu => &audit::SCHEMA,
        Kind::RaSoat => &decision::SCHEMA,
        Kind::Phieu => &questionnaire::SCHEMA,
        Kind::PhaHe => &lineage::SCHEMA,
        Kind::VietTat => &lexicon::ABBREVIATION_SCHEMA,
        Kind::TuDanGian => &lexicon::WORD_SCHEMA,
        Kind::TenCu => &lexicon::FORMER_NAME_SCHEMA,
    };
    output::json(&**schema)?;
    Ok(Exit::Fine)
}

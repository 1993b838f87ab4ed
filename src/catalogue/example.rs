//! A procedure that fills every field: what tests and templates are tried on.

use super::procedure::{
    ChannelRow, DossierCase, FeeRow, LegalBasis, Paper, Procedure, ProcedureResult, Requirement, Step,
};

/// A procedure with something in every field. It is not a real one.
pub fn full_procedure() -> Procedure {
    Procedure {
        code: "1.999999".into(),
        name: "Cấp giấy phép mẫu".to_owned(),
        levels: vec!["Cấp tỉnh".into(), "Cấp xã".into()],
        regulation: Some("TTHC được luật giao quy định chi tiết".into()),
        kind: Some("TTHC thông thường".into()),
        vertical_sector: true,
        field: "Lĩnh vực mẫu".to_owned(),
        status: Some("Công khai".into()),
        announced_by: Some("01/QĐ-UBND".into()),
        announced_on: Some("05/01/2026".into()),
        published_by: Some("Ủy ban nhân dân tỉnh".to_owned()),
        description: Some("Thủ tục dùng để thử.".to_owned()),
        purpose: Some("Kiểm tra mọi trường của bản ghi.".to_owned()),
        steps: vec![Step {
            name: Some("Nộp hồ sơ".to_owned()),
            text: Some("Người yêu cầu nộp hồ sơ.".to_owned()),
            actor: Some("Người yêu cầu".to_owned()),
            time_limit: Some("01 ngày làm việc".into()),
        }],
        channels: vec![ChannelRow {
            channel: "Trực tuyến".into(),
            time_limit: Some("05 ngày làm việc".into()),
            fees: vec![FeeRow {
                name: Some("Phí thẩm định".to_owned()),
                amount: Some("500.000 đồng".into()),
                basis: Some("281/2016/TT-BTC".into()),
                note: Some("Nộp một lần".to_owned()),
            }],
            online_level: Some("Một phần".into()),
            former_online_level: Some("Mức độ 3".into()),
            partial_reason: Some("Phải kiểm tra thực địa".to_owned()),
            note: Some("Nộp trên Cổng Dịch vụ công quốc gia".to_owned()),
        }],
        dossier: vec![DossierCase {
            case: Some("Cấp lần đầu".to_owned()),
            papers: vec![Paper {
                name: "Đơn đề nghị".to_owned(),
                form: Some("Mẫu số 01".to_owned()),
                originals: 1,
                copies: 2,
                if_any: true,
                note: Some("Ký tên, đóng dấu".to_owned()),
            }],
            note: Some("Giấy tờ nước ngoài phải dịch ra tiếng Việt".to_owned()),
        }],
        sets: Some(1),
        applicants: vec!["Công dân Việt Nam".into()],
        executing_agencies: vec!["Sở Tư pháp".to_owned()],
        deciding_agencies: vec!["Ủy ban nhân dân cấp tỉnh".to_owned()],
        authorised_agencies: vec!["Ủy ban nhân dân cấp xã".to_owned()],
        coordinating_agencies: vec!["Công an cấp xã".to_owned()],
        reception_address: Some("Trung tâm Phục vụ hành chính công cấp tỉnh".to_owned()),
        one_stop: Some("Một cửa liên thông".into()),
        quality_standard: Some("TCVN ISO 9001:2015".to_owned()),
        results: vec![ProcedureResult {
            name: "Giấy phép mẫu".to_owned(),
            code: Some("KQ.G15.000021".into()),
            validity: Some("05 năm".to_owned()),
        }],
        legal_bases: vec![LegalBasis {
            number: "63/2010/NĐ-CP".into(),
            clause: Some("khoản 1 Điều 8".into()),
        }],
        requirements: vec![Requirement {
            text: "Đủ 18 tuổi".to_owned(),
            basis: Some("khoản 1 Điều 8 Luật số 52/2014/QH13".into()),
        }],
        keywords: vec!["giấy phép mẫu".to_owned()],
        related: vec!["1.999998".into()],
        replaces: vec!["1.999997".into()],
        merged_from: vec!["1.999996".into()],
    }
}

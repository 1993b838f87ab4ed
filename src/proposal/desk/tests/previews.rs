//! What a decision would come to.

use super::*;
use crate::review::chains::Linked;

fn preview(fixture: &Fixture, wanted: &Wanted, code: &str, linked: Option<&Linked>) -> Preview {
    let decisions = known(fixture);
    let around = Around {
        decisions: &decisions,
        linked,
    };
    desk(fixture).preview(wanted, &[code.into()], around).unwrap()
}

#[test]
fn a_preview_shows_before_and_after_and_writes_nothing() {
    let fixture = Fixture::new();
    let wanted = Wanted {
        amendments: vec![
            Amendment {
                drop_paper: Some("Bản sao căn cước".to_owned()),
                ..Amendment::default()
            },
            Amendment {
                time_limit: Some("05 ngày làm việc".into()),
                ..Amendment::default()
            },
            Amendment {
                drop_paper: Some("Không có".to_owned()),
                ..Amendment::default()
            },
        ],
        by: Some("A".to_owned()),
        ..Wanted::new(Outcome::Amend, "Đã có trong dữ liệu")
    };
    let preview = preview(&fixture, &wanted, "1.000001", None);
    assert_eq!(
        (preview.path.as_str(), preview.version),
        ("2026/1.000001.yaml", Version::ABSENT)
    );
    assert!(preview.obstacle.is_none() && preview.dependents.is_empty());
    let messages: Vec<&str> = preview
        .refusals
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("không nêu văn bản") && messages[1].contains("không có giấy tờ «Không có»"));
    let [licence] = preview.procedures.as_slice() else {
        panic!()
    };
    assert!(licence.effects[0].is_ok() && licence.effects[1].is_ok() && licence.effects[2].is_err());
    let limits: Vec<(Option<&str>, Option<&str>)> = licence
        .changes
        .iter()
        .filter(|change| change.old_path.ends_with("thoi_han"))
        .map(|change| (change.old.as_deref(), change.new.as_deref()))
        .collect();
    assert_eq!(
        limits,
        [
            (Some("10 ngày làm việc"), Some("05 ngày làm việc")),
            (Some("06 ngày làm việc"), Some("05 ngày làm việc"))
        ]
    );
    // 24.000 of the two copies less in each of 100 cases.
    let figures = licence.cost.figures();
    assert_eq!(licence.cost.before.per_year.to_string(), "98400000");
    assert_eq!(
        licence.cost.after.as_ref().unwrap().per_year.to_string(),
        "96000000",
        "{figures:?}"
    );
    assert!(!Decisions::folder(fixture.folder.path()).exists());

    // What is written is what was shown.
    let written = Wanted { draft: true, ..wanted };
    desk(&fixture)
        .decide(&written, &[Subject::seen("1.000001", preview.version)])
        .unwrap();
    assert_eq!(text(&fixture, "2026/1.000001.yaml"), preview.text);
}

#[test]
fn a_preview_says_what_stands_in_the_way() {
    let fixture = Fixture::new();
    let kept = preview(&fixture, &keep(), "1.000001", None);
    assert_eq!(kept.procedures[0].changes, []);
    assert_eq!(
        kept.procedures[0].cost.after.as_ref(),
        Some(&kept.procedures[0].cost.before)
    );
    desk(&fixture).decide(&keep(), &["1.000001".into()]).unwrap();
    let again = preview(&fixture, &abolish(), "1.000001", None);
    assert!(matches!(again.obstacle, Some(DeskError::Exists { .. })));
    assert!(again.procedures[0].after.is_none() && again.procedures[0].cost.after.is_none());
}

const CERTIFICATE: &str = "
ma: 1.000004
ten: Cấp giấy chứng nhận đủ điều kiện nuôi chim yến
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: Đo lường
cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}]
ho_so: [{giay_to: [{ten: Đơn đề nghị, mau: Mẫu số 04, ban_chinh: 1}]}]
co_quan_thuc_hien: [Sở Thử]
ket_qua: [{ten: Giấy chứng nhận đủ điều kiện nuôi chim yến}]
can_cu_phap_ly: [{so_hieu: 10/2020/NĐ-CP}]
";
const NEEDS_IT: &str = "
ma: 1.000005
ten: Hỗ trợ xuất khẩu tổ yến
cap_thuc_hien: [Cấp tỉnh]
linh_vuc: An toàn
cach_thuc: [{hinh_thuc: Trực tiếp, thoi_han: 05 ngày làm việc}]
ho_so: [{giay_to: [{ten: Bản sao giấy chứng nhận đủ điều kiện nuôi chim yến, ban_sao: 1}]}]
co_quan_thuc_hien: [Sở Thử]
ket_qua: [{ten: Văn bản hỗ trợ}]
can_cu_phap_ly: [{so_hieu: 10/2020/NĐ-CP}]
";

/// With links that were found before, the same is said; what another decision drops is not asked for any more.
#[test]
fn dependents_are_the_same_with_links_that_are_known() {
    let fixture = Fixture::with(&[
        ("thu_tuc/a/1.000004.yaml", CERTIFICATE),
        ("thu_tuc/b/1.000005.yaml", NEEDS_IT),
    ]);
    let day = fixture.catalogue.settings().day().unwrap();
    let linked = Linked::of(&fixture.catalogue, day);
    let both = |code: &str| {
        let slow = preview(&fixture, &abolish(), code, None).dependents;
        assert_eq!(preview(&fixture, &abolish(), code, Some(&linked)).dependents, slow);
        slow
    };
    let open = both("1.000004");
    assert!(open[0].message.starts_with("thủ tục 1.000005"), "{open:?}");
    assert_eq!(both("1.000003"), []);
    let drop = Wanted {
        amendments: vec![Amendment {
            drop_paper: Some("Bản sao giấy chứng nhận đủ điều kiện nuôi chim yến".to_owned()),
            ..Amendment::default()
        }],
        enactments: document("Sửa đổi", "10/2020/NĐ-CP"),
        ..Wanted::new(Outcome::Amend, "Tra cứu được")
    };
    desk(&fixture).decide(&drop, &["1.000005".into()]).unwrap();
    assert_eq!(both("1.000004"), []);
}

/// A page asks for a preview at every change of a field. The catalogue is not gone through for it: in one of 4,000
/// procedures with 1,000 decisions it is there at once, without optimisation too.
#[test]
fn a_preview_in_a_large_catalogue_is_quick() {
    use std::time::{Duration, Instant};
    let made: Vec<(String, String)> = (0..4000)
        .map(|nth| {
            let code = format!("2.{nth:06}");
            let text = if nth % 2 == 0 { CERTIFICATE } else { NEEDS_IT };
            let text = text.replace("1.000004", &code).replace("1.000005", &code);
            let own = format!("nuôi loài {}", ["chim", "cá", "ong", "tằm"][nth / 2 % 4]);
            let text = text.replace("nuôi chim yến", &format!("{own} số {}", nth / 2));
            (format!("thu_tuc/a/{code}.yaml"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> = made.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let fixture = Fixture::with(&files);
    let day = fixture.catalogue.settings().day().unwrap();
    let many: Vec<Subject> = (1000..2000)
        .map(|nth| Subject::from(format!("2.{:06}", nth * 2 + 1).as_str()))
        .collect();
    desk(&fixture).decide_each(&keep(), &many).unwrap();
    let decisions = known(&fixture);
    let linked = Linked::of(&fixture.catalogue, day);
    let around = Around {
        decisions: &decisions,
        linked: Some(&linked),
    };
    let desk = desk(&fixture);
    let subjects = [Subject::from("2.000004")];
    for wanted in [abolish(), keep()] {
        let best = (0..5).map(|_| {
            let begun = Instant::now();
            let preview = desk.preview(&wanted, &subjects, around).unwrap();
            let elapsed = begun.elapsed();
            assert_eq!(preview.dependents.is_empty(), wanted.outcome == Outcome::Keep);
            elapsed
        });
        let best = best.min().unwrap();
        println!("{}: {best:?}", wanted.outcome);
        assert!(best < Duration::from_millis(500), "{best:?}");
    }
}

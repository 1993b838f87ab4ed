//! From decisions to figures.

use super::*;
use crate::review::decision::tests::Fixture;

const AMEND: &str = "
phuong_an: sua_doi_bo_sung
ly_do: Tra cứu được
sua_doi:
  - {bo_giay_to: Bản sao căn cước, ly_do: Có trong dữ liệu dân cư}
  - {muc_phi: 250.000 đồng}
  - {thoi_han: 07 ngày làm việc}
kien_nghi:
  - {hanh_dong: Sửa đổi, van_ban: 10/2020/NĐ-CP, dieu_khoan: khoản 2 Điều 9}
  - {hanh_dong: Bãi bỏ, van_ban: 11/2021/QĐ-UBND}
";
const ABOLISH: &str = "
phuong_an: bai_bo
ly_do: Không phát sinh hồ sơ
kien_nghi: [{hanh_dong: Bãi bỏ, van_ban: 10/2020/NĐ-CP, dieu_khoan: Điều 3}]
";
const KEEP: &str = "phuong_an: giu_nguyen\nly_do: Cần thiết";

fn day() -> Date {
    Date::new(2026, 7, 1).unwrap()
}

fn proposal(fixture: &Fixture, decisions: &[(&str, &str)]) -> Proposal {
    match propose(&fixture.catalogue, &fixture.decisions(decisions), day()) {
        Err(ProposalError::Refused(refusals)) => panic!("{refusals:#?}"),
        other => other.unwrap(),
    }
}

fn refusals(fixture: &Fixture, decisions: &[(&str, &str)]) -> Vec<String> {
    match propose(&fixture.catalogue, &fixture.decisions(decisions), day()) {
        Err(ProposalError::Refused(refusals)) => refusals
            .iter()
            .map(|refusal| format!("{}: {}", refusal.place, refusal.message))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn yearly(item: &Item) -> [String; 4] {
    let Saving {
        before,
        after,
        saved,
        percent,
    } = item.saving;
    [before, after, saved, percent.unwrap_or_default()].map(|figure| figure.to_string())
}

#[test]
fn the_figures_follow_from_the_decisions() {
    let fixture = Fixture::new();
    let proposal = proposal(
        &fixture,
        &[("1.000001", AMEND), ("1.000002", KEEP), ("1.000003", ABOLISH)],
    );
    assert_eq!(proposal.kept.len(), 1);
    let [licence, notice] = proposal.items.as_slice() else {
        panic!()
    };
    // 984.000 a case before; without 24.000 of the two copies and 250.000 of the fee after; 100 cases.
    assert_eq!(yearly(licence), ["98400000", "71000000", "27400000", "27.85"]);
    // 0,5 h and 2.000 for the copy, 1 h to hand in, 0,5 h to collect; 20 cases.
    assert_eq!(yearly(notice), ["1640000", "0", "1640000", "100"]);
    let totals = proposal.totals();
    assert_eq!((totals.abolished, totals.simplified), (1, 1));
    assert_eq!(totals.saving, Saving::between(100_040_000.into(), 71_000_000.into()));
    assert_eq!(
        totals.saving.before,
        proposal.items.iter().map(|item| item.saving.before).sum()
    );
    assert_eq!(
        totals.saving.saved,
        proposal.items.iter().map(|item| item.saving.saved).sum()
    );
}

#[test]
fn the_proposal_is_the_diff_of_the_two_revisions() {
    let fixture = Fixture::new();
    let proposal = proposal(&fixture, &[("1.000001", AMEND), ("1.000003", ABOLISH)]);
    let summary = proposal.diff.summary;
    assert_eq!((summary.changed, summary.removed, summary.unchanged), (1, 1, 1));
    let licence = &proposal.items[0];
    let compared = proposal
        .diff
        .procedures
        .iter()
        .find(|procedure| procedure.code == "1.000001")
        .unwrap();
    assert_eq!(licence.changes, compared.changes);
    for change in &licence.changes {
        let told = licence
            .effects
            .iter()
            .any(|(effect, _)| effect.paths.contains(&change.old_path));
        assert!(told, "no sentence of the document tells of {}", change.sentence);
    }
    assert_eq!(fixture.catalogue.entries().len(), 3, "the base stays as it is");
    assert!(proposal.proposed.get("1.000003").is_none());
}

#[test]
fn reasons_powers_and_times_go_with_their_items() {
    let fixture = Fixture::new();
    let proposal = proposal(&fixture, &[("1.000001", AMEND), ("1.000003", ABOLISH)]);
    let [licence, notice] = proposal.items.as_slice() else {
        panic!()
    };
    let reasons: Vec<_> = licence.effects.iter().map(|(_, own)| own.as_deref()).collect();
    assert_eq!(reasons, [Some("Có trong dữ liệu dân cư"), None, None]);
    // The register spells the office "Uỷ ban", the settings "Ủy ban".
    let powers: Vec<_> = licence.enactments.iter().map(|enacted| enacted.own_power).collect();
    assert_eq!(powers, [false, true]);
    let time = licence.time.as_ref().unwrap();
    assert_eq!(
        (time.saved.to_string().as_str(), time.percent),
        ("03 ngày làm việc", Some(30.into()))
    );
    let time = notice.time.as_ref().unwrap();
    assert_eq!((time.before.as_str(), time.after.as_str()), ("45 ngày", "0 ngày"));
}

#[test]
fn measured_rows_follow_the_change_too() {
    let observed = "ma: 1.000001\nnguon: khảo sát\ncong_viec:\n  - {nhom: chuan_bi, viec: Bản sao căn cước, gio: '4', dich_vu: 2.000 đồng}\n  - {nhom: phi, viec: Phí thẩm định, phi: 500.000 đồng}\n";
    let fixture = Fixture::with(&[("chi_phi/1.000001.yaml", observed)]);
    let proposal = proposal(&fixture, &[("1.000001", AMEND)]);
    // 982.000 - 22.000 + 162.000 a case before, 710.000 after: nothing of the dropped paper or of the old fee stays.
    assert_eq!(yearly(&proposal.items[0])[..2], ["112200000", "71000000"]);
}

#[test]
fn a_row_said_not_to_be_needed_may_go_with_its_paper() {
    let observed =
        "ma: 1.000001\nnguon: khảo sát\ncong_viec: [{nhom: chuan_bi, viec: Bản sao căn cước, khong_phai_lam: true}]\n";
    let fixture = Fixture::with(&[("chi_phi/1.000001.yaml", observed)]);
    let proposal = proposal(&fixture, &[("1.000001", AMEND)]);
    assert_eq!(yearly(&proposal.items[0])[..2], ["96000000", "71000000"]);
}

#[test]
fn figures_of_the_decision_win() {
    let fixture = Fixture::new();
    let text = format!(
        "{}\nchi_phi_sau: [{{nhom: chuan_bi, viec: Báo cáo thuyết minh, gio: '4'}}]",
        AMEND.trim()
    );
    let proposal = proposal(&fixture, &[("1.000001", &text)]);
    // Four hours less than the 8 of the estimate: 160.000 a case.
    assert_eq!(yearly(&proposal.items[0])[1], "55000000");
}

#[test]
fn days_can_be_turned_into_hours_with_a_note() {
    let fixture = Fixture::new();
    let text = "phuong_an: sua_doi_bo_sung\nly_do: Rút ngắn\ncach_tinh: quy_doi_thoi_gian\nsua_doi: [{thoi_han: 09 ngày làm việc}]\nkien_nghi: [{hanh_dong: Sửa đổi, van_ban: 10/2020/NĐ-CP}]";
    let proposal = proposal(&fixture, &[("1.000001", text)]);
    // (10 days = 80 hours × 40.000) × 100 dossiers, as real annexes work it out.
    assert_eq!(yearly(&proposal.items[0]), ["320000000", "288000000", "32000000", "10"]);
    assert!(proposal.items[0].method_note.unwrap().contains("quy đổi thời gian"));
}

#[test]
fn people_of_a_merged_procedure_use_its_successor() {
    let fixture = Fixture::new();
    let merge = ABOLISH.replace("bai_bo", "hop_nhat\nchuyen_sang: 1.000001");
    let proposal = proposal(&fixture, &[("1.000001", AMEND), ("1.000002", &merge)]);
    let [licence, renewal] = proposal.items.as_slice() else {
        panic!()
    };
    // 100.000 a case before, 710.000 a case of the successor as amended; 10 cases a year.
    assert_eq!(yearly(renewal)[..3], ["1000000", "7100000", "-6100000"]);
    assert_eq!(renewal.time, None);
    // They wait as long as the successor's people will, not as long as these do today.
    let compared = proposal.compared(renewal);
    assert_eq!(
        compared.time_after.map(|time| time.limit).as_deref(),
        Some("07 ngày làm việc")
    );
    assert_eq!(compared.after, renewal.cost_after);
    // The merger is no amendment of the successor, but it is in the difference.
    let heir = &proposal.proposed.get("1.000001").unwrap().procedure;
    assert_eq!(heir.merged_from[0].text(), "1.000002");
    assert!(licence.changes.iter().any(|change| change.field == "hop_nhat_tu"));
    assert_eq!(licence.before.merged_from, []);
    assert_eq!(proposal.diff.summary.removed, 0);
}

#[test]
fn contradicting_decisions_are_refused() {
    let fixture = Fixture::new();
    let merge = ABOLISH.replace("bai_bo", "hop_nhat\nchuyen_sang: 1.000003.H17");
    assert_eq!(
        refusals(&fixture, &[("1.000002", &merge), ("1.000003", ABOLISH)]),
        ["2026/1.000002.yaml:4:14: thủ tục 1.000003 cũng bị bãi bỏ, thay thế hoặc hợp nhất ở 2026/1.000003.yaml"]
    );
    let fixture = Fixture::new();
    assert_eq!(
        refusals(&fixture, &[("1.000003", ABOLISH), ("1.000003.H17", ABOLISH)]),
        ["2026/1.000003.H17.yaml:1:5: thủ tục 1.000003 đã có quyết định ở 2026/1.000003.yaml"]
    );
}

#[test]
fn every_refusal_is_named_at_once_and_nothing_is_proposed() {
    let fixture = Fixture::new();
    let silent = ABOLISH.replace("Không phát sinh hồ sơ", "''");
    let found = refusals(
        &fixture,
        &[("1.000001", "phuong_an: bai_bo\nly_do: A"), ("1.000003", &silent)],
    );
    assert_eq!(
        found,
        [
            "2026/1.000001.yaml: không nêu văn bản phải sửa đổi, bãi bỏ",
            "2026/1.000003.yaml: quyết định không có lý do"
        ]
    );
}

#[test]
fn only_keeping_is_nothing_to_propose() {
    let fixture = Fixture::new();
    let error = propose(&fixture.catalogue, &fixture.decisions(&[("1.000001", KEEP)]), day()).unwrap_err();
    assert_eq!(error.to_string(), "no decision on revision 2026-07-01 changes anything");
}

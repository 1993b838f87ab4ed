//! Plans of a small catalogue: what they save is what a proposal of them saves, and trying everything finds none better.

use super::*;
use crate::finding::{Evidence, Place, Severity};
use crate::proposal::propose;
use crate::review::decision::tests::Fixture;
use crate::review::decision::{Decisions, Enactment, record};

fn day() -> Date {
    Date::new(2026, 7, 1).unwrap()
}

fn finding(rule: &str, code: &str, yaml_path: &str) -> Finding {
    let mut finding =
        Finding::new(rule, Severity::High, Place::file(format!("{code}.yaml")), "câu hỏi").at_path(yaml_path);
    finding.code = Some(code.to_owned());
    finding
}

/// Eight measures: papers, sets, limits, a merger into a procedure that changes too, a procedure to abolish.
fn findings() -> Vec<Finding> {
    let mut twin = finding("near-duplicate", "1.000002", "ten");
    twin.evidence = vec![Evidence::from_elsewhere("Tên thủ tục 1.000001", "Cấp giấy phép")];
    let mut measured = finding("slack", "1.000003", "cach_thuc[0].thoi_han");
    measured.evidence = vec![Evidence::from_elsewhere("Thời gian thực tế, 9/10 hồ sơ", "30 ngày")];
    vec![
        finding("identity-papers", "1.000001", "ho_so[0].giay_to[1].ten"),
        finding("several-sets", "1.000001", "so_bo"),
        finding("long-deadline", "1.000001", "cach_thuc[0].thoi_han"),
        finding("own-papers", "1.000001", "ho_so[0].giay_to[2]"),
        twin,
        finding("no-dossiers", "1.000003", ""),
        finding("other-held-papers", "1.000003", "ho_so[0].giay_to[0].ten"),
        measured,
        // No remedy that a machine could propose, and a procedure that is not there.
        finding("unquantified-condition", "1.000001", "yeu_cau_dieu_kien[0]"),
        finding("no-dossiers", "1.999999", ""),
    ]
}

fn question(targets: &[&str]) -> Question {
    Question {
        targets: targets.iter().map(|target| target.parse().unwrap()).collect(),
        ..Question::default()
    }
}

fn ask(base: &Catalogue, targets: &[&str]) -> WhatIf {
    what_if(base, &findings(), &[], &question(targets), day()).unwrap()
}

/// The fewest measures and procedures that save enough, by working out every subset of all measures at once.
fn brute(base: &Catalogue, targets: &[&str]) -> Option<(usize, usize)> {
    let yardstick = Yardstick::once(base, day());
    let measures = measures::measures(base, &findings(), day());
    assert_eq!(measures.len(), 8);
    let question = question(targets);
    let need = needs(&question, yardstick.before(&|_| true).unwrap().total, [0, 0]);
    let sets = (0_usize..1 << measures.len()).filter_map(|set| {
        let chosen: Vec<&Measure> = measures
            .iter()
            .enumerate()
            .filter(|(at, _)| set >> at & 1 == 1)
            .map(|(_, measure)| measure)
            .collect();
        let gain = yardstick.gain_of(&chosen).unwrap()?;
        let mut codes: Vec<&str> = chosen.iter().map(|measure| measure.code.as_str()).collect();
        codes.dedup();
        (gain[0] >= need[0] && gain[1] >= need[1]).then_some((chosen.len(), codes.len()))
    });
    sets.min()
}

#[test]
fn trying_every_subset_finds_no_better_plan() {
    let fixture = Fixture::new();
    for cost in [1, 5, 20, 35, 45, 90] {
        for time in [0, 10, 40, 99] {
            let (cost, time) = (format!("cost=-{cost}%"), format!("time=-{time}%"));
            let targets: Vec<&str> = if time == "time=-0%" {
                vec![&cost]
            } else {
                vec![&cost, &time]
            };
            let plan = ask(&fixture.catalogue, &targets);
            match brute(&fixture.catalogue, &targets) {
                Some(best) => {
                    assert_eq!((plan.picked.len(), plan.touched), best, "{targets:?}");
                    assert_eq!(plan.quality, Quality::Best);
                    assert!(plan.results.iter().all(Reached::met), "{targets:?}");
                }
                None => {
                    assert_eq!(plan.quality, Quality::OutOfReach, "{targets:?}");
                    assert!(!plan.results.iter().all(Reached::met));
                }
            }
        }
    }
}

#[test]
fn measures_of_the_plan_add_up_to_it() {
    let fixture = Fixture::new();
    let plan = ask(&fixture.catalogue, &["cost=-35%", "time=-40%"]);
    for reached in &plan.results {
        let of = |picked: &Picked| match reached.target.aim {
            Aim::Cost => picked.cost,
            Aim::Time => picked.time,
        };
        assert_eq!(plan.picked.iter().map(of).sum::<Decimal>(), reached.planned);
    }
}

/// A person takes every draft over: gives a reason and the document to amend.
fn taken_over(fixture: &Fixture, plan: &WhatIf) -> Decisions {
    let folder = tempfile::tempdir().unwrap();
    for mut draft in drafts(&fixture.catalogue, plan, day()) {
        draft.decision.reason = "Tra cứu được".to_owned();
        draft.decision.enactments = vec![Enactment {
            action: "Sửa đổi".into(),
            document: "10/2020/NĐ-CP".into(),
            clause: None,
        }];
        record(folder.path(), &draft.path, &draft.decision, false).unwrap();
    }
    let (decisions, findings) = Decisions::load(folder.path());
    assert_eq!(findings, []);
    decisions
}

#[test]
fn a_proposal_of_the_plan_saves_what_the_plan_says() {
    let fixture = Fixture::new();
    let base = &fixture.catalogue;
    for targets in [&["cost=-30%"] as &[_], &["cost=-45%", "time=-40%"], &["time=-50%"]] {
        let plan = ask(base, targets);
        let proposal = propose(base, &taken_over(&fixture, &plan), day()).unwrap();
        let saved = proposal.items.iter().map(|item| {
            item.cost_before.per_year - item.cost_after.as_ref().map_or(Decimal::ZERO, |cost| cost.per_year)
        });
        let planned: Decimal = plan.picked.iter().map(|picked| picked.cost).sum();
        assert_eq!(saved.sum::<Decimal>(), planned, "{targets:?}");
    }
}

#[test]
fn drafts_are_refused_until_a_person_takes_them_over() {
    let fixture = Fixture::new();
    let plan = ask(&fixture.catalogue, &["cost=-30%"]);
    for draft in drafts(&fixture.catalogue, &plan, day()) {
        assert!(draft.decision.is_machine_draft());
        let said: Vec<String> = crate::review::decision::problems(&draft, &fixture.catalogue)
            .into_iter()
            .map(|problem| problem.message)
            .collect();
        assert!(
            said.iter().any(|said| said.contains("dự thảo do máy đề xuất")),
            "{said:?}"
        );
        assert!(
            said.iter().any(|said| said.contains("văn bản phải sửa đổi")),
            "{said:?}"
        );
        // Nothing else is wrong with it.
        assert_eq!(said.len(), 2, "{said:?}");
    }
}

#[test]
fn what_a_person_decided_stays_and_counts() {
    let fixture = Fixture::new();
    let base = &fixture.catalogue;
    let keep = Recorded::new(
        "2026/1.000001.yaml",
        serde_json::from_value(serde_json::json!({
            "ma": "1.000001", "phuong_an": "sua_doi_bo_sung", "ly_do": "x",
            "sua_doi": [{"bo_giay_to": "Báo cáo thuyết minh"}],
        }))
        .unwrap(),
    );
    let plan = what_if(base, &findings(), &[keep], &question(&["cost=-30%"]), day()).unwrap();
    // 8 hours of a report at 40.000 đồng, 100 cases.
    assert_eq!(plan.results[0].decided, Decimal::from(32_000_000));
    assert!(plan.results[0].met() && plan.picked.is_empty(), "{:?}", plan.picked);
    let plan = what_if(base, &findings(), &[], &question(&["cost=-0,1%"]), day()).unwrap();
    assert_eq!(plan.picked.len(), 1);
}

#[test]
fn a_plan_of_one_field_leaves_the_others_alone() {
    let fixture = Fixture::new();
    let question = Question {
        scope: Some(["1.000003".to_owned()].into()),
        ..question(&["time=-30%"])
    };
    let plan = what_if(&fixture.catalogue, &findings(), &[], &question, day()).unwrap();
    assert_eq!(plan.procedures, 1);
    // 45 days are 360 hours; 30 days of nine in ten dossiers save 120, a third.
    assert_eq!(
        (plan.results[0].before, plan.results[0].planned),
        (360.into(), 120.into())
    );
    assert_eq!(
        plan.picked[0].measure.wording,
        "Giảm thời gian giải quyết từ 45 ngày xuống còn 30 ngày"
    );
}

#[test]
fn out_of_reach_says_how_far_it_goes() {
    let fixture = Fixture::new();
    let question = Question {
        scope: Some(["1.000001".to_owned()].into()),
        ..question(&["cost=-99%"])
    };
    let plan = what_if(&fixture.catalogue, &findings(), &[], &question, day()).unwrap();
    let reached = plan.results[0];
    assert_eq!(plan.quality, Quality::OutOfReach);
    assert_eq!(reached.planned, reached.most);
    assert_eq!(reached.missing(), reached.needed - reached.most);
    // The paper of identity with its two copies and the report: 24.000 and 320.000 of 984.000.
    assert_eq!(reached.planned, Decimal::from(34_400_000));
    // One set instead of two adds nothing once the copies are gone.
    assert_eq!(plan.picked.len(), 2);
}

#[test]
fn without_targets_or_measures_there_is_nothing_to_do() {
    let fixture = Fixture::new();
    let plan = what_if(&fixture.catalogue, &[], &[], &question(&["cost=-30%"]), day()).unwrap();
    assert_eq!(
        (plan.quality, plan.picked.len(), plan.considered),
        (Quality::OutOfReach, 0, 0)
    );
}

#[test]
fn what_is_decided_reaches_as_far_with_and_without_a_plan_beside_it() {
    let fixture = Fixture::new();
    let plan = ask(&fixture.catalogue, &["cost=-30%", "time=-20%"]);
    let decisions = taken_over(&fixture, &plan);
    let decided: Vec<Recorded> = decisions.iter().cloned().collect();
    let question = question(&["cost=-30%", "time=-20%"]);
    let beside = what_if(&fixture.catalogue, &[], &decided, &question, day()).unwrap();
    let standing = Standing::of(&fixture.catalogue, day()).unwrap();
    let reached = standing
        .reached(&fixture.catalogue, &decided, &question.targets)
        .unwrap();
    assert!(reached.iter().all(|one| one.decided > Decimal::ZERO));
    assert_eq!(reached, beside.results);
}

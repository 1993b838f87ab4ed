//! Decisions taken at the desk.

mod conflicts;
mod previews;

use std::fs;

use super::*;
use crate::catalogue::values::Written;
use crate::review::decision::tests::Fixture;
use crate::review::decision::{Amendment, Enactment, Outcome, Step};

/// A desk on the catalogue that decisions are tried on.
fn desk(fixture: &Fixture) -> Desk<'_> {
    Desk::new(&fixture.catalogue, Decisions::folder(fixture.folder.path())).shown_as("ra_soat")
}

fn known(fixture: &Fixture) -> Decisions {
    Decisions::load(&Decisions::folder(fixture.folder.path())).0
}

fn document(action: &str, number: &str) -> Vec<Enactment> {
    vec![Enactment {
        action: action.into(),
        document: number.into(),
        clause: None,
    }]
}

fn abolish() -> Wanted {
    Wanted {
        enactments: document("Bãi bỏ", "10/2020/NĐ-CP"),
        by: Some("A".to_owned()),
        ..Wanted::new(Outcome::Abolish, "Không phát sinh hồ sơ")
    }
}

fn keep() -> Wanted {
    Wanted {
        by: Some("A".to_owned()),
        ..Wanted::new(Outcome::Keep, "Cần thiết")
    }
}

fn text(fixture: &Fixture, path: &str) -> String {
    fs::read_to_string(Decisions::folder(fixture.folder.path()).join(path)).unwrap()
}

/// Every decision file there is.
fn files(fixture: &Fixture) -> Vec<String> {
    let known = known(fixture);
    let mut files: Vec<String> = known.iter().map(|recorded| recorded.path.clone()).collect();
    files.dedup();
    files
}

#[test]
fn every_kind_of_amendment_is_written() {
    let fixture = Fixture::new();
    let amendments: Vec<Amendment> = vec![
        Amendment {
            drop_paper: Some("Bản sao căn cước".to_owned()),
            ..Amendment::default()
        },
        Amendment {
            replace_paper: Some("Báo cáo thuyết minh".to_owned()),
            replacement: Some("Bản thuyết minh ngắn".to_owned()),
            ..Amendment::default()
        },
        Amendment {
            time_limit: Some("05 ngày làm việc".into()),
            channel: Some("Trực tiếp".into()),
            ..Amendment::default()
        },
        Amendment {
            fee: Some("250.000 đồng".into()),
            fee_name: Some("Phí thẩm định".to_owned()),
            ..Amendment::default()
        },
        Amendment {
            drop_requirement: Some("Có vốn.".to_owned()),
            ..Amendment::default()
        },
        Amendment {
            sets: Some(1),
            ..Amendment::default()
        },
        Amendment {
            open_channel: Some("Dịch vụ bưu chính".into()),
            ..Amendment::default()
        },
        Amendment {
            levels: vec!["Cấp xã".into()],
            agencies: vec!["Ủy ban nhân dân cấp xã".to_owned()],
            ..Amendment::default()
        },
        Amendment {
            linked: vec!["1.000003".into()],
            ..Amendment::default()
        },
        Amendment {
            name: Some("Cấp giấy phép đo lường".to_owned()),
            reason: Some("Rõ hơn".to_owned()),
            ..Amendment::default()
        },
    ];
    let wanted = Wanted {
        amendments: amendments.clone(),
        enactments: document("Sửa đổi", "10/2020/NĐ-CP"),
        schedule: Some("2026 - 2027".to_owned()),
        by: Some("A".to_owned()),
        ..Wanted::new(Outcome::Amend, "Đơn giản hơn")
    };
    let done = desk(&fixture).decide(&wanted, &["1.000001".into()]).unwrap();
    assert_eq!(done.files[0].path, "2026/1.000001.yaml");
    assert!(done.files[0].begun && done.files[0].findings.is_empty());
    let known = known(&fixture);
    let decision = &known.of("2026-07-01", "1.000001").unwrap().decision;
    assert_eq!(decision.amendments, amendments);
    assert_eq!(decision.schedule.as_deref(), Some("2026 - 2027"));
    assert_eq!(decision.history.len(), 1);
}

#[test]
fn what_keeps_it_from_being_written_is_told_apart() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let one: [Subject; 1] = ["1.000001".into()];
    let refused = desk.decide(&Wanted::new(Outcome::Abolish, "Thừa"), &one);
    let Err(DeskError::Refused {
        why: Why::Proposal,
        findings,
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert!(findings[0].message.contains("không nêu văn bản"), "{findings:?}");
    assert_eq!(findings[0].place.path, "ra_soat/2026/1.000001.yaml");
    assert!(matches!(
        desk.decide(&keep(), &["9.999999".into()]),
        Err(DeskError::NoProcedure { .. })
    ));
    assert!(matches!(
        desk.decide(&keep(), &["1.000001".into(), "1.000001.000".into()]),
        Err(DeskError::Twice { .. } | DeskError::NoProcedure { .. })
    ));
    assert!(matches!(
        desk.decide(&keep(), &["1.000001".into(), "1.000002".into()]),
        Err(DeskError::NoGroup)
    ));
    assert_eq!(files(&fixture), Vec::<String>::new());

    desk.decide(&keep(), &one).unwrap();
    assert!(matches!(desk.decide(&abolish(), &one), Err(DeskError::Exists { .. })));
    let nobody = Wanted {
        by: None,
        replace: true,
        ..keep()
    };
    assert!(matches!(desk.decide(&nobody, &one), Err(DeskError::Nobody)));
    for (step, document) in [
        (Step::Propose, None),
        (Step::Submit, Some("1/TTr")),
        (Step::Approve, Some("2/QĐ-UBND")),
    ] {
        desk.step(&taken(step, document), &one).unwrap();
    }
    let again = Wanted {
        replace: true,
        ..keep()
    };
    assert!(matches!(desk.decide(&again, &one), Err(DeskError::Approved { .. })));
    assert!(matches!(
        desk.step(&taken(Step::Propose, None), &["1.000002".into()]),
        Err(DeskError::Undecided { .. })
    ));
    let broken = Decisions::folder(fixture.folder.path()).join("2026/1.000003.yaml");
    fs::write(broken, "ma: 1.000003\nla: 1\n").unwrap();
    assert!(matches!(
        desk.decide(&again, &["1.000003".into()]),
        Err(DeskError::Mistakes { .. })
    ));
}

fn taken(step: Step, document: Option<&str>) -> Taken {
    Taken {
        step,
        on: Some(crate::catalogue::values::Date::new(2026, 8, 1).unwrap()),
        by: Some("A".to_owned()),
        document: document.map(str::to_owned),
        document_date: document.map(|_| "01/08/2026".to_owned()),
        note: None,
    }
}

/// Somebody thinks better of it the same day: what was decided first stays in the history.
#[test]
fn a_decision_that_came_no_further_is_replaced() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    desk.decide(&keep(), &["1.000001".into()]).unwrap();
    let better = Wanted {
        replace: true,
        ..abolish()
    };
    desk.decide(&better, &["1.000001".into()]).unwrap();
    let known = known(&fixture);
    let decision = &known.of("2026-07-01", "1.000001").unwrap().decision;
    let notes: Vec<Option<&str>> = decision.history.iter().map(|event| event.note.as_deref()).collect();
    assert_eq!(notes, [None, Some("thay phương án giu_nguyen")]);
    assert_eq!(decision.outcome, Written::new("bai_bo"));
}

/// A decision that ends another's way out is refused at the one that is new.
#[test]
fn what_it_makes_wrong_elsewhere_refuses_it() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let merge = Wanted {
        successor: Some("1.000001".to_owned()),
        enactments: document("Sửa đổi", "10/2020/NĐ-CP"),
        ..Wanted::new(Outcome::Merge, "Cùng một việc")
    };
    desk.decide(&merge, &["1.000003".into()]).unwrap();
    let refused = desk.decide(&abolish(), &["1.000001".into()]);
    let Err(DeskError::Refused { findings, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(findings[0].place.path, "ra_soat/2026/1.000003.yaml");
    assert!(
        findings[0].message.contains("ra_soat/2026/1.000001.yaml"),
        "{findings:?}"
    );
}

#[test]
fn many_are_decided_alike_or_none() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    desk.decide(&keep(), &["1.000002".into()]).unwrap();
    let all: Vec<Subject> = ["1.000001", "1.000002", "1.000003", "9.9"].map(Subject::from).to_vec();
    let failed = desk.decide_each(&abolish(), &all).unwrap_err();
    let failed: Vec<(&str, bool)> = failed
        .iter()
        .map(|failed| {
            (
                failed.code.as_str(),
                matches!(failed.error, DeskError::Exists { .. } | DeskError::NoProcedure { .. }),
            )
        })
        .collect();
    assert_eq!(failed, [("1.000002", true), ("9.9", true)]);
    assert_eq!(files(&fixture), ["2026/1.000002.yaml"]);

    let two: Vec<Subject> = ["1.000001", "1.000003"].map(Subject::from).to_vec();
    let done = desk.decide_each(&abolish(), &two).unwrap();
    let codes: Vec<&[String]> = done.files.iter().map(|file| file.codes.as_slice()).collect();
    assert_eq!(codes, [["1.000001".to_owned()], ["1.000003".to_owned()]]);
    assert_eq!(files(&fixture).len(), 3);
    desk.undo(&done.undo).unwrap();
    assert_eq!(files(&fixture), ["2026/1.000002.yaml"]);
}

/// Those that contradict one another are refused too, though none is written yet.
#[test]
fn many_are_checked_beside_one_another() {
    let fixture = Fixture::new();
    let merge = Wanted {
        successor: Some("1.000001".to_owned()),
        enactments: document("Sửa đổi", "10/2020/NĐ-CP"),
        ..Wanted::new(Outcome::Merge, "Cùng một việc")
    };
    let all: Vec<Subject> = ["1.000001", "1.000003"].map(Subject::from).to_vec();
    let failed = desk(&fixture).decide_each(&merge, &all).unwrap_err();
    assert_eq!(failed.len(), 2, "{failed:?}");
    assert_eq!(files(&fixture), Vec::<String>::new());
}

#[test]
fn an_assessment_is_seen_by_its_author_only_until_both_are_in() {
    use crate::review::decision::Assessments;
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let folder = Decisions::folder(fixture.folder.path());
    let one: [Subject; 1] = ["1.000001".into()];
    let first = desk.assess(&keep(), "Nguyễn Văn A", &one).unwrap();
    assert_eq!(first.files[0].reviewers, Some(Reviewers::Waiting));
    let (read, _) = Assessments::load(&folder);
    let sees = |read: &Assessments, who: Option<&str>| read.shown_to(who, "2026-07-01", "1.000001").len();
    assert_eq!([None, Some("Trần B"), Some("")].map(|who| sees(&read, who)), [0, 0, 0]);
    assert_eq!(sees(&read, Some("NGUYỄN VĂN  A")), 1);
    assert!(read.may_see(Some("Nguyễn Văn A"), "Nguyễn Văn A", "2026-07-01", "1.000001"));
    assert!(!read.may_see(Some("Trần B"), "Nguyễn Văn A", "2026-07-01", "1.000001"));
    let adoption = Adoption {
        reviewer: "Nguyễn Văn A".to_owned(),
        ..Adoption::default()
    };
    assert!(matches!(
        desk.adopt(&adoption, &one[0]),
        Err(DeskError::Waiting { have: 1, .. })
    ));

    let second = desk.assess(&abolish(), "Trần B", &one).unwrap();
    assert_eq!(
        second.files[0].reviewers,
        Some(Reviewers::Differ(vec!["Phương án".to_owned()]))
    );
    let (read, _) = Assessments::load(&folder);
    assert_eq!([None, Some("Trần B"), Some("C")].map(|who| sees(&read, who)), [2, 2, 2]);
    // Who may have seen the other's does not take the own one back.
    assert!(matches!(desk.undo(&second.undo), Err(DeskError::Settled { .. })));
    assert!(matches!(desk.adopt(&adoption, &one[0]), Err(DeskError::Disagree(_))));
    let adoption = Adoption {
        reason: Some("Còn cần".to_owned()),
        ..adoption
    };
    desk.adopt(&adoption, &one[0]).unwrap();
    let known = known(&fixture);
    let decision = &known.of("2026-07-01", "1.000001").unwrap().decision;
    assert_eq!(decision.outcome, Written::new("giu_nguyen"));
    assert_eq!(decision.decided_by.as_deref(), Some("Nguyễn Văn A, Trần B"));
}

/// Two names that differ only in marks are two persons: neither sees or writes over the other's.
#[test]
fn names_that_differ_in_marks_are_two_reviewers() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let secret = Wanted {
        reason: "bí mật".to_owned(),
        ..keep()
    };
    let first = desk.assess(&secret, "Lê Hùng", &["1.000001".into()]).unwrap();
    let seen = desk.seen_assessment("Lê Hưng", "1.000001", None).unwrap();
    assert_eq!((seen.version, seen.decision), (Version::ABSENT, None));
    let own = Subject::seen("1.000001", seen.version);
    let second = desk.assess(&keep(), "Lê Hưng", &[own]).unwrap();
    assert_eq!(second.files[0].path, seen.path);
    assert_ne!(first.files[0].path, second.files[0].path);
    // Each finds their own again, however they write their name.
    let again = desk.seen_assessment("lê  HÙNG", "1.000001", None).unwrap();
    assert_eq!(again.decision.unwrap().reason, "bí mật");
    assert_eq!(second.files[0].reviewers, Some(Reviewers::Agree));
}

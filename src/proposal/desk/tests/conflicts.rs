//! Two persons at one decision, and what can be taken back.

use std::sync::Barrier;
use std::thread;

use super::*;
use crate::catalogue::yaml;
use crate::review::decision::Decision;

fn seen(fixture: &Fixture, code: &str) -> Subject {
    let seen = desk(fixture).seen(&known(fixture), code, None).unwrap();
    Subject::seen(code, seen.version)
}

#[test]
fn a_file_that_somebody_changed_is_not_written_over() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let absent = seen(&fixture, "1.000001");
    assert_eq!(absent.expected, Some(Version::ABSENT));
    desk.decide(&keep(), std::slice::from_ref(&absent)).unwrap();
    let kept = text(&fixture, "2026/1.000001.yaml");

    let replace = Wanted {
        replace: true,
        by: Some("B".to_owned()),
        ..abolish()
    };
    let Err(DeskError::ChangedMeanwhile { path, by, on, now }) = desk.decide(&replace, &[absent]) else {
        panic!()
    };
    assert!(path.ends_with("2026/1.000001.yaml"));
    assert_eq!((by.as_deref(), on.as_deref()), (Some("A"), Some("01/07/2026")));
    assert_eq!(now.as_deref(), Some(kept.as_str()));
    assert_eq!(text(&fixture, "2026/1.000001.yaml"), kept);

    let fresh = seen(&fixture, "1.000001");
    let done = desk.decide(&replace, std::slice::from_ref(&fresh)).unwrap();
    assert_eq!(done.files[0].version, seen(&fixture, "1.000001").expected.unwrap());
    // Steps, too, are added to what was seen.
    assert!(matches!(
        desk.step(&taken(Step::Propose, None), &[fresh]),
        Err(DeskError::ChangedMeanwhile { .. })
    ));
}

#[test]
fn of_many_at_once_one_wins_and_the_file_is_whole() {
    let fixture = Fixture::new();
    let expected = seen(&fixture, "1.000001");
    let at_once = Barrier::new(8);
    let won: Vec<Option<String>> = thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|nth| {
                let (fixture, expected, at_once) = (&fixture, &expected, &at_once);
                scope.spawn(move || {
                    let wanted = Wanted {
                        by: Some(format!("Người {nth}")),
                        replace: true,
                        ..keep()
                    };
                    at_once.wait();
                    match desk(fixture).decide(&wanted, std::slice::from_ref(expected)) {
                        Ok(_) => wanted.by,
                        Err(DeskError::ChangedMeanwhile { by, .. }) => {
                            assert!(by.is_some());
                            None
                        }
                        Err(other) => panic!("{other:?}"),
                    }
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let won: Vec<String> = won.into_iter().flatten().collect();
    assert_eq!(won.len(), 1, "{won:?}");
    let decision: Decision = yaml::read(&text(&fixture, "2026/1.000001.yaml")).unwrap();
    assert_eq!(decision.decided_by.as_ref(), won.first());
    assert_eq!(decision.history.len(), 1);
}

/// Nobody who writes without having looked loses a step of another.
#[test]
fn steps_at_once_are_all_kept() {
    let fixture = Fixture::new();
    desk(&fixture).decide(&keep(), &["1.000001".into()]).unwrap();
    desk(&fixture)
        .step(&taken(Step::Propose, None), &["1.000001".into()])
        .unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                desk(&fixture)
                    .step(&taken(Step::Consult, None), &["1.000001".into()])
                    .unwrap()
            });
        }
    });
    let decision: Decision = yaml::read(&text(&fixture, "2026/1.000001.yaml")).unwrap();
    assert_eq!(decision.history.len(), 10);
}

#[test]
fn what_was_written_is_taken_back_as_long_as_nobody_wrote_after_it() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let one: [Subject; 1] = ["1.000001".into()];
    let new = desk.decide(&keep(), &one).unwrap();
    let commented = format!("{}# xem lại\n", text(&fixture, "2026/1.000001.yaml"));
    fs::write(&new.files[0].file, &commented).unwrap();
    assert!(matches!(desk.undo(&new.undo), Err(DeskError::ChangedMeanwhile { .. })));

    let step = desk.step(&taken(Step::Propose, None), &one).unwrap();
    let with_step = text(&fixture, "2026/1.000001.yaml");
    let again = desk.undo(&step.undo).unwrap();
    assert_eq!(text(&fixture, "2026/1.000001.yaml"), commented);
    // And the other way round.
    let undo = desk.undo(&again).unwrap();
    assert_eq!(text(&fixture, "2026/1.000001.yaml"), with_step);
    assert_eq!(undo, step.undo);
    assert_eq!(fs::read_dir(new.files[0].file.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_new_file_goes_when_it_is_taken_back() {
    let fixture = Fixture::new();
    let desk = desk(&fixture);
    let done = desk.decide(&keep(), &["1.000001".into()]).unwrap();
    let again = desk.undo(&done.undo).unwrap();
    assert_eq!(files(&fixture), Vec::<String>::new());
    assert!(matches!(
        desk.undo(&done.undo),
        Err(DeskError::ChangedMeanwhile { now: None, .. })
    ));
    desk.undo(&again).unwrap();
    assert_eq!(seen(&fixture, "1.000001").expected, Some(done.files[0].version));
}

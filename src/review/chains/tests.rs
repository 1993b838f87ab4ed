use super::*;
use crate::review::rules::tests::{Setup, with_catalogue};

/// Procedures that issue "Giấy phép hạng …" and ask for such papers.
fn setup(all: &[(&str, &str, &[&str])]) -> Setup {
    all.iter().fold(Setup::default(), |setup, (code, result, papers)| {
        let papers: Vec<String> = papers
            .iter()
            .map(|paper| format!("{{ten: Bản sao Giấy phép vận hành hạng {paper}, ban_sao: 1}}"))
            .collect();
        let papers = papers.join(", ");
        setup.other(
            code,
            &format!("{{ten: Cấp phép {code}, ket_qua: [{{ten: Giấy phép vận hành hạng {result}}}], ho_so: [{{giay_to: [{papers}]}}]}}"),
        )
    })
}

fn standings(closure: &Closure) -> Vec<(String, usize, Standing)> {
    let of = |one: &Dependent| (one.node.code.clone(), one.step, one.standing);
    closure.dependents.iter().map(of).collect()
}

#[test]
fn what_has_another_source_carries_nothing_on() {
    let all: [(&str, &str, &[&str]); 5] = [
        ("2.000001", "một", &[]),
        ("2.000002", "một", &[]),
        ("2.000003", "hai", &["một"]),
        ("2.000004", "ba", &["hai"]),
        ("2.000005", "bốn", &["ba"]),
    ];
    with_catalogue(&setup(&all), |catalogue, day| {
        let context = Context::new(catalogue, day);
        let chains = Chains::of(catalogue, &context);
        let one = chains.closure(&["2.000001"]);
        assert_eq!(standings(&one), [("2.000003".to_owned(), 1, Standing::HasSource)]);
        assert_eq!(one.dependents[0].other_sources, ["2.000002"]);
        let both = chains.closure(&["2.000002", "2.000001"]);
        assert_eq!(
            standings(&both),
            [
                ("2.000003".to_owned(), 1, Standing::CutOff),
                ("2.000004".to_owned(), 2, Standing::CutOff),
                ("2.000005".to_owned(), 3, Standing::CutOff),
            ]
        );
        assert_eq!(both.dependents[0].results_of, ["2.000001", "2.000002"]);
    });
}

#[test]
fn a_source_that_is_itself_cut_off_is_none() {
    // The second source of "ba" needs what goes.
    let all: [(&str, &str, &[&str]); 4] = [
        ("2.000001", "một", &[]),
        ("2.000002", "ba", &["một"]),
        ("2.000003", "bốn", &["một"]),
        ("2.000004", "năm", &["ba"]),
    ];
    with_catalogue(&setup(&all), |catalogue, day| {
        let context = Context::new(catalogue, day);
        let closure = Chains::of(catalogue, &context).closure(&["2.000001"]);
        assert_eq!(
            standings(&closure),
            [
                ("2.000002".to_owned(), 1, Standing::CutOff),
                ("2.000003".to_owned(), 1, Standing::CutOff),
                ("2.000004".to_owned(), 2, Standing::CutOff),
            ]
        );
    });
}

#[test]
fn chains_end_where_nothing_goes_on_and_cycles_are_opened() {
    let all: [(&str, &str, &[&str]); 6] = [
        ("2.000001", "một", &["ba"]),
        ("2.000002", "hai", &["một"]),
        ("2.000003", "ba", &["hai"]),
        ("2.000004", "bốn", &["ba"]),
        ("2.000005", "năm", &["bốn"]),
        ("2.000006", "sáu", &["bốn"]),
    ];
    with_catalogue(&setup(&all), |catalogue, day| {
        let context = Context::new(catalogue, day);
        let chains = Chains::of(catalogue, &context);
        let found = chains.chains();
        // The cycle is opened where it closes: 2.000001 is the end of what is left of it.
        assert_eq!(found.len(), 2, "{found:?}");
        let codes: Vec<&str> = found[0].procedures.iter().map(|node| node.code.as_str()).collect();
        assert_eq!(codes.last(), Some(&"2.000004"));
        assert_eq!(found[0].ends.len(), 2);
        assert_eq!(found[0].length, found[0].procedures.len() + 1);
        assert!(found[0].length >= 4, "{codes:?}");
        let cycles = chains.cycles();
        assert_eq!(cycles.len(), 1);
        assert_eq!(cycles[0].procedures.len(), 3);
    });
}

#[test]
fn who_changes_a_document_is_no_first_source() {
    let named = |name: &str| {
        issues_first(&Procedure {
            name: name.to_owned(),
            ..Procedure::default()
        })
    };
    for first in ["Cấp, cấp lại giấy phép", "Thủ tục cấp giấy phép", "Đăng ký xe"] {
        assert!(named(first), "{first}");
    }
    for again in [
        "Thủ tục cấp lại giấy phép",
        "Đề nghị thu hồi giấy phép",
        "Gia hạn giấy phép",
    ] {
        assert!(!named(again), "{again}");
    }
}

use super::*;
use crate::review::rules::tests::{Setup, counts, with_catalogue};

fn ranked(setup: &Setup, wishes: &Wishes) -> Ranking {
    with_catalogue(setup, |catalogue, day| rank(catalogue, day, wishes).unwrap())
}

fn scores(ranking: &Ranking) -> Vec<(&str, i64, Vec<&str>)> {
    let candidates = ranking.candidates.iter();
    candidates
        .map(|one| {
            let parts = one.parts.iter().map(|scored| scored.part).collect();
            (one.code.as_str(), one.score, parts)
        })
        .collect()
}

/// Two papers and a result of one authority, for some people.
fn issuing(name: &str, papers: &str, who: &str) -> String {
    format!(
        "{{ten: {name}, doi_tuong: [{who}], co_quan_thuc_hien: [Sở Công Thương], ket_qua: [{{ten: Giấy phép bán lẻ rượu vang}}], ho_so: [{{giay_to: [{papers}]}}]}}"
    )
}

const TWO: &str = "{ten: Sơ đồ cửa hàng, ban_sao: 1}, {ten: Hợp đồng mua rượu, ban_sao: 1}";
const THREE: &str =
    "{ten: Sơ đồ cửa hàng, ban_sao: 1}, {ten: Hợp đồng mua rượu, ban_sao: 1}, {ten: Bản cam kết, ban_sao: 1}";

#[test]
fn no_dossiers_count_only_where_the_figures_are_complete() {
    let idle = ranked(&counts([0, 0, 0]), &Wishes::default());
    assert_eq!(scores(&idle), [("1.000001", 25, vec!["khong_ho_so"])]);
    let evidence = &idle.candidates[0].parts[0].findings[0];
    assert_eq!(evidence.evidence.len(), 3);
    assert!(!evidence.grounds.is_empty());
    let none = ranked(&Setup::default(), &Wishes::default());
    assert_eq!(scores(&none), []);
    assert_eq!(none.missing["số liệu hồ sơ của năm đã qua"], 1);
    let gap = ranked(&counts([0, 0, 0]).other_count(2022, 5), &Wishes::default());
    assert_eq!(scores(&gap), []);
}

#[test]
fn parts_are_left_out_and_weighed_otherwise_by_the_catalogue_and_by_who_asks() {
    let asked = |without: &[&str], weights: &[(&str, u32)]| Wishes {
        without: without.iter().map(|&name| name.to_owned()).collect(),
        weights: weights
            .iter()
            .map(|&(name, weight)| (name.to_owned(), weight))
            .collect(),
    };
    let setup = counts([0, 0, 0]);
    assert_eq!(scores(&ranked(&setup, &asked(&["khong_ho_so"], &[]))), []);
    assert_eq!(scores(&ranked(&setup, &asked(&[], &[("khong-ho-so", 7)])))[0].1, 7);
    let row = |more: &str| {
        let yaml = format!("ra_soat: {{xep_hang: [{{phan: khong_ho_so, diem: 40{more}}}]}}\n");
        counts([0, 0, 0]).head(&yaml)
    };
    let told = ranked(&row(""), &Wishes::default());
    assert_eq!(scores(&told)[0].1, 40);
    assert_eq!(
        told.parts.iter().find(|part| part.key == "khong_ho_so").unwrap().from,
        Origin::Settings
    );
    assert_eq!(
        scores(&ranked(&row(", den_ngay: 01/07/2026"), &Wishes::default()))[0].1,
        25
    );
    assert_eq!(scores(&ranked(&row(""), &asked(&[], &[("khong_ho_so", 1)])))[0].1, 1);
    let off = counts([0, 0, 0]).head("ra_soat: {tat: [{quy_tac: R-05, ly_do: x}]}\n");
    let off = ranked(&off, &Wishes::default());
    assert_eq!(scores(&off), []);
    assert_eq!(off.parts[1].rules_off, ["R-05"]);
    let wrong = counts([0, 0, 0]).head("ra_soat: {xep_hang: [{phan: gio, diem: 1}]}\n");
    let wrong = ranked(&wrong, &Wishes::default());
    assert_eq!(wrong.problems[0].message, "xếp hạng không có thành phần «gio»");
    with_catalogue(&setup, |catalogue, day| {
        let error = rank(catalogue, day, &asked(&["gio"], &[])).unwrap_err().to_string();
        assert!(
            error.starts_with("no part called \"gio\"; parts there are: khong_con_can_cu, "),
            "{error}"
        );
    });
}

#[test]
fn a_procedure_inside_another_one_of_the_same_authority_is_found() {
    let citizens = "Công dân Việt Nam";
    let both = "Công dân Việt Nam, Doanh nghiệp";
    let fired = |inner: &str, outer: &str| {
        let setup = Setup::default().other("2.000001", inner).other("2.000002", outer);
        let only = Wishes {
            without: ["ket_qua_khong_ai_can".to_owned()].into(),
            ..Wishes::default()
        };
        let ranking = ranked(&setup, &only);
        ranking
            .candidates
            .iter()
            .map(|one| one.code.clone())
            .collect::<Vec<_>>()
    };
    let outer = issuing("Cấp phép bán rượu", THREE, both);
    assert_eq!(fired(&issuing("Đăng ký bán rượu", TWO, citizens), &outer), ["2.000001"]);
    // Other people, another paper, another authority, a record that leaves them out.
    assert!(fired(&issuing("Đăng ký bán rượu", TWO, "Tổ chức nước ngoài"), &outer).is_empty());
    let other = TWO.replace("Sơ đồ cửa hàng", "Ảnh cửa hàng");
    assert!(fired(&issuing("Đăng ký bán rượu", &other, citizens), &outer).is_empty());
    let elsewhere = issuing("Đăng ký bán rượu", TWO, citizens).replace("Sở Công Thương", "Sở Tài chính");
    assert!(fired(&elsewhere, &outer).is_empty());
    let unsaid = issuing("Đăng ký bán rượu", TWO, "");
    assert!(fired(&unsaid, &outer).is_empty());
    assert!(fired(&issuing("Cấp lại giấy phép bán rượu", TWO, citizens), &outer).is_empty());
    let same = issuing("Đăng ký bán rượu", THREE, both);
    assert_eq!(fired(&same, &outer), ["2.000001", "2.000002"]);
}

#[test]
fn a_result_others_need_is_a_warning_and_takes_points_away() {
    let setup = counts([0, 0, 0]).head("").other(
        "2.000001",
        "{ten: Cấp phép A, ket_qua: [{ten: Giấy phép vận hành hạng một}], ngay_cong_bo: 01/01/2020}",
    );
    let setup = (2023..2026).fold(setup, |setup, year| {
        setup.figures(year, "", "2.000001,Tỉnh,0,0,0,0,0,0,số liệu minh họa")
    });
    let asks = "{ten: Cấp phép B, ho_so: [{giay_to: [{ten: Bản sao Giấy phép vận hành hạng một, ban_sao: 1}]}]}";
    let alone = ranked(&setup, &Wishes::default());
    assert_eq!(
        scores(&alone),
        [
            ("2.000001", 28, vec!["khong_ho_so", "ket_qua_khong_ai_can"]),
            ("1.000001", 25, vec!["khong_ho_so"]),
        ]
    );
    let needed = ranked(&setup.other("2.000002", asks), &Wishes::default());
    assert_eq!(
        scores(&needed),
        [
            ("1.000001", 25, vec!["khong_ho_so"]),
            ("2.000001", 5, vec!["khong_ho_so", "thu_tuc_khac_can"]),
        ]
    );
    let warning = &needed.candidates[1].parts[1].findings[0];
    assert_eq!(warning.message, "01 thủ tục sẽ mất nguồn giấy tờ (tthc chain 2.000001)");
}

#[test]
fn equal_scores_stand_by_code_whatever_the_order_of_the_files() {
    let row = |code: &str| format!("{code},Tỉnh,0,0,0,0,0,0,số liệu minh họa");
    let all = |codes: &[&str]| {
        codes.iter().fold(Setup::default(), |setup, code| {
            let setup = setup.other(code, &format!("{{ten: 'Thủ tục riêng {code}'}}"));
            (2023..2026).fold(setup, |setup, year| setup.figures(year, "", &row(code)))
        })
    };
    let order = |setup: &Setup| {
        let ranking = ranked(setup, &Wishes::default());
        ranking
            .candidates
            .iter()
            .map(|one| (one.rank, one.code.clone()))
            .collect::<Vec<_>>()
    };
    let one = order(&all(&["2.000003", "2.000001", "2.000002"]));
    let codes: Vec<&str> = one.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes, ["2.000001", "2.000002", "2.000003"]);
    assert_eq!(one, order(&all(&["2.000001", "2.000002", "2.000003"])));
}

#[test]
fn what_a_case_costs_is_held_against_the_dossiers_of_the_year() {
    let setup = Setup::default()
        .parameters("tnbq: [{nam: 2025, muc: 50.000 đồng, nguon: thử}]")
        .parameters("uoc_tinh: [{viec: nop_truc_tiep_xa, gio: '1', nguon: thử}, {viec: don_to_khai, gio: '1', nguon: thử}, {viec: nhan_ket_qua, gio: '1', nguon: thử}]");
    let setup = (0..25).fold(setup.count(2025, 3), |setup, at| {
        let code = format!("2.0000{at:02}");
        let row = format!("{code},Xã,100,0,0,0,0,0,số liệu minh họa");
        setup
            .other(&code, &format!("{{ten: 'Việc thứ {at} riêng'}}"))
            .figures(2025, "", &row)
    });
    let ranking = ranked(&setup, &Wishes::default());
    let dear: Vec<&str> = ranking
        .candidates
        .iter()
        .filter(|one| one.parts.iter().any(|scored| scored.part == "chi_phi_cao_it_ho_so"))
        .map(|one| one.code.as_str())
        .collect();
    assert!(dear.contains(&"1.000001") && dear.len() == 2, "{dear:?}");
    let first = &ranking.candidates[0];
    assert_eq!(first.code, "1.000001");
    assert!(
        first.parts[0].findings[0]
            .message
            .ends_with("3 hồ sơ năm 2025: hạng 1/26")
    );
}

#[test]
fn every_part_explains_itself_and_names_rules_there_are() {
    let mut keys: Vec<&str> = PARTS.iter().map(|part| part.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), PARTS.len());
    let mut rules: Vec<&str> = Vec::new();
    for part in PARTS {
        assert!(
            !part.title.is_empty() && !part.meaning.is_empty() && part.weight > 0,
            "{}",
            part.key
        );
        assert!(
            part.rules.iter().all(|rule| crate::review::rule(rule).is_some()),
            "{}",
            part.key
        );
        rules.extend(part.rules);
    }
    let count = rules.len();
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules.len(), count, "a rule is evidence of one part");
}

//! Figures as a page and as files.

use std::io::Cursor;

use calamine::Reader as _;
use tthc::web::{Options, Server};

use super::client::get_with;
use super::site::Site;
use crate::support::root;

#[test]
fn tables_charts_and_files_hold_the_same_figures() {
    let site = Site::of_ours();
    let page = site.page("/thong-ke");
    let stats = site.get("/api/stats").json();
    for (level, count) in stats["by_level"].as_object().unwrap() {
        let (part, whole) = (&count["part"], &count["whole"]);
        let row = format!("<th scope=\"row\">{level}</th><td class=\"number\">{part}&#x2f;{whole}</td>");
        assert!(page.contains(&row), "{row}\n{page}");
    }
    let charts: Vec<&str> = page
        .split("<img src=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(charts.len() > 4, "{charts:?}");
    for chart in charts {
        let chart = site.get(&chart.replace("&#x2f;", "/"));
        assert_eq!(
            (chart.status, chart.header("content-type")),
            (200, Some("image/svg+xml"))
        );
        assert!(chart.text().starts_with("<svg"));
    }
    let workbook = site.get("/thong-ke/thong-ke.xlsx").bytes();
    let workbook: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook)).unwrap();
    assert!(!workbook.sheet_names().is_empty());
    assert!(site.page("/thong-ke/thong-ke.csv").lines().count() > 20);
    assert_eq!(site.get("/thong-ke/x.svg").status, 404);
    assert_eq!(site.get("/thong-ke?year=1900").status, 400);
    assert!(
        site.page("/thong-ke?year=2024")
            .contains("<option selected>2024</option>")
    );
}

#[test]
fn targets_are_judged_where_the_operator_names_them() {
    for (file, said) in [
        ("tests/figures/chi-tieu-hue-2019.yaml", "Mức chỉ tiêu"),
        ("tests/figures/khong-co.yaml", "Không đọc được tệp chỉ tiêu"),
    ] {
        let mut options = Options::here(root().join("catalogue"));
        let index = tempfile::tempdir().unwrap();
        options.index = Some(index.path().to_owned());
        options.targets = Some(root().join(file));
        let server = Server::bind(options).unwrap();
        let address = server.address();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || server.run(async { drop(stopped.await) }).unwrap());
        let page = get_with(address, "/thong-ke", &[]).text();
        assert!(page.contains(said), "{page}");
        drop(stop);
        thread.join().unwrap();
    }
}

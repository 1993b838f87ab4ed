//! The review board.

use super::client::encoded;
use super::site::Site;
use crate::support::{root, stdout, tthc};

/// Codes of the procedures on a page, in order.
fn codes(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"/thu-tuc/").skip(1);
    links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// What the page says is found: procedures.
fn total(page: &str) -> usize {
    let said = page.split("<p role=\"status\">").nth(1).unwrap();
    said.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn the_order_is_that_of_the_ranking() {
    let site = Site::of_ours();
    let output = tthc(&root(), &["review", "--rank", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&stdout(&output, 0)).unwrap();
    let ranked = told["candidates"].as_array().unwrap();
    let page = site.page("/ra-soat");
    let shown = codes(&page);
    assert_eq!(shown.len(), 30);
    for (candidate, code) in ranked.iter().zip(&shown) {
        assert_eq!(candidate["code"], **code);
    }
    let first = format!("Hạng 1, {} điểm", ranked[0]["score"]);
    assert!(page.contains(&first), "{first}\n{page}");
    assert!(site.get("/ra-soat/xep-hang.xlsx").bytes().starts_with(b"PK"));
    assert_eq!(site.get("/ra-soat/x").status, 404);
}

#[test]
fn facets_count_what_choosing_them_shows() {
    let site = Site::of_ours();
    let all = site.page("/ra-soat");
    let mut tried = 0;
    for facet in ["severity", "rule", "field", "agency", "level", "state"] {
        let link = format!("/ra-soat?{facet}=");
        for part in all.replace("&#x2f;", "/").split(&link).skip(1).take(3) {
            let value = part.split('"').next().unwrap();
            let count = part
                .split("class=\"count\">")
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap();
            let narrow = site.page(&format!("{link}{value}"));
            assert_eq!(total(&narrow).to_string(), count, "{facet}={value}");
            tried += 1;
        }
    }
    assert!(tried > 12, "{tried}");
    let two = site.page(&format!("/ra-soat?field={}&severity=cao", encoded("Hộ tịch")));
    assert!(total(&two) > 0 && total(&two) < total(&all));
    assert_eq!(total(&site.page("/ra-soat?rule=R-99")), 0);
}

#[test]
fn what_was_decided_is_said() {
    let site = Site::of_ours();
    let decided = site.page(&format!("/ra-soat?state={}", encoded("Bãi bỏ thủ tục hành chính")));
    assert!(total(&decided) > 0, "{decided}");
    assert_eq!(
        decided.matches("Đã quyết định</span> Bãi bỏ").count(),
        total(&decided),
        "{decided}"
    );
    let open = site.page("/ra-soat?state=-");
    assert!(!open.contains("Đã quyết định</span>"), "{open}");
}

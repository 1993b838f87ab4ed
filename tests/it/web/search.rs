//! The search page, as it is without a script.

use super::client::{encoded, get_with};
use super::site::{Site, procedure, small};

/// Codes of the hits on a page, in order.
fn codes(page: &str) -> Vec<String> {
    let links = page.split("<li class=\"hit\">").skip(1);
    links
        .map(|hit| {
            let address = hit.split("href=\"/thu-tuc/").nth(1).unwrap();
            address.split('"').next().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn words_codes_and_legal_numbers_are_found_and_marked() {
    let site = Site::of_ours();
    let plain = site.page("/?q=dang+ky+khai+sinh");
    assert_eq!(codes(&plain)[0], "1.001193");
    assert!(plain.contains("<mark>đăng ký khai sinh</mark>"), "{plain}");
    assert_eq!(codes(&site.page("/?q=1.004222"))[0], "1.004222");
    let law = site.page("/?q=nd+123%2F2015");
    assert!(law.contains("<mark>"), "{law}");
}

#[test]
fn a_link_reproduces_the_page_with_its_filters() {
    let site = Site::of_ours();
    let all = site.page("/");
    assert!(all.contains("97 thủ tục"), "{all}");
    let narrow = site.page(&format!(
        "/?field={}&level={}&sort=name",
        encoded("Hộ tịch"),
        encoded("Cấp xã")
    ));
    assert!(narrow.contains("10 thủ tục") || codes(&narrow).len() < 11, "{narrow}");
    assert!(
        narrow.contains("<span class=\"quiet\">Lĩnh vực:</span> Hộ tịch"),
        "{narrow}"
    );
    // The box keeps the filters when it is sent as a form.
    assert!(
        narrow.contains("<input type=\"hidden\" name=\"field\" value=\"Hộ tịch\">"),
        "{narrow}"
    );
    assert!(
        narrow.contains("<input type=\"hidden\" name=\"sort\" value=\"name\">"),
        "{narrow}"
    );
    // A facet that is chosen leads back.
    let chosen = narrow.split("aria-current=\"true\"").count();
    assert!(chosen > 3, "{narrow}");
    let unaccented = site.page("/?field=ho+tich&level=xa&sort=name");
    assert_eq!(codes(&unaccented), codes(&narrow));
}

#[test]
fn pages_of_hits_follow_one_another() {
    let site = Site::of_ours();
    let mut seen = Vec::new();
    for page in 1..=5 {
        let page = site.page(&format!("/?sort=code&page={page}"));
        seen.extend(codes(&page));
    }
    assert_eq!(seen.len(), 97);
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 97);
    let last = site.page("/?page=5");
    assert!(
        last.contains("rel=\"prev\"") && !last.contains("rel=\"next\""),
        "{last}"
    );
    let beyond = site.page("/?page=99999999");
    assert_eq!(codes(&beyond), codes(&last));
}

#[test]
fn a_repaired_word_is_suggested_and_nothing_found_is_no_dead_end() {
    let site = Site::of_ours();
    let repaired = site.page(&format!("/?q={}", encoded("đăng ký khai sihn")));
    assert!(repaired.contains("Có phải ý bạn là"), "{repaired}");
    let none = site.page("/?q=zzzzqqqq&free=1&max_days=3");
    assert!(none.contains("Không tìm thấy thủ tục nào"), "{none}");
    assert!(
        none.contains("Tìm lại không dùng bộ lọc") && none.contains("Xem toàn bộ danh mục"),
        "{none}"
    );
    let unknown = site.page(&format!("/?field={}", encoded("Hộ khẩu")));
    assert!(unknown.contains("Không có “Hộ khẩu” trong danh mục"), "{unknown}");
    assert!(unknown.contains(">Hộ tịch</a>"), "{unknown}");
}

#[test]
fn behind_the_last_page_is_what_stands_on_it() {
    let site = Site::of_ours();
    let plain = |target: &str| super::client::plain(&site.page(target));
    let last = plain("/?page=99");
    assert!(!codes(&last).is_empty() && !last.contains("từ 0"), "{last}");
    let all = codes(&plain("/"));
    assert_eq!(all.len(), 20, "the first page is full");
    assert_eq!(codes(&last), codes(&plain("/?page=5")));
    assert!(!codes(&plain("/?page=18446744073709551615")).is_empty());
    assert!(plain("/?q=zzzzqqqq&page=9").contains("Không tìm thấy thủ tục nào"));
}

#[test]
fn a_part_is_what_the_page_holds() {
    let site = Site::of_ours();
    let whole = site.page("/?q=ket+hon&free=1");
    let part = site.page("/?q=ket+hon&free=1&part=results");
    assert!(!part.contains("<html") && part.len() < whole.len());
    let trimmed: String = part.split_whitespace().collect();
    let whole: String = whole.split_whitespace().collect();
    assert!(whole.contains(&trimmed));
}

#[test]
fn the_first_page_is_small_on_the_wire() {
    let folder = small();
    for at in 100..400 {
        let code = format!("1.000{at}");
        let text = procedure(&code, &format!("Cấp giấy phép số {at}")).replace("Sở Thử", &format!("Cơ quan {at}"));
        folder.write(&format!("2026-07-01/thu_tuc/thu/{code}.yaml"), text.as_bytes());
    }
    let site = Site::of(folder.path());
    let packed = |target: &str| get_with(site.address, target, &[("Accept-Encoding", "gzip")]);
    let page = packed("/");
    let own = page.text().replace("&#x2f;", "/");
    let files = own.split('"').filter(|part| part.starts_with("/assets/"));
    let all: usize = files.map(|file| packed(file).wire.len()).sum::<usize>() + page.wire.len();
    assert!(all < 100_000, "{all} bytes");
}

//! How pages look: nothing is cut off at any width, and pages print.

use super::driver::Browser;
use crate::web::site::Site;

/// Pages with a name.
pub(super) const PAGES: [(&str, &str); 17] = [
    ("search", "/"),
    ("hits", "/?q=dang+ky+khai+sinh"),
    ("filtered", "/?q=cap&level=C%E1%BA%A5p+x%C3%A3&free=1"),
    ("none", "/?q=zzzzqqqq&free=1"),
    ("procedure", "/thu-tuc/2.000559"),
    ("compare", "/so-sanh"),
    ("compared", "/so-sanh/2.000806?side=1&all=1"),
    (
        "filtered-comparison",
        "/so-sanh?burden=lighter&part=ho_so&status=changed",
    ),
    ("board", "/ra-soat"),
    ("filtered-board", "/ra-soat?severity=Cao&rule=R-05&state=-"),
    ("decide", "/ra-soat/quyet-dinh/2.000117"),
    ("assess", "/ra-soat/quyet-dinh/1.001193?danh-gia=1"),
    ("proposal", "/de-xuat"),
    (
        "picked",
        "/de-xuat?outcome=S%E1%BB%ADa+%C4%91%E1%BB%95i%2C+b%E1%BB%95+sung&bo=2026%2F2.000117.yaml&cost=1",
    ),
    ("statistics", "/thong-ke"),
    ("health", "/kiem-tra"),
    ("problem", "/khong-co"),
];

/// What is wider than the window and not in a box of its own that can be scrolled.
pub(crate) const TOO_WIDE: &str = "(() => {
  const room = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll('*')].filter(e =>
    e.getBoundingClientRect().right > room + 1 && !e.closest('.scroll') && !e.closest('.skip') && !e.closest('.hidden') && e.checkVisibility());
  return wide.map(e => e.tagName + '.' + e.className + ' ' + e.textContent.trim().slice(0, 40)).join('\\n');
})()";

#[test]
fn no_page_is_wider_than_its_window() {
    let Some(mut browser) = Browser::start() else { return };
    let site = Site::of_ours();
    for (theme, language) in [("light", "vi"), ("dark", "en")] {
        for (width, height) in [(360, 740), (768, 1024), (1920, 1080)] {
            browser.size(width, height);
            for (name, path) in PAGES {
                let joint = if path.contains('?') { '&' } else { '?' };
                browser.open(&format!(
                    "http://{}{path}{joint}theme={theme}&lang={language}",
                    site.address
                ));
                assert_eq!(browser.text(TOO_WIDE), "", "{name} at {width}");
                let wide = browser.say("document.documentElement.scrollWidth > document.documentElement.clientWidth");
                assert_eq!(wide, false, "{name} at {width} scrolls sideways");
                browser.shoot(&format!("{name}-{width}-{theme}-{language}"));
            }
        }
    }
    // A page that is not there is logged by the browser; nothing else is.
    let others = browser.complaints.iter().filter(|complaint| !complaint.contains("404"));
    assert_eq!(others.count(), 0, "{:?}", browser.complaints);
}

#[test]
fn a_procedure_prints_without_what_is_for_the_screen() {
    let Some(mut browser) = Browser::start() else { return };
    let site = Site::of_ours();
    browser.open(&format!("http://{}/thu-tuc/1.001193?theme=dark", site.address));
    browser.ask("Emulation.setEmulatedMedia", serde_json::json!({ "media": "print" }));
    for selector in [".top", ".actions", ".contents"] {
        let shown = browser.say(&format!("document.querySelector({selector:?}).checkVisibility()"));
        assert_eq!(shown, false, "{selector}");
    }
    assert_eq!(
        browser.text("getComputedStyle(document.body).backgroundColor"),
        "rgb(255, 255, 255)"
    );
    assert_eq!(browser.text("getComputedStyle(document.body).color"), "rgb(0, 0, 0)");
    let printed = browser.ask("Page.printToPDF", serde_json::json!({ "preferCSSPageSize": true }));
    assert!(printed["data"].as_str().unwrap().starts_with("JVBERi0"), "no PDF");
}

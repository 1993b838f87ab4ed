//! What people do on the pages, from the first key to the page they wanted.

use super::driver::Browser;
use crate::web::site::Site;

/// Code of the hit that has the focus; empty when none has.
const FOCUSED: &str = "document.activeElement.closest('.hit')?.querySelector('code').textContent ?? ''";
/// Codes of all hits.
const CODES: &str = "[...document.querySelectorAll('.hit code')].map(code => code.textContent).join(' ')";

fn begin() -> Option<(Site, Browser, String)> {
    let browser = Browser::start()?;
    let site = Site::of_ours();
    let address = format!("http://{}", site.address);
    Some((site, browser, address))
}

#[test]
fn results_come_as_somebody_types_and_the_address_follows() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    browser.open(&format!("{address}/"));
    assert_eq!(browser.text("document.activeElement.id"), "q", "one can type at once");
    browser.write("dang ky khai sinh");
    browser.wait("document.querySelector('.hit code')?.textContent === '1.001193'");
    browser.wait("location.search === '?q=dang+ky+khai+sinh'");
    assert_eq!(
        browser.text("document.querySelector('.hit mark').textContent"),
        "đăng ký khai sinh"
    );
    assert!(
        browser
            .text("document.title")
            .starts_with("dang ky khai sinh – Tìm kiếm")
    );
    // A link to the page shows the same.
    let (here, codes) = (browser.text("location.href"), browser.text(CODES));
    browser.open(&here);
    assert_eq!(browser.text(CODES), codes);
    assert_eq!(browser.text("document.getElementById('q').value"), "dang ky khai sinh");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn filters_change_the_page_in_place_and_the_way_back_leads_back() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    browser.open(&format!("{address}/"));
    browser.say("window.same = true");
    browser.click(".facets a[href*='field=']");
    browser.wait("location.search.startsWith('?field=')");
    browser.wait("document.querySelector('.chips a')");
    let narrow = browser.text("document.getElementById('said').textContent");
    // What is typed afterwards is searched among what the filter leaves.
    browser.click("#q");
    browser.write("ket hon");
    browser.wait("location.search.includes('q=ket+hon') && location.search.includes('field=')");
    browser.say("history.back()");
    browser.wait("location.search === '' && !document.querySelector('.chips')");
    browser.say("history.forward()");
    browser.wait("location.search.includes('field=') && document.querySelector('.chips a')");
    browser.click(".chips a");
    browser.wait("!location.search.includes('field=')");
    assert!(!narrow.is_empty());
    assert_eq!(browser.say("window.same"), true, "no page was loaded anew");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn the_keyboard_is_enough() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    browser.open(&format!("{address}/?q=khai+sinh"));
    browser.press("/");
    assert_eq!(browser.text("document.activeElement.id"), "q");
    browser.press("ArrowDown");
    assert_eq!(browser.text(FOCUSED), "1.001193");
    browser.press("ArrowDown");
    let second = browser.text(FOCUSED);
    assert!(!second.is_empty() && second != "1.001193");
    browser.press("ArrowUp");
    browser.press("ArrowUp");
    assert_eq!(browser.text("document.activeElement.id"), "q");
    browser.press("ArrowDown");
    browser.press("Escape");
    assert_eq!(browser.text("document.activeElement.id"), "q");
    browser.press("Escape");
    browser.wait("location.search === '' && document.getElementById('q').value === ''");
    browser.write("1.004222");
    browser.wait("document.querySelectorAll('.hit').length === 1");
    browser.press("Enter");
    browser.wait("document.activeElement.closest('.hit')");
    browser.press("Enter");
    browser.wait("location.pathname === '/thu-tuc/1.004222' && document.readyState === 'complete'");
    browser.press("/");
    browser.wait("location.pathname === '/'");
    // What was searched is offered again, and can be forgotten.
    browser.wait("document.querySelector('#recent a')?.textContent === '1.004222'");
    browser.click("#forget");
    browser.wait("document.getElementById('recent').hidden");
    // The first stop of the keyboard leads past the heading.
    browser.open(&format!("{address}/thu-tuc/1.001193"));
    browser.press("Tab");
    assert_eq!(browser.text("document.activeElement.className"), "skip");
    browser.press("Enter");
    browser.wait("location.hash === '#main'");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn pages_work_without_scripts() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    browser.without_scripts();
    browser.open(&format!("{address}/"));
    browser.click("#q");
    browser.write("đăng ký khai sinh");
    browser.press("Enter");
    browser
        .wait("new URL(location.href).searchParams.get('q') === 'đăng ký khai sinh' && document.querySelector('.hit')");
    browser.click(".facets a[href*='level=']");
    browser.wait("location.search.includes('level=') && document.querySelector('.chips a')");
    browser.click(".hit h2 a");
    browser.wait("location.pathname.startsWith('/thu-tuc/') && document.querySelector('#trinh_tu')");
    browser.click(".choices a[hreflang=en]");
    browser.wait("document.documentElement.lang === 'en'");
}

#[test]
fn language_and_theme_stay_on_the_next_pages() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    let ground = "getComputedStyle(document.body).backgroundColor";
    browser.open(&format!("{address}/"));
    let light = browser.text(ground);
    browser.click(".choices a[href*='theme=dark']");
    browser.wait("document.documentElement.dataset.theme === 'dark'");
    assert_ne!(browser.text(ground), light);
    browser.click(".choices a[hreflang=en]");
    browser.wait("document.documentElement.lang === 'en'");
    browser.open(&format!("{address}/thu-tuc/1.001193"));
    assert_eq!(browser.text("document.documentElement.dataset.theme"), "dark");
    assert_eq!(
        browser.text("document.querySelector('#trinh_tu h2').textContent"),
        "1. Steps"
    );
    // Without a choice the page follows the system.
    browser.click(".choices a[href*='theme=auto']");
    browser.wait("document.documentElement.dataset.theme === 'auto'");
    browser.ask(
        "Emulation.setEmulatedMedia",
        serde_json::json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] }),
    );
    assert_ne!(browser.text(ground), light);
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn changes_are_gone_through_one_after_another() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    browser.open(&format!("{address}/so-sanh?burden=lighter"));
    let first = browser.text("document.querySelector('.hit h3 a').getAttribute('href')");
    browser.click(".hit h3 a");
    browser.wait("document.querySelector('.change')");
    assert_eq!(browser.text("location.pathname + location.search"), first);
    browser.press("n");
    browser.wait("document.querySelector('[rel=prev]') && document.querySelector('.change')");
    let second = browser.text("location.pathname");
    assert!(!first.starts_with(&second));
    browser.click(".actions a[href*='side=1']");
    browser.wait("location.search.includes('side=1')");
    browser.press("p");
    browser.wait("location.search.includes('side=1') && !document.querySelector('[rel=prev]')");
    browser.click("header p a");
    browser.wait("location.pathname === '/so-sanh' && location.search.includes('burden=lighter')");
    assert_eq!(browser.complaints, [""; 0]);
}

#[test]
fn decisions_are_picked_in_place_and_the_figures_follow() {
    let Some((_site, mut browser, address)) = begin() else {
        return;
    };
    browser.open(&format!("{address}/de-xuat"));
    browser.say("window.same = true");
    let saved = "document.querySelector('.sums .sum .number').textContent";
    let all = browser.text(saved);
    browser.click("[data-toggle='2.000117']");
    browser.wait("location.search.startsWith('?bo=')");
    browser.wait(&format!("{saved} !== '{all}'"));
    assert_eq!(
        browser.text("document.activeElement.dataset.toggle"),
        "2.000117",
        "the keyboard goes on from where it was"
    );
    // Enter on the same button takes it in again.
    browser.press("Enter");
    browser.wait(&format!("{saved} === '{all}'"));
    // The targets are another state of the same page.
    browser.say("document.querySelector('input[name=cost]').value = '1'");
    browser.click(".aims button");
    browser.wait("location.search.includes('cost=1')");
    browser.say("history.back()");
    browser.wait("!location.search.includes('cost=1')");
    assert_eq!(browser.say("window.same"), true, "no page was loaded anew");
    assert_eq!(browser.complaints, [""; 0]);
}

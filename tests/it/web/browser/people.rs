//! Logging in and out, as people do it.

use super::driver::Browser;
use crate::support::Folder;
use crate::web::people::{PASSWORD, users};
use crate::web::site::{Site, small};
use tthc::web::people::{self, Settings};

/// A server with users, and a browser.
fn begin() -> Option<(Site, Browser, String, Folder)> {
    let browser = Browser::start()?;
    let folder = small();
    let site = Site::with(
        folder.path(),
        Settings {
            users: Some(users(folder.path())),
            ..Settings::default()
        },
    );
    let address = format!("http://{}", site.address);
    Some((site, browser, address, folder))
}

pub(crate) fn log_in(browser: &mut Browser, login: &str, password: &str) {
    browser.click("#login");
    browser.say("document.getElementById('login').value = ''");
    browser.write(login);
    browser.click("#password");
    browser.write(password);
    browser.press("Enter");
}

#[test]
fn somebody_logs_in_sees_their_name_and_logs_out() {
    let Some((_site, mut browser, address, folder)) = begin() else {
        return;
    };
    browser.open(&format!("{address}/dang-nhap?next=/thu-tuc/1.000001"));
    log_in(&mut browser, "reviewer", "sai");
    browser.wait("document.querySelector('[role=alert]')");
    assert_eq!(browser.text("document.getElementById('login').value"), "reviewer");
    assert_eq!(browser.text("document.getElementById('password').value"), "");
    log_in(&mut browser, "reviewer", PASSWORD);
    browser.wait("location.pathname === '/thu-tuc/1.000001'");
    browser.wait("document.querySelector('.person b').textContent === 'Nguyễn Văn reviewer'");
    assert_eq!(browser.text("document.cookie"), "", "scripts see no cookie");
    browser.open(&format!("{address}/"));
    browser.click("#q");
    browser.write("thu nghiem");
    browser.wait("document.querySelector('.hit code')?.textContent === '1.000001'");
    browser.click(".person button");
    browser.wait("location.pathname === '/dang-nhap' && !document.querySelector('.person')");
    browser.say("history.back()");
    browser.wait("location.search === '?next=%2F%3Fq%3Dthu%2Bnghiem' && document.getElementById('password')");
    // What was open elsewhere notices as soon as it is used.
    log_in(&mut browser, "reader", PASSWORD);
    browser.wait("location.search === '?q=thu+nghiem'");
    people::remove(&folder.path().join("nguoi_dung.yaml"), "reader").unwrap();
    browser.click("#q");
    browser.write(" a");
    browser.wait("location.pathname === '/dang-nhap' && document.getElementById('password')");
    // What was refused is logged by the browser; nothing else is.
    let others: Vec<_> = browser.complaints.iter().filter(|said| !said.contains("403")).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn it_works_without_scripts_on_a_telephone() {
    let Some((_site, mut browser, address, _folder)) = begin() else {
        return;
    };
    browser.without_scripts();
    browser.size(360, 740);
    browser.open(&format!("{address}/?q=thu"));
    browser.wait("location.pathname === '/dang-nhap'");
    browser.shoot("login-360");
    log_in(&mut browser, "editor", PASSWORD);
    browser.wait("location.search === '?q=thu'");
    browser.shoot("logged-in-360");
    assert_eq!(browser.text(super::looks::TOO_WIDE), "");
    browser.click(".person button");
    browser.wait("location.pathname === '/dang-nhap'");
    assert_eq!(browser.text(super::looks::TOO_WIDE), "");
}

#[test]
fn the_login_page_is_accessible_in_both_themes_and_languages() {
    let Some(axe) = super::accessibility::axe() else { return };
    let Some((_site, mut browser, address, _folder)) = begin() else {
        return;
    };
    for (theme, language, width) in [("light", "vi", 1280), ("dark", "en", 360)] {
        browser.size(width, 900);
        browser.open(&format!("{address}/dang-nhap?theme={theme}&lang={language}"));
        for state in ["empty", "refused", "inside"] {
            match state {
                "refused" => log_in(&mut browser, "reader", "sai"),
                "inside" => log_in(&mut browser, "reader", PASSWORD),
                _ => {}
            }
            browser.wait(match state {
                "empty" => "document.getElementById('login')",
                "refused" => "document.querySelector('[role=alert]')",
                _ => "document.querySelector('.person')",
            });
            browser.say(&format!("{axe}; 0"));
            assert_eq!(
                browser.text(super::accessibility::RUN),
                "",
                "{state}, {theme}, {language}"
            );
            browser.shoot(&format!("login-{state}-{width}-{theme}-{language}"));
        }
        browser.click(".person button");
        browser.wait("location.pathname === '/dang-nhap'");
    }
}

//! Logging in and out.

use axum::http::{HeaderName, StatusCode, header};
use serde::Serialize;

use crate::web::layout;
use crate::web::people::{Entry, Login, Refusal};
use crate::web::reply::{Answer, Problem, Reply};
use crate::web::routes::is_only_sent_to;
use crate::web::visit::{LANGUAGE, PASSWORD, Parameters, THEME, Visit};

/// Path of the page.
pub(in crate::web) const PATH: &str = "/dang-nhap";
/// Where one is led when nothing else is said.
const HOME: &str = "/";

/// What the template sees.
#[derive(Serialize)]
struct LoginView<'a> {
    login: &'a str,
    next: &'a str,
    /// Why they are not in yet; empty at first.
    said: String,
}

/// `/dang-nhap`
pub(in crate::web) fn page(visit: &Visit) -> Answer {
    if !visit.app.people.log_in() {
        return Err(Problem::no_page(&visit.path));
    }
    if visit.who.refusal == Some(Refusal::NoUsers) {
        return Err(Problem::no_users());
    }
    let next = next(&visit.parameters);
    if visit.who.role.is_some() {
        return Ok(Reply::see_other(next));
    }
    form(visit, "", next, String::new())
}

/// `/dang-nhap`, sent
pub(in crate::web) fn enter(visit: &Visit) -> Answer {
    let people = &visit.app.people;
    if !people.log_in() {
        return Err(Problem::no_page(&visit.path));
    }
    let (login, next) = (visit.form.get("login").unwrap_or_default(), next(&visit.form));
    let password = visit.form.whole(PASSWORD).unwrap_or_default();
    let tried = people.enter(login, password, visit.asked.peer, visit.who.secure);
    match tried.map_err(Problem::internal)? {
        Login::Done(cookie) => {
            // Whoever used the browser before is not logged in any more.
            drop(people.leave(&visit.asked.headers, visit.who.secure));
            visit.event("login", login);
            Ok(Reply::see_other(next).with(header::SET_COOKIE, cookie))
        }
        Login::Wrong => {
            visit.event("login_failed", login);
            let said = visit.label("login_wrong").to_owned();
            Ok(form(visit, login, next, said)?.with_status(StatusCode::FORBIDDEN))
        }
        Login::Wait(wait) => {
            visit.event("login_delayed", login);
            let seconds = (wait.as_secs() + 1).to_string();
            let said = visit.label("login_wait").replace("{n}", &seconds);
            let page = form(visit, login, next, said)?.with_status(StatusCode::TOO_MANY_REQUESTS);
            Ok(page.with(header::RETRY_AFTER, seconds))
        }
        Login::Busy => Err(Problem::busy()),
    }
}

/// `/dang-xuat`, sent
pub(in crate::web) fn leave(visit: &Visit) -> Answer {
    // Whom a proxy names, or who is alone at this machine, has no session to end.
    if visit.who.entry != Entry::Session {
        return Ok(Reply::see_other(HOME));
    }
    let cookie = visit.app.people.leave(&visit.asked.headers, visit.who.secure);
    visit.event("logout", visit.person().map_or("", |person| &person.login));
    // The next person at this browser must not find the pages by going back.
    let forget = HeaderName::from_static("clear-site-data");
    Ok(Reply::see_other(PATH)
        .with(header::SET_COOKIE, cookie)
        .with(forget, "\"cache\""))
}

/// Leads to the page where one logs in, and from there to what was asked for.
pub(in crate::web) fn first(visit: &Visit) -> Answer {
    if visit.path.starts_with("/api/") {
        return Err(Problem::unauthorized());
    }
    let wanted = visit
        .parameters
        .without(&[LANGUAGE, THEME, "part"])
        .address(&visit.path);
    let mut parameters = Parameters::default();
    if wanted != HOME {
        parameters.push("next", wanted);
    }
    let cookies = visit.cookies().into_iter();
    Ok(
        cookies.fold(Reply::see_other(&parameters.address(PATH)), |reply, cookie| {
            reply.with(header::SET_COOKIE, cookie)
        }),
    )
}

fn form(visit: &Visit, login: &str, next: &str, said: String) -> Answer {
    let view = LoginView { login, next, said };
    layout::page(visit, "web/login.html.j2", visit.label("log_in"), &view)
}

/// Where to go afterwards: a page of ours, whatever the address says.
fn next(parameters: &Parameters) -> &str {
    parameters.get("next").filter(|next| is_local(next)).unwrap_or(HOME)
}

/// Whether an address is a path of ours: `//evil.example` and `/\evil.example` lead elsewhere, and browsers leave out tabs
/// and line ends. What can only be sent to leads nowhere.
pub(in crate::web) fn is_local(address: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let path = address.split(['?', '#']).next().unwrap_or_default();
    address.starts_with('/')
        && !address.starts_with("//")
        && address.bytes().all(plain)
        && !address.starts_with(PATH)
        && !is_only_sent_to(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_afterwards_leads_nowhere_else() {
        for fine in [
            "/",
            "/?q=khai+sinh",
            "/thu-tuc/1.001193?lang=en",
            "/a//b",
            "/ra-soat/quyet-dinh/1.001193?xong=1",
            "/?x=//evil.example",
        ] {
            assert!(is_local(fine), "{fine}");
        }
        for bad in [
            "",
            "evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/\r\nSet-Cookie: a=b",
            "/khai sinh",
            "/ố",
            "/dang-nhap?next=/dang-nhap",
            "/dang-xuat",
            "/dang-xuat?x=1",
            "/ra-soat/hoan-tac",
            "/ra-soat/buoc/1.001193#x",
        ] {
            assert!(!is_local(bad), "{bad:?}");
            let mut parameters = Parameters::default();
            parameters.push("next", bad);
            assert_eq!(next(&parameters), HOME);
        }
    }
}

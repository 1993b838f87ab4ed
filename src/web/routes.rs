//! The one table of addresses, and what happens to every request.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Method, Response, Uri};
use axum::routing::{get, post};
use tokio::sync::OwnedSemaphorePermit;

use super::access_log::{self, Access, milliseconds};
use super::connection::Share;
use super::openapi::Described;
use super::people::{Refusal, Role, Who};
use super::reply::{Answer, Problem, Reply};
use super::server::Peer;
use super::state::{App, with_causes};
use super::visit::{Asked, Parameters, Visit};
use super::{api, assets, form, guard, openapi, pages};

/// Time an answer may take.
const TIME: Duration = Duration::from_secs(60);
/// Time a request may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// Wait before looking again whether an address may have another heavy answer.
const PAUSE: Duration = Duration::from_millis(50);
/// Stands for where a connection comes from when that is not known; nobody believes it.
const UNKNOWN_PEER: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// One address.
pub(super) struct Route {
    /// Path, with `{name}` for a part that stands for something.
    pub(super) path: &'static str,
    /// What answers it, and to whom.
    pub(super) call: Call,
    /// What programs are told of it; nothing for pages.
    pub(super) described: Option<Described>,
}

/// What answers a request, and to whom.
#[derive(Clone, Copy)]
pub(super) struct Call {
    /// What somebody must be at least; `None` is for everybody, logged in or not.
    pub(super) role: Option<Role>,
    /// Whether it is a form that is sent, from a page of ours.
    pub(super) form: bool,
    /// Whether it may fill much of the memory, so that only a few are made and sent at once.
    pub(super) heavy: bool,
    /// What answers.
    pub(super) handler: fn(&Visit) -> Answer,
}

impl Route {
    /// A page for everybody who may read.
    const fn page(path: &'static str, handler: fn(&Visit) -> Answer) -> Self {
        Self {
            path,
            call: Call {
                role: Some(Role::Reader),
                form: false,
                heavy: false,
                handler,
            },
            described: None,
        }
    }

    /// Something to take away that may be large, for everybody who may read.
    const fn heavy(path: &'static str, handler: fn(&Visit) -> Answer) -> Self {
        Self {
            call: Call {
                role: Some(Role::Reader),
                form: false,
                heavy: true,
                handler,
            },
            ..Self::page(path, handler)
        }
    }

    /// A page for everybody, logged in or not.
    const fn open(path: &'static str, handler: fn(&Visit) -> Answer) -> Self {
        Self {
            call: Call {
                role: None,
                form: false,
                heavy: false,
                handler,
            },
            ..Self::page(path, handler)
        }
    }

    /// A form that is sent to an address by somebody with a role or more; `None` is for everybody. The handler finds it in
    /// `visit.form`, and answers with [`Reply::see_other`] when it is done. The form must have the field `csrf` with
    /// `page.csrf`.
    pub(super) const fn form(path: &'static str, role: Option<Role>, handler: fn(&Visit) -> Answer) -> Self {
        Self {
            call: Call {
                role,
                form: true,
                heavy: false,
                handler,
            },
            ..Self::page(path, handler)
        }
    }

    const fn api(path: &'static str, handler: fn(&Visit) -> Answer, described: Described) -> Self {
        Self {
            described: Some(described),
            ..Self::page(path, handler)
        }
    }

    const fn heavy_api(path: &'static str, handler: fn(&Visit) -> Answer, described: Described) -> Self {
        Self {
            described: Some(described),
            ..Self::heavy(path, handler)
        }
    }
}

/// Every address.
pub(super) static ROUTES: &[Route] = &[
    Route::page("/", pages::search::page),
    Route::page("/thu-tuc/{code}", pages::procedure::page),
    Route::page("/thu-tuc/{code}/{file}", pages::procedure::file),
    Route::page("/so-sanh", pages::compare::page),
    Route::page("/so-sanh/{code}", pages::compare::procedure),
    Route::heavy("/so-sanh/tai-ve/{file}", pages::compare::file),
    Route::page("/ra-soat", pages::board::page),
    Route::heavy("/ra-soat/{file}", pages::board::file),
    Route::page("/ra-soat/quyet-dinh/{code}", pages::decide::page),
    Route::form(
        "/ra-soat/quyet-dinh/{code}",
        Some(Role::Reviewer),
        pages::decide::decide,
    ),
    Route::form(
        "/ra-soat/xem-truoc/{code}",
        Some(Role::Reviewer),
        pages::decide::preview,
    ),
    Route::form("/ra-soat/buoc/{code}", Some(Role::Reviewer), pages::decide::step),
    Route::form("/ra-soat/chon/{code}", Some(Role::Reviewer), pages::decide::adopt),
    Route::form("/ra-soat/hang-loat", Some(Role::Reviewer), pages::decide::many),
    Route::form("/ra-soat/hoan-tac", Some(Role::Reviewer), pages::decide::undo),
    Route::page("/de-xuat", pages::proposal::page),
    Route::heavy("/de-xuat/{file}", pages::proposal::file),
    Route::page("/thong-ke", pages::statistics::page),
    Route::heavy("/thong-ke/{file}", pages::statistics::file),
    Route::page("/kiem-tra", pages::health::page),
    Route::open(pages::login::PATH, pages::login::page),
    Route::form(pages::login::PATH, None, pages::login::enter),
    Route::form("/dang-xuat", Some(Role::Reader), pages::login::leave),
    Route::open("/assets/{name}", assets::asset),
    Route::open("/healthz", pages::health::alive),
    Route::api("/api/search", api::search, openapi::SEARCH),
    Route::api("/api/procedures/{code}", api::procedure, openapi::PROCEDURE),
    Route::api("/api/procedures/{code}/history", api::history, openapi::HISTORY),
    Route::api("/api/revisions", api::revisions, openapi::REVISIONS),
    Route::heavy_api("/api/diff", api::diff, openapi::DIFF),
    Route::heavy_api("/api/review", api::review, openapi::REVIEW),
    Route::heavy_api("/api/check", api::health, openapi::CHECK),
    Route::heavy_api("/api/cost", api::cost, openapi::COST),
    Route::api("/api/stats", api::stats, openapi::STATS),
    Route::page("/api/openapi.json", openapi::description),
];

/// Whether nothing can be had from a path: forms are sent there, and no page is.
pub(super) fn is_only_sent_to(path: &str) -> bool {
    let is_of = |route: &Route| {
        let mut parts = route.path.split('/').zip(path.split('/'));
        route.path.matches('/').count() == path.matches('/').count()
            && parts.all(|(own, asked)| own.starts_with('{') || own == asked)
    };
    let page = |form: &Route| ROUTES.iter().any(|route| !route.call.form && route.path == form.path);
    ROUTES
        .iter()
        .any(|route| route.call.form && is_of(route) && !page(route))
}

/// What answers an address that is used another way.
const OTHER_METHOD: Call = Call {
    role: None,
    form: false,
    heavy: false,
    handler: |_| Err(Problem::method()),
};
/// What answers where there is no page.
const NO_PAGE: Call = Call {
    role: Some(Role::Reader),
    form: false,
    heavy: false,
    handler: |visit| Err(Problem::no_page(&visit.path)),
};

/// Every address with what answers it.
pub(super) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let (call, own) = (route.call, Arc::clone(&app));
        let answers = move |captured: Result<RawPathParams, RawPathParamsRejection>, request: Request| async move {
            // A path whose parts are no text leads to no page, and is looked at like any other.
            let Ok(captured) = captured else {
                return answer(own, request, Vec::new(), NO_PAGE).await;
            };
            let captured = captured.iter();
            let captured = captured.map(|(name, value)| (name.to_owned(), value.to_owned()));
            answer(own, request, captured.collect(), call).await
        };
        router = router.route(route.path, if call.form { post(answers) } else { get(answers) });
    }
    let (own, other) = (Arc::clone(&app), app);
    router
        .method_not_allowed_fallback(move |request: Request| {
            answer(Arc::clone(&own), request, Vec::new(), OTHER_METHOD)
        })
        .fallback(move |request: Request| answer(Arc::clone(&other), request, Vec::new(), NO_PAGE))
}

/// Answers a request: in its turn, in time, and whatever happens.
async fn answer(app: Arc<App>, request: Request, captured: Vec<(String, String)>, call: Call) -> Response<Body> {
    let begun = Instant::now();
    let ours = guard::is_for_us(&request, &app.options.hosts);
    let (head, body) = request.into_parts();
    let peer = head.extensions.get().map_or(UNKNOWN_PEER, |Peer(peer)| *peer);
    let sent = match (ours, call.form) {
        (false, _) => Err(Problem::misdirected()),
        (true, false) => Ok(Parameters::default()),
        (true, true) => {
            let secure = app.people.is_secure(peer, &head.headers);
            if form::is_from_our_page(&head.headers, secure) {
                form::read(&head.headers, body).await
            } else {
                Err(Problem::forged())
            }
        }
    };
    let (form, refused) = match sent {
        Ok(form) => (form, None),
        Err(problem) => (Parameters::default(), Some(problem)),
    };
    let asked = Arc::new(Asked {
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        captured,
        headers: head.headers,
        peer,
        form,
    });
    let done = match refused {
        None => in_turn(&app, &asked, call).await,
        Some(problem) => Worked::only(said(&app, &asked, &problem)),
    };
    respond(&app, done, &head.method, &head.uri, &asked.headers, begun)
}

/// What came of a request.
struct Worked {
    reply: Reply,
    /// Login of who asked, where they have one.
    user: Option<String>,
    /// What a heavy answer holds until it is sent.
    held: Option<Held>,
}

/// A place among the heavy answers.
type Held = (OwnedSemaphorePermit, Share);

impl Worked {
    fn only(reply: Reply) -> Self {
        Self {
            reply,
            user: None,
            held: None,
        }
    }
}

/// Runs a handler on a thread of its own when there is room, and gives up on it when it takes too long.
async fn in_turn(app: &Arc<App>, asked: &Arc<Asked>, call: Call) -> Worked {
    let said = |problem: Problem| Worked::only(said(app, asked, &problem));
    let turn = async {
        let held = match call.heavy {
            true => Some(heavy_place(app, asked.peer).await?),
            false => None,
        };
        Some((Arc::clone(&app.places).acquire_owned().await.ok()?, held))
    };
    let Ok(Some((place, held))) = tokio::time::timeout(PATIENCE, turn).await else {
        return said(Problem::busy());
    };
    let (own, request) = (Arc::clone(app), Arc::clone(asked));
    let work = tokio::task::spawn_blocking(move || {
        let (reply, user) = worked(&own, request, call);
        drop(place);
        Worked { reply, user, held }
    });
    match tokio::time::timeout(TIME, work).await {
        Ok(Ok(worked)) => worked,
        Ok(Err(panicked)) => said(Problem::internal(panicked)),
        Err(_) => said(Problem::timeout()),
    }
}

/// A place among the heavy answers, once the address has fewer of them than it may and there is one.
async fn heavy_place(app: &App, peer: IpAddr) -> Option<Held> {
    let share = loop {
        match app.heavy_shares.take(peer) {
            Some(share) => break share,
            None => tokio::time::sleep(PAUSE).await,
        }
    };
    Some((Arc::clone(&app.heavy).acquire_owned().await.ok()?, share))
}

/// The answer of a handler, or why there is none, with the login of who asked.
fn worked(app: &Arc<App>, asked: Arc<Asked>, call: Call) -> (Reply, Option<String>) {
    let path = asked.path.clone();
    let who = app.people.who(asked.peer, &asked.headers, |error| {
        access_log::trouble(&with_causes(&error), &path);
    });
    let login = who.person.as_ref().map(|person| person.login.clone());
    let visit = Visit::new(Arc::clone(app), asked, who);
    let answer = match refused(&visit, call) {
        Some(refused) => refused,
        None => (call.handler)(&visit),
    };
    let reply = answer.unwrap_or_else(|problem| pages::problem::reply(&visit, &problem));
    (reply, login.filter(|login| !login.is_empty()))
}

/// What is answered instead of what was asked for: where to log in, or that somebody may not do this.
fn refused(visit: &Visit, call: Call) -> Option<Answer> {
    let who = &visit.who;
    if let Some(needed) = call.role {
        match (who.refusal, who.role) {
            (Some(Refusal::NoUsers), _) => return Some(Err(Problem::no_users())),
            (Some(Refusal::Unknown), _) => return Some(Err(Problem::unknown_person())),
            (None, None) if call.form => return Some(Err(Problem::logged_out())),
            (None, None) => return Some(pages::login::first(visit)),
            (None, Some(role)) if role < needed => {
                return Some(Err(Problem::role(visit.label(needed.label()))));
            }
            (None, Some(_)) => {}
        }
    } else if call.form && who.refusal == Some(Refusal::NoUsers) {
        return Some(Err(Problem::no_users()));
    }
    let forged = call.form && !who.sent(visit.form.get("csrf").unwrap_or_default());
    forged.then(|| Err(Problem::forged()))
}

/// The page that says why there is no answer, where nobody looked at who asks.
fn said(app: &Arc<App>, asked: &Arc<Asked>, problem: &Problem) -> Reply {
    let visit = Visit::new(Arc::clone(app), Arc::clone(asked), Who::nobody());
    pages::problem::reply(&visit, problem)
}

fn respond(
    app: &App,
    worked: Worked,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    begun: Instant,
) -> Response<Body> {
    let Worked { reply, user, held } = worked;
    let response = reply.into_response(method, headers, held);
    if app.options.log {
        let length = response.headers().get(axum::http::header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let access = Access {
            time: jiff::Timestamp::now().to_string(),
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().filter(|_| app.options.log_queries),
            user: user.as_deref(),
            status: response.status().as_u16(),
            bytes: length.unwrap_or(0),
            ms: milliseconds(begun.elapsed()),
        };
        access.write();
    }
    response
}

#[cfg(test)]
mod tests;

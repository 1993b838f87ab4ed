//! The one table of addresses, and what happens to every request.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Method, Response, Uri};
use axum::routing::get;

use super::access_log::{Access, milliseconds};
use super::openapi::Described;
use super::reply::{Answer, Problem, Reply};
use super::state::App;
use super::visit::Visit;
use super::{api, assets, guard, openapi, pages};

/// Time an answer may take.
const TIME: Duration = Duration::from_secs(60);
/// Time a request may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// One address.
pub(super) struct Route {
    /// Path, with `{name}` for a part that stands for something.
    pub(super) path: &'static str,
    /// What answers it.
    pub(super) handler: fn(&Visit) -> Answer,
    /// What programs are told of it; nothing for pages.
    pub(super) described: Option<Described>,
}

impl Route {
    const fn page(path: &'static str, handler: fn(&Visit) -> Answer) -> Self {
        Self {
            path,
            handler,
            described: None,
        }
    }

    const fn api(path: &'static str, handler: fn(&Visit) -> Answer, described: Described) -> Self {
        Self {
            path,
            handler,
            described: Some(described),
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
    Route::page("/so-sanh/tai-ve/{file}", pages::compare::file),
    Route::page("/ra-soat", pages::board::page),
    Route::page("/ra-soat/{file}", pages::board::file),
    Route::page("/de-xuat", pages::proposal::page),
    Route::page("/de-xuat/{file}", pages::proposal::file),
    Route::page("/thong-ke", pages::statistics::page),
    Route::page("/thong-ke/{file}", pages::statistics::file),
    Route::page("/kiem-tra", pages::health::page),
    Route::page("/assets/{name}", assets::asset),
    Route::page("/healthz", pages::health::alive),
    Route::api("/api/search", api::search, openapi::SEARCH),
    Route::api("/api/procedures/{code}", api::procedure, openapi::PROCEDURE),
    Route::api("/api/procedures/{code}/history", api::history, openapi::HISTORY),
    Route::api("/api/revisions", api::revisions, openapi::REVISIONS),
    Route::api("/api/diff", api::diff, openapi::DIFF),
    Route::api("/api/review", api::review, openapi::REVIEW),
    Route::api("/api/check", api::health, openapi::CHECK),
    Route::api("/api/cost", api::cost, openapi::COST),
    Route::api("/api/stats", api::stats, openapi::STATS),
    Route::page("/api/openapi.json", openapi::description),
];

/// Every address with what answers it.
pub(super) fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let handler = route.handler;
        let own = Arc::clone(&app);
        router = router.route(
            route.path,
            get(move |captured: RawPathParams, request: Request| async move {
                let captured = captured.iter();
                let captured = captured.map(|(name, value)| (name.to_owned(), value.to_owned()));
                answer(own, request, captured.collect(), handler).await
            }),
        );
    }
    let (own, other) = (Arc::clone(&app), app);
    router
        .method_not_allowed_fallback(move |request: Request| {
            answer(Arc::clone(&own), request, Vec::new(), |_| Err(Problem::method()))
        })
        .fallback(move |request: Request| {
            answer(Arc::clone(&other), request, Vec::new(), |visit| {
                Err(Problem::no_page(&visit.path))
            })
        })
}

/// Answers a request: in its turn, in time, and whatever happens.
async fn answer(
    app: Arc<App>,
    request: Request,
    captured: Vec<(String, String)>,
    handler: fn(&Visit) -> Answer,
) -> Response<Body> {
    let begun = Instant::now();
    let ours = guard::is_for_us(&request, &app.options.hosts);
    let (head, _) = request.into_parts();
    let handler = if ours {
        handler
    } else {
        |_: &Visit| Err(Problem::misdirected())
    };
    let visit = Visit::new(
        Arc::clone(&app),
        head.uri.path(),
        head.uri.query(),
        captured,
        &head.headers,
    );
    let reply = in_turn(&app, visit, handler).await;
    respond(&app, reply, &head.method, &head.uri, &head.headers, begun)
}

/// Runs a handler on a thread of its own when there is room, and gives up on it when it takes too long.
async fn in_turn(app: &Arc<App>, visit: Visit, handler: fn(&Visit) -> Answer) -> Reply {
    let visit = Arc::new(visit);
    let worked = async {
        let place = Arc::clone(&app.places).acquire_owned();
        let Ok(Ok(place)) = tokio::time::timeout(PATIENCE, place).await else {
            return Err(Problem::busy());
        };
        let own = Arc::clone(&visit);
        let work = tokio::task::spawn_blocking(move || {
            let answer = handler(&own);
            drop(place);
            answer
        });
        match tokio::time::timeout(TIME, work).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(panicked)) => Err(Problem::internal(panicked)),
            Err(_) => Err(Problem::timeout()),
        }
    };
    worked
        .await
        .unwrap_or_else(|problem| pages::problem::reply(&visit, &problem))
}

fn respond(app: &App, reply: Reply, method: &Method, uri: &Uri, headers: &HeaderMap, begun: Instant) -> Response<Body> {
    let response = reply.into_response(method, headers);
    if app.options.log {
        let length = response.headers().get(axum::http::header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let access = Access {
            time: jiff::Timestamp::now().to_string(),
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().filter(|_| app.options.log_queries),
            status: response.status().as_u16(),
            bytes: length.unwrap_or(0),
            ms: milliseconds(begun.elapsed()),
        };
        access.write();
    }
    response
}

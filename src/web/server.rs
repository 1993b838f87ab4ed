//! Connections: accepted within limits until the server is told to stop.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::connection::{Shares, Watched};
use super::guard::is_loopback;
use super::labels::Labels;
use super::people::{People, PeopleError, Settings};
use super::state::{App, StateError};
use super::{routes, watch};
use crate::catalogue::revision::Revisions;
use crate::templates::{TemplateError, Templates};

/// Connections served at once; further ones wait to be accepted.
const MOST_CONNECTIONS: usize = 512;
/// Those of one address, but for a proxy that is believed; further ones are hung up on.
const MOST_OF_ONE: usize = MOST_CONNECTIONS / 2;
/// How long the other side may not read while there is something to send: longer than a line is ever away.
const STALLED: Duration = Duration::from_secs(60);
/// Time for the head of a request to come in whole, which is also how long an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Bytes of the head of a request.
const MOST_HEAD: usize = 32 * 1024;
/// Time for answers under way to be finished when the server is told to stop.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// Wait before accepting again when the system refuses, for want of file descriptors for example.
const PAUSE: Duration = Duration::from_millis(100);

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address to listen on; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Names beside `localhost`, loopback addresses and the address listened on that a request may be for, such as that of a
    /// proxy in front.
    pub hosts: Vec<String>,
    /// Who may use the pages.
    pub people: Settings,
    /// Folder that holds the revisions, or one revision.
    pub catalogue: PathBuf,
    /// Revision to show; the newest when absent, also when a newer one appears.
    pub revision: Option<String>,
    /// Folder for the search index; the user's cache when absent.
    pub index: Option<PathBuf>,
    /// Folder with templates that override the built-in ones.
    pub templates: Option<PathBuf>,
    /// File with the targets of the programme, for the statistics.
    pub targets: Option<PathBuf>,
    /// Write what was asked into the access log too, not only the path.
    pub log_queries: bool,
    /// Write an access log.
    pub log: bool,
    /// How long the other side of a connection may not read what there is to send; then it is hung up on.
    pub stalled: Duration,
}

impl Options {
    /// A catalogue for this machine alone: on any free port, without users, targets or an access log.
    pub fn here(catalogue: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            hosts: Vec::new(),
            people: Settings::default(),
            catalogue: catalogue.into(),
            revision: None,
            index: None,
            templates: None,
            targets: None,
            log_queries: false,
            log: false,
            stalled: STALLED,
        }
    }
}

/// Why nothing is served.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Others than this machine could read and write.
    #[error(
        "will not listen on {0}: everybody who reaches that address could use the catalogue, and no users are configured"
    )]
    NotLoopback(SocketAddr),
    /// The address cannot be used.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// Nobody could be let in.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The catalogue cannot be shown.
    #[error(transparent)]
    State(#[from] StateError),
    /// A template cannot be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The labels that ship cannot be read.
    #[error("cannot read the labels of the pages")]
    Labels(#[from] csv::Error),
    /// The system refuses threads or timers.
    #[error("cannot start the server")]
    Start(#[source] io::Error),
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// A server that listens and is ready to answer.
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    app: Arc<App>,
}

impl Server {
    /// Loads the catalogue and takes the address. Requests wait until [`Server::run`].
    ///
    /// # Errors
    ///
    /// When the address is taken, or is not a loopback address and there are no users; when the file of users has mistakes;
    /// and when there is no catalogue to show.
    pub fn bind(mut options: Options) -> Result<Self, ServeError> {
        let ip = options.listen.ip();
        if !is_loopback(ip) {
            if options.people.users.is_none() {
                return Err(ServeError::NotLoopback(options.listen));
            }
            // An address is no name that somebody could make lead here.
            if !ip.is_unspecified() {
                options.hosts.push(ip.to_string());
            }
        }
        let people = People::open(options.people.clone())?;
        let failed = |source| ServeError::Listen {
            address: options.listen,
            source,
        };
        let listener = std::net::TcpListener::bind(options.listen).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let templates = Templates::load(options.templates.as_deref())?;
        let app = App::load(
            Revisions::new(&options.catalogue),
            options.revision.clone(),
            templates,
            Labels::read()?,
            people,
            options,
        )?;
        Ok(Self {
            listener,
            address,
            app: Arc::new(app),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is done; then no connection is accepted any more, and answers under way are finished.
    ///
    /// # Errors
    ///
    /// When the system gives no threads or timers.
    pub fn run(self, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_name("tthc-web")
            .build()
            .map_err(ServeError::Start)?;
        let watch = watch::start(&self.app).map_err(ServeError::Start)?;
        let served = runtime.block_on(self.serve(stop));
        drop(watch);
        // A handler that goes on past its time must not keep the process.
        runtime.shutdown_background();
        served
    }

    async fn serve(self, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
        let listener = TcpListener::from_std(self.listener).map_err(ServeError::Start)?;
        let shares = Shares::new(MOST_OF_ONE, &self.app.options.people.proxies);
        let stalled = self.app.options.stalled;
        let router = TowerToHyperService::new(routes::router(self.app));
        let mut connection = http1::Builder::new();
        connection
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(MOST_HEAD);
        let (graceful, places) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST_CONNECTIONS)));
        let mut stop = std::pin::pin!(stop);
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (listener.accept().await, place)
            };
            let (accepted, place) = tokio::select! {
                () = &mut stop => break,
                next = next => next,
            };
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let Some(share) = shares.take(peer.ip()) else {
                continue;
            };
            // A small answer must not wait for more to say.
            let _ = TcpStream::set_nodelay(&stream, true);
            let router = router.clone();
            let service = service_fn(move |mut request: hyper::Request<Incoming>| {
                request.extensions_mut().insert(Peer(peer.ip()));
                router.call(request)
            });
            let io = Watched::new(TokioIo::new(stream), stalled);
            let serving = graceful.watch(connection.serve_connection(io, service));
            tokio::spawn(async move {
                // What goes wrong on a connection is the other side's doing: it hung up, or sent what is no HTTP.
                let _: Result<(), hyper::Error> = serving.await;
                drop((place, share));
            });
        }
        drop(listener);
        // Those who do not read their answers are not waited for.
        let _ = tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await;
        Ok(())
    }
}

/// Done when somebody asks the process to end: an interrupt from the terminal, or the system's request to terminate.
pub async fn interrupted() {
    let interrupt = async {
        // Without handlers the signal ends the process by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<Infallible>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

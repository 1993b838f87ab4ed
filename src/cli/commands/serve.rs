//! `tthc serve`

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::{Cli, Exit, output};
use crate::web::people::{Lifetime, Settings};
use crate::web::{Options, Server, interrupted};

/// Serve the catalogue as web pages
///
/// Pages show what the files hold within seconds after they change; nothing needs to be restarted. Without --users they are
/// for whoever is at this machine, who may do everything; on another one, reach them through a tunnel
/// (ssh -L 8080:localhost:8080). With --users everybody logs in, and other addresses may be listened on; passwords then cross
/// the network, so put a reverse proxy with HTTPS in front, name it with --host, and say --https. Programs find the same
/// results under /api.
///
/// Each answer is a line of JSON on standard error. An interrupt (Ctrl-C) ends the server after the answers under way.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address and port to listen on; without --users a loopback address. Port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Name that requests may be for beside localhost, such as that of a proxy; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,

    /// File of users (`tthc user add` makes it): everybody has to log in
    #[arg(long, value_name = "FILE", env = "TTHC_USERS")]
    users: Option<PathBuf>,

    /// Your name, written under what you decide, where there are no users
    #[arg(long = "as", value_name = "NAME", conflicts_with = "users")]
    name: Option<String>,

    /// Header in which a reverse proxy that asks for the password itself says the login; it must be one of --users. The proxy
    /// must take the header out of what others send
    #[arg(long, value_name = "HEADER", requires = "users", requires = "trust_from")]
    trust_header: Option<String>,

    /// Address of a reverse proxy whose --trust-header and X-Forwarded-Proto are believed; may be given several times.
    /// Whatever runs at that address can be anybody
    #[arg(long, value_name = "ADDRESS", requires = "users")]
    trust_from: Vec<IpAddr>,

    /// People reach the pages over HTTPS, by a proxy in front: cookies are sent over nothing else
    #[arg(long)]
    https: bool,

    /// Minutes after which somebody who does nothing is logged out
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=1440))]
    idle: u64,

    /// File with the targets of the programme, for the page of statistics
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,

    /// No access log
    #[arg(long)]
    no_log: bool,

    /// Write into the access log what was asked too, not only the path
    #[arg(long, conflicts_with = "no_log")]
    log_queries: bool,
}

pub(super) fn run(cli: &Cli, args: &Args) -> anyhow::Result<Exit> {
    let away = !args.listen.ip().to_canonical().is_loopback();
    let server = Server::bind(Options {
        listen: args.listen,
        hosts: args.hosts.clone(),
        people: people(args)?,
        catalogue: cli.catalogue.clone(),
        revision: cli.revision.clone(),
        index: cli.index.clone(),
        templates: cli.templates.clone(),
        targets: args.targets.clone(),
        log_queries: args.log_queries,
        log: !args.no_log,
        ..Options::here(&cli.catalogue)
    })?;
    if let Some(warning) = args.users.as_deref().and_then(open_to_others) {
        output::warn(&warning);
    }
    if away && !args.https {
        output::warn(
            "passwords cross the network as they are typed; put a reverse proxy with HTTPS in front and give --https",
        );
    }
    let mut out = output::lines();
    writeln!(out, "Đang phục vụ tại http://{}/ (Ctrl-C để dừng)", server.address())?;
    out.flush()?;
    drop(out);
    server.run(interrupted())?;
    Ok(Exit::Fine)
}

/// What to tell the operator when others than the owner have a right to the file of users.
#[cfg(unix)]
fn open_to_others(users: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(users).ok()?.permissions().mode() & 0o777;
    let path = users.display();
    (mode & 0o077 != 0).then(|| {
        format!("{path} can be read or written by others (mode {mode:04o}), and holds hashes of passwords; run `chmod 600 {path}`")
    })
}

#[cfg(not(unix))]
fn open_to_others(_: &Path) -> Option<String> {
    None
}

/// Who may use the pages.
fn people(args: &Args) -> anyhow::Result<Settings> {
    let header = args.trust_header.as_deref();
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if let Some(bad) = header.filter(|name| !is_name(name)) {
        anyhow::bail!("{bad:?} is no name of a header; letters, digits and hyphens make one, as in X-Remote-User");
    }
    Ok(Settings {
        users: args.users.clone(),
        name: args.name.clone().filter(|name| !name.trim().is_empty()),
        proxies: args.trust_from.clone(),
        header: header.map(str::to_owned),
        https: args.https,
        lifetime: Lifetime {
            idle: Duration::from_secs(args.idle * 60),
            ..Lifetime::default()
        },
    })
}

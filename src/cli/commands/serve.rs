//! `tthc serve`

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::cli::{Cli, Exit, output};
use crate::web::{Options, Server, interrupted};

/// Serve the catalogue as web pages
///
/// Pages show what the files hold within seconds after they change; nothing needs to be restarted. They are for this
/// machine: on another one, reach them through a tunnel (ssh -L 8080:localhost:8080), or put a reverse proxy in front that
/// knows its users, and name the proxy with --host. Programs find the same results under /api.
///
/// Each answer is a line of JSON on standard error. An interrupt (Ctrl-C) ends the server after the answers under way.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address and port to listen on; a loopback address. Port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Name that requests may be for beside localhost, such as that of a proxy; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,

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
    let server = Server::bind(Options {
        listen: args.listen,
        hosts: args.hosts.clone(),
        catalogue: cli.catalogue.clone(),
        revision: cli.revision.clone(),
        index: cli.index.clone(),
        templates: cli.templates.clone(),
        targets: args.targets.clone(),
        log_queries: args.log_queries,
        log: !args.no_log,
    })?;
    let mut out = output::lines();
    writeln!(out, "Đang phục vụ tại http://{}/ (Ctrl-C để dừng)", server.address())?;
    out.flush()?;
    drop(out);
    server.run(interrupted())?;
    Ok(Exit::Fine)
}

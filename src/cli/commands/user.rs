//! `tthc user`

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::cli::{Cli, Exit, output};
use crate::web::people::{self, LEAST_PASSWORD, Role, User, Users};

/// Longest line that is read for a password, in bytes.
const MOST: u64 = 4096;

/// Add, list and remove the users of the web pages
///
/// The file of users is what `tthc serve --users FILE` reads. It holds no passwords, only their Argon2id hashes, and is
/// readable by its owner alone. A server that runs follows it: whoever is removed, or gets another password, is logged out at
/// their next request.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add a user, or with --replace change one
    ///
    /// The password is asked for twice on a terminal; in a pipe it is the first line of standard input.
    Add(Add),
    /// List the users with their roles
    List(File),
    /// Remove a user
    Remove {
        /// Login
        login: String,
        #[command(flatten)]
        file: File,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Login: a-z, 0-9, dot, hyphen, underscore, @
    login: String,

    /// Name as pages show it and decisions record it
    #[arg(long)]
    name: String,

    /// What they may do: reader, reviewer, editor; each may do what those before it may
    #[arg(long)]
    role: Role,

    /// No password: they come only through a reverse proxy that says who they are
    #[arg(long)]
    no_password: bool,

    /// Change whoever has the login already
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    file: File,
}

#[derive(Debug, clap::Args)]
struct File {
    /// File of users
    #[arg(long = "users", value_name = "FILE", env = "TTHC_USERS")]
    path: PathBuf,
}

pub(super) fn run(_: &Cli, args: &Args) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Add(args) => add(args)?,
        Command::List(file) => list(&Users::read(&file.path)?)?,
        Command::Remove { login, file } => people::remove(&file.path, login)?,
    }
    Ok(Exit::Fine)
}

fn add(args: &Add) -> anyhow::Result<()> {
    let mut user = User {
        login: args.login.clone(),
        name: args.name.clone(),
        role: args.role,
        password: None,
    };
    if !args.no_password {
        user.password = Some(people::hash(&password()?)?);
    }
    Ok(people::add(&args.file.path, &user, args.replace)?)
}

/// The password, which never stands among the arguments: everybody on the machine could read it there.
fn password() -> anyhow::Result<String> {
    if io::stdin().is_terminal() {
        let ask = |prompt: String| rpassword::prompt_password(prompt).context("cannot read the password");
        let password = ask(format!("Password (at least {LEAST_PASSWORD} characters): "))?;
        if ask("Once more: ".to_owned())? != password {
            bail!("the two passwords differ");
        }
        return Ok(password);
    }
    let mut line = String::new();
    let mut input = io::Read::take(io::stdin().lock(), MOST);
    input.read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn list(users: &Users) -> anyhow::Result<()> {
    let mut out = output::lines();
    let widest = users.iter().map(|user| user.login.len()).max().unwrap_or(0);
    for user in users.iter() {
        let (login, role) = (&user.login, user.role.word());
        let note = if user.password.is_none() { "  (no password)" } else { "" };
        writeln!(out, "{login:widest$}  {role:8}  {}{note}", user.name)?;
    }
    out.flush()?;
    Ok(())
}

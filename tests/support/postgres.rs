//! A PostgreSQL of our own for tests: a cluster in a temporary folder, reached by a socket in it, gone when the test process is. Skipped with a
//! word where the programs are missing, unless `ARRIERO_NO_SKIP=1`.
#![allow(dead_code, reason = "whoever includes this uses its part of it")]

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub(crate) struct Cluster {
    folder: PathBuf,
    port: u16,
    /// Ends the server when this process is gone, for then its input ends.
    server: Child,
}

/// The cluster of this process; `None`, after saying so: it cannot be had.
pub(crate) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::of_its_own).as_ref()
}

impl Cluster {
    /// One that nobody else has, to stop and start it.
    pub(crate) fn of_its_own() -> Option<Self> {
        Self::with(|_| Vec::new())
    }

    /// One with settings of its own, and with files that these name, written into its folder.
    pub(crate) fn with(settings: impl FnOnce(&Path) -> Vec<String>) -> Option<Self> {
        let Some(programs) = programs() else {
            let why = "SKIPPED: PostgreSQL is not installed (Debian: postgresql)";
            assert!(std::env::var_os("ARRIERO_NO_SKIP").is_none(), "{why}");
            eprintln!("{why}");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("arriero-pg").tempdir().unwrap().keep();
        let owner = owner();
        if let Some((user, group)) = owner {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        let data = folder.join("data");
        let port = TcpListener::bind("localhost:0").unwrap().local_addr().unwrap().port();
        let mut options = vec!["-c".to_owned(), format!("port={port}")];
        for setting in settings(&folder) {
            options.extend(["-c".to_owned(), setting]);
        }
        if let Some((user, group)) = owner {
            for file in std::fs::read_dir(&folder).unwrap() {
                chown(file.unwrap().path(), Some(user), Some(group)).unwrap();
            }
        }
        let made = by(owner, Command::new(programs.join("initdb")))
            .args([
                "--auth=trust",
                "--username=arriero",
                "--no-locale",
                "--encoding=UTF8",
                "--pgdata",
            ])
            .arg(&data)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        // Kept alive by its input, which is this process's to hold. QUIT is a crash, after which it recovers.
        let script = r#"
            bin=$1 data=$2 home=$3; shift 3
            start() { "$bin/postgres" -D "$data" -k "$home" -c listen_addresses= -c max_connections=200 "$@" >>"$home/log" 2>&1 & }
            start "$@"
            while read -r word; do
                case $word in
                    stop) kill -QUIT "$!"; wait; touch "$home/stopped";;
                    start) rm "$home/stopped"; start "$@";;
                esac
            done
            kill "$!" 2>/dev/null; wait; rm -rf "$home""#;
        let server = by(owner, Command::new("sh"))
            .args(["-c", script, "sh"])
            .args([programs.as_path(), &data, &folder])
            .args(options)
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let cluster = Self { folder, port, server };
        cluster.wait();
        Some(cluster)
    }

    /// Until it takes connections.
    fn wait(&self) {
        let programs = programs().unwrap();
        let ready = || {
            let mut asked = Command::new(programs.join("pg_isready"));
            asked
                .arg("-q")
                .args(["-p", &self.port.to_string(), "-h"])
                .arg(&self.folder)
                .status()
                .unwrap()
                .success()
        };
        for _ in 0..200 {
            if ready() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{}", std::fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }

    /// Stops the server as a crash would; returns when it is gone.
    pub(crate) fn stop(&mut self) {
        self.tell("stop");
        while !self.folder.join("stopped").exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Starts it again.
    pub(crate) fn go_on(&mut self) {
        self.tell("start");
        self.wait();
    }

    fn tell(&mut self, word: &str) {
        let input = self.server.stdin.as_mut().unwrap();
        writeln!(input, "{word}").unwrap();
        input.flush().unwrap();
    }

    /// A new database's address.
    pub(crate) fn database(&self) -> String {
        static NTH: AtomicUsize = AtomicUsize::new(0);
        let name = format!("test{}", NTH.fetch_add(1, Ordering::Relaxed));
        self.run("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    /// Where it listens, if its settings say so.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of a new schema in a database that such schemas share: made sooner than a database.
    pub(crate) fn schema(&self) -> String {
        static SHARED: OnceLock<String> = OnceLock::new();
        static NTH: AtomicUsize = AtomicUsize::new(0);
        let address = SHARED.get_or_init(|| self.database());
        let name = format!("schema{}", NTH.fetch_add(1, Ordering::Relaxed));
        self.run(address.rsplit('=').next().unwrap_or_default(), &format!("CREATE SCHEMA {name}"));
        format!("{address} options='-c search_path={name}'")
    }

    /// An open line to a database of ours: cheaper than [`run`](Self::run) where there is much to say.
    pub(crate) fn talk(address: &str) -> Talk {
        let mut psql = Command::new(programs().unwrap().join("psql"))
            .args(["-qAtX", "-v", "ON_ERROR_STOP=1", "-d", address])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(psql.stdout.take().unwrap()).lines();
        Talk(RefCell::new((psql, lines)))
    }

    fn address(&self, database: &str) -> String {
        let (folder, port) = (self.folder.display(), self.port);
        format!("host={folder} port={port} user=arriero dbname={database}")
    }

    /// Runs a statement in a database.
    pub(crate) fn run(&self, database: &str, statement: &str) {
        let psql = programs().unwrap().join("psql");
        let ran = Command::new(psql)
            .args(["-qX", "-v", "ON_ERROR_STOP=1", "-d"])
            .arg(self.address(database))
            .args(["-c", statement])
            .output();
        let ran = ran.unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
}

/// See [`Cluster::talk`].
pub(crate) struct Talk(RefCell<(Child, Lines<BufReader<ChildStdout>>)>);

impl Talk {
    /// Runs statements; returns when they are done. What they return is not read.
    pub(crate) fn run(&self, statements: &str) {
        let (psql, lines) = &mut *self.0.borrow_mut();
        writeln!(psql.stdin.as_mut().unwrap(), "{statements};\n\\echo done").unwrap();
        let done = lines.map_while(Result::ok).any(|line| line == "done");
        assert!(done, "the database did not take it: {statements}");
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let (psql, _) = self.0.get_mut();
        drop(psql.stdin.take());
        let _ = psql.wait();
    }
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<_> =
        versions.filter_map(|version| Some(version.ok()?.path().join("bin"))).collect();
    found.sort();
    found.pop().filter(|bin| bin.join("initdb").is_file())
}

/// Whose the server is: PostgreSQL does not run as root.
fn owner() -> Option<(u32, u32)> {
    let root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").ok()?) == 0;
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let user = users.lines().find(|line| line.starts_with("postgres:")).filter(|_| root)?;
    let mut fields = user.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn by(owner: Option<(u32, u32)>, mut command: Command) -> Command {
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}

//! A PostgreSQL of our own for tests: a cluster in a temporary folder, reached by a socket in it, gone when the test process is. Skipped with a
//! word where the programs are missing, unless `ARRIERO_NO_SKIP=1`.

use std::io::Write as _;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub(crate) struct Cluster {
    folder: PathBuf,
    /// Ends the server when this process is gone, for then its input ends.
    _server: Child,
}

/// The cluster of this process; `None`, after saying so: it cannot be had.
pub(crate) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start).as_ref()
}

impl Cluster {
    #[expect(
        clippy::zombie_processes,
        reason = "the server ends with this process, which is then not there to wait"
    )]
    fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            let why = "SKIPPED: PostgreSQL is not installed (Debian: postgresql)";
            assert!(std::env::var_os("ARRIERO_NO_SKIP").is_none(), "{why}");
            writeln!(std::io::stderr(), "{why}").unwrap();
            return None;
        };
        let folder = tempfile::Builder::new().prefix("arriero-pg").tempdir().unwrap().keep();
        let owner = owner();
        if let Some((user, group)) = owner {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        let data = folder.join("data");
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
        // Kept alive by its input, which is this process's to hold.
        let script = r#""$1/postgres" -D "$2" -k "$3" -c listen_addresses= -c max_connections=200 >"$3/log" 2>&1 & read -r _; kill "$!"; wait; rm -rf "$3""#;
        let server = by(owner, Command::new("sh"))
            .args(["-c", script, "sh"])
            .args([programs.as_path(), &data, &folder])
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let ready = || {
            Command::new(programs.join("pg_isready"))
                .arg("-q")
                .arg("-h")
                .arg(&folder)
                .status()
                .unwrap()
                .success()
        };
        for _ in 0..200 {
            if ready() {
                return Some(Self { folder, _server: server });
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{}", std::fs::read_to_string(folder.join("log")).unwrap_or_default());
    }

    /// A new database's address.
    pub(crate) fn database(&self) -> String {
        static NTH: AtomicUsize = AtomicUsize::new(0);
        let name = format!("test{}", NTH.fetch_add(1, Ordering::Relaxed));
        self.run("postgres", &format!("CREATE DATABASE {name}"));
        self.address(&name)
    }

    fn address(&self, database: &str) -> String {
        format!("host={} user=arriero dbname={database}", self.folder.display())
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

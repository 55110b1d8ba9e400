//! A desk whose configuration leads to a server of ours that plays a carrier.

use arriero::http::loopback::{Loopback, Reply, Seen};
use tokio::runtime::Runtime;

use super::{Desk, Ran, repository};

/// A carrier's secret: it is shown nowhere.
pub(crate) const SECRET: &str = "s3cret";

/// A desk, and the server of the carrier that is configured there.
pub(crate) struct Office {
    pub(crate) desk: Desk,
    pub(crate) server: Loopback,
    config: &'static str,
    _runtime: Runtime,
}

impl Office {
    /// With an account of UPS.
    pub(crate) fn ups(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let table = "[carriers.ups]\nclient_id = \"id\"\nclient_secret = \"s3cret\"\naccount_number = \"A1B2C3\"\n";
        Self::open("ups.toml", table, script)
    }

    /// With an account of Canada Post and a contract.
    pub(crate) fn post(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let table = "[carriers.canadapost]\nusername = \"user\"\npassword = \"s3cret\"\ncustomer_number = \"0007023210\"\n\
                     contract_id = \"0042708517\"\ncontact_email = \"post@shop.example.ca\"\n";
        Self::open("post.toml", table, script)
    }

    /// With an account of Canada Post that has no contract.
    pub(crate) fn post_by_card(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let table = "[carriers.canadapost]\nusername = \"user\"\npassword = \"s3cret\"\ncustomer_number = \"0001234567\"\n";
        Self::open("post.toml", table, script)
    }

    fn open(
        config: &'static str,
        table: &str,
        script: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(Loopback::start(script)).unwrap();
        let desk = Desk::new();
        desk.write(config, format!("{table}base_url = \"{}\"\n", server.url()));
        Self { desk, server, config, _runtime: runtime }
    }

    /// Runs before that carrier.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let ran = self.desk.run_now(&[arguments, &["--config", self.config]].concat());
        assert!(!format!("{}{}", ran.out, ran.err).contains(SECRET));
        ran
    }

    /// The same where it ends well.
    pub(crate) fn done(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        ran
    }

    /// How often a method and a path that ends so were asked for.
    pub(crate) fn calls(&self, method: &str, ending: &str) -> usize {
        let seen = self.server.seen();
        seen.iter().filter(|seen| seen.method == method && seen.path.ends_with(ending)).count()
    }
}

/// An answer of a carrier, as it is kept for tests.
pub(crate) fn fixture(status: u16, name: &str) -> Reply {
    let json = repository("fixtures").join(format!("{name}.response.json"));
    if json.is_file() {
        return Reply::json(status, std::fs::read(json).unwrap());
    }
    let xml = std::fs::read(repository("fixtures").join(format!("{name}.response.xml"))).unwrap();
    Reply::new(status, "application/xml", xml)
}

/// UPS's token, which every other call needs.
pub(crate) fn token() -> Reply {
    Reply::json(200, r#"{"access_token": "t0ken", "expires_in": "14399"}"#)
}

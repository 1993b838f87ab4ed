//! Chromium, driven over its DevTools protocol.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// Time for a page to become what a test waits for.
/// No page has more fields.
const MOST_TABS: usize = 400;
const PATIENCE: Duration = Duration::from_secs(30);

/// A running browser with one page; gone when dropped.
pub(crate) struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    session: String,
    asked: u64,
    /// What went wrong on the pages.
    pub(crate) complaints: Vec<String>,
    _profile: tempfile::TempDir,
}

/// Where a Chromium is, or a message that there is none.
fn program() -> Option<PathBuf> {
    let named = std::env::var_os("TTHC_CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].map(PathBuf::from);
    let found = named.into_iter().chain(usual).find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: no Chromium here (TTHC_CHROMIUM names one)");
    }
    found
}

impl Browser {
    /// Starts the browser with an empty page; `None` where there is none.
    pub(crate) fn start() -> Option<Self> {
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new(program()?)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--remote-debugging-port=0",
                "--hide-scrollbars",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(errors.read_line(&mut line).unwrap() > 0, "the browser ended");
            if let Some(address) = line.trim().strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // The browser must not wait for somebody to read what it says.
        std::thread::spawn(move || std::io::copy(&mut errors, &mut std::io::sink()));
        let host = address.strip_prefix("ws://").unwrap().split('/').next().unwrap();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(address.as_str(), stream).unwrap();
        let mut browser = Self {
            child,
            socket,
            session: String::new(),
            asked: 0,
            complaints: Vec::new(),
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" }));
        let attached = browser.ask(
            "Target.attachToTarget",
            json!({ "targetId": target["targetId"], "flatten": true }),
        );
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            browser.ask(domain, json!({}));
        }
        browser.size(1280, 900);
        Some(browser)
    }

    /// Asks the browser to do something and returns what it says.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> Value {
        let said = self.answered(method, parameters);
        said.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, or why it could not.
    fn answered(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.asked += 1;
        let mut message = json!({ "id": self.asked, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else {
                continue;
            };
            let said: Value = serde_json::from_str(&text).unwrap();
            if said["id"] == json!(self.asked) {
                return match &said["error"] {
                    Value::Null => Ok(said["result"].clone()),
                    error => Err(error.clone()),
                };
            }
            match said["method"].as_str() {
                Some("Runtime.exceptionThrown") => self.complaints.push(said["params"].to_string()),
                Some("Log.entryAdded") if said["params"]["entry"]["level"] == "error" => {
                    self.complaints.push(said["params"]["entry"].to_string());
                }
                _ => {}
            }
        }
    }

    /// What an expression is on the page.
    pub(crate) fn say(&mut self, expression: &str) -> Value {
        let said = self.ask(
            "Runtime.evaluate",
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }),
        );
        assert!(said["exceptionDetails"].is_null(), "{expression}: {said}");
        said["result"]["value"].clone()
    }

    /// What an expression is on the page, as text.
    pub(crate) fn text(&mut self, expression: &str) -> String {
        let said = self.say(expression);
        said.as_str().map_or_else(|| said.to_string(), str::to_owned)
    }

    /// Waits until an expression is true.
    pub(crate) fn wait(&mut self, expression: &str) {
        let begun = Instant::now();
        let guarded = format!("(() => {{ try {{ return Boolean({expression}) }} catch {{ return false }} }})()");
        let asked = json!({ "expression": guarded, "returnByValue": true });
        // Between two pages there is nothing to ask: a page that goes while it is asked answers with an error.
        let is_so = |said: Result<Value, Value>| said.is_ok_and(|said| said["result"]["value"] == json!(true));
        while !is_so(self.answered("Runtime.evaluate", asked.clone())) {
            assert!(
                begun.elapsed() < PATIENCE,
                "it never was that {expression}; the page is {}",
                self.text("location.href + '\\n' + document.body.innerText")
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Opens an address and waits until the page is there.
    pub(crate) fn open(&mut self, address: &str) {
        self.ask("Page.navigate", json!({ "url": address }));
        self.wait(&format!(
            "document.readyState === 'complete' && location.href.startsWith({})",
            json!(address.split(['?', '#']).next().unwrap())
        ));
    }

    /// Gives the window a size.
    pub(crate) fn size(&mut self, width: u32, height: u32) {
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// Switches scripts off.
    pub(crate) fn without_scripts(&mut self) {
        self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Types text where the focus is.
    pub(crate) fn write(&mut self, text: &str) {
        for letter in text.chars() {
            self.ask("Input.insertText", json!({ "text": letter.to_string() }));
        }
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Tab" => (9, ""),
            "Escape" => (27, ""),
            "ArrowUp" => (38, ""),
            "ArrowDown" => (40, ""),
            " " => (32, " "),
            "/" => (191, "/"),
            "n" => (78, "n"),
            "p" => (80, "p"),
            other => panic!("no key {other}"),
        };
        // Keys mean something once the script of the page has run.
        self.wait("document.readyState === 'complete'");
        let mut event = json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            event["text"] = json!(text);
        }
        self.ask("Input.dispatchKeyEvent", event);
        self.ask(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// Goes from field to field until the one that a selector finds has the focus.
    pub(crate) fn tab_to(&mut self, selector: &str) {
        let there = format!("document.activeElement.matches({})", json!(selector));
        for _ in 0..MOST_TABS {
            self.press("Tab");
            if self.say(&there) == json!(true) {
                return;
            }
        }
        panic!("no key leads to {selector}");
    }

    /// Clicks what a selector finds first.
    pub(crate) fn click(&mut self, selector: &str) {
        // A page that is still coming has not everything yet.
        let there = format!(
            "document.readyState === 'complete' && document.querySelector({})",
            json!(selector)
        );
        self.wait(&there);
        let place = self.say(&format!(
            "(() => {{ const e = document.querySelector({}); e.scrollIntoView({{block: 'center', behavior: 'instant'}}); \
             const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; }})()",
            json!(selector)
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            self.ask(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 }),
            );
        }
    }

    /// Writes a picture of the whole page into the folder that `TTHC_SHOTS` names, where it does.
    pub(crate) fn shoot(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("TTHC_SHOTS") else {
            return;
        };
        let height = self.say("document.documentElement.scrollHeight");
        let width = self.say("innerWidth");
        let shot = self.ask(
            "Page.captureScreenshot",
            json!({ "captureBeyondViewport": true, "clip": { "x": 0, "y": 0, "width": width,
                "height": height.as_u64().unwrap().min(3000), "scale": 1 } }),
        );
        let picture = unpacked(shot["data"].as_str().unwrap());
        fs::write(Path::new(&folder).join(format!("{name}.png")), picture).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Base64 as the protocol sends pictures.
fn unpacked(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'=').map(value).collect();
    let four = digits.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0u32, |bits, digit| bits << 6 | u32::from(*digit));
        let bits = bits << (6 * (4 - four.len()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    four.collect()
}

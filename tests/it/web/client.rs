//! A browser's half of HTTP, as far as the tests need it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    /// The body as it went over the wire.
    pub(crate) wire: Vec<u8>,
}

impl Answer {
    /// A header, by its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body, unpacked.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.header("content-encoding") != Some("gzip") {
            return self.wire.clone();
        }
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(&*self.wire)
            .read_to_end(&mut bytes)
            .unwrap();
        bytes
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes()).unwrap()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes()).unwrap()
    }
}

/// A page as it reads: slashes and ampersands as they are.
pub(crate) fn plain(page: &str) -> String {
    page.replace("&#x2f;", "/").replace("&amp;", "&")
}

/// Sends bytes as they are and reads until the other side hangs up.
pub(crate) fn raw(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    // The server may have hung up before everything was sent.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    Some(Answer {
        status,
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect(),
        wire: bytes[end + 4..].to_vec(),
    })
}

/// Asks for an address with further headers.
pub(crate) fn get_with(address: SocketAddr, target: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = format!("GET {target} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        request.push_str(&format!("Host: {address}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    raw(address, request.as_bytes()).unwrap()
}

/// Sends a form as a page of the server itself does, unless the headers say otherwise.
pub(crate) fn post(address: SocketAddr, target: &str, headers: &[(&str, &str)], form: &str) -> Answer {
    let usual = [
        ("Host", address.to_string()),
        ("Origin", format!("http://{address}")),
        ("Content-Type", "application/x-www-form-urlencoded".to_owned()),
        ("Content-Length", form.len().to_string()),
    ];
    let mut request = format!("POST {target} HTTP/1.1\r\nConnection: close\r\n");
    let unsaid = usual
        .iter()
        .filter(|(name, _)| !headers.iter().any(|(said, _)| said == name));
    unsaid.for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("\r\n{form}"));
    raw(address, request.as_bytes()).unwrap()
}

/// A text as it stands in an address.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

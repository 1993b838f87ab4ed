//! Values as literals of scripts.

use serde::Serialize;

/// A value as it stands in a script: nothing in it ends the script's element, begins a comment of HTML, or ends its line.
pub(super) fn literal(value: &impl Serialize) -> String {
    // What is handed over has string keys only, and no number that JSON does not have.
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    if !json.contains(['<', '\u{2028}', '\u{2029}']) {
        return json;
    }
    // Outside of strings JSON has none of these.
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_does_not_leave_its_string() {
        assert_eq!(
            literal(&"</script><!-- \u{2028}\u{2029} \" \\ ố"),
            r#""\u003c/script>\u003c!-- \u2028\u2029 \" \\ ố""#
        );
        assert_eq!(literal(&3), "3");
    }
}

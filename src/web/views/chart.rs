//! Dossiers by year as a small bar chart. Places are worked out here; drawing is the template's.

use serde::Serialize;

use crate::catalogue::volume::Volumes;
use crate::text;

/// Room of the picture in its own units.
const WIDTH: u64 = 480;
const TALLEST: u64 = 120;
const TOP: u64 = 24;
/// Room of a year, at most.
const STEP: u64 = 80;

/// The chart, and the figures it shows.
#[derive(Debug, Serialize)]
pub(in crate::web) struct YearsView {
    width: u64,
    height: u64,
    base: u64,
    years: Vec<YearView>,
    /// Where the figures come from.
    sources: Vec<String>,
}

/// One year.
#[derive(Debug, Serialize)]
struct YearView {
    year: u16,
    received: String,
    online: String,
    online_share: String,
    late: String,
    x: u64,
    middle: u64,
    width: u64,
    y: u64,
    height: u64,
    /// Of the bar, what came in online.
    online_y: u64,
    online_height: u64,
}

/// The dossiers of a procedure; `None` when nobody counted them.
pub(in crate::web) fn years(volumes: &Volumes, code: &str) -> Option<YearsView> {
    struct Counted {
        year: u16,
        received: u64,
        online: u64,
        late: u64,
    }
    let mut sources: Vec<String> = Vec::new();
    let mut counted: Vec<Counted> = Vec::new();
    for (year, rows) in volumes.rows_of(code) {
        let sum = |of: fn(&crate::catalogue::volume::Volume) -> u64| rows.iter().map(of).sum();
        counted.push(Counted {
            year,
            received: sum(|row| row.received),
            online: sum(|row| row.online),
            late: sum(|row| row.late),
        });
        for row in rows {
            if !sources.contains(&row.source) {
                sources.push(row.source.clone());
            }
        }
    }
    let most = counted.iter().map(|year| year.received).max()?.max(1);
    let step = (WIDTH / u64::try_from(counted.len()).unwrap_or(1)).min(STEP);
    let height = |count: u64| scaled(count, most);
    let view = |(at, year): (u64, Counted)| {
        let (tall, online) = (height(year.received), height(year.online.min(year.received)));
        YearView {
            x: at * step + step / 5,
            middle: at * step + step / 2,
            width: step * 3 / 5,
            y: TOP + TALLEST - tall,
            height: tall,
            online_y: TOP + TALLEST - online,
            online_height: online,
            year: year.year,
            received: text::number(year.received),
            online: text::number(year.online),
            online_share: text::share(year.online, year.received),
            late: text::number(year.late),
        }
    };
    let years: Vec<YearView> = (0..).zip(counted).map(view).collect();
    Some(YearsView {
        width: step * u64::try_from(years.len()).unwrap_or(1),
        height: TOP + TALLEST + 22,
        base: TOP + TALLEST,
        years,
        sources,
    })
}

/// A height in proportion; what is there at all shows.
fn scaled(count: u64, most: u64) -> u64 {
    if count == 0 {
        return 0;
    }
    let exact = u128::from(count) * u128::from(TALLEST) / u128::from(most);
    u64::try_from(exact).unwrap_or(TALLEST).clamp(1, TALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion_and_fit() {
        assert_eq!([scaled(0, 9), scaled(1, 1_000_000), scaled(9, 9)], [0, 1, TALLEST]);
        assert_eq!(scaled(u64::MAX, u64::MAX), TALLEST);
        let mut volumes = Volumes::default();
        let head = "ma,don_vi,tiep_nhan,truc_tuyen,truoc_han,dung_han,qua_han,tu_choi,nguon\n";
        for (year, count) in [(2024, 50), (2025, 100)] {
            let row = format!("1.000001,A,{count},10,0,{count},0,0,số liệu minh họa\n");
            assert_eq!(volumes.read(&format!("{year}.csv"), &format!("{head}{row}{row}")), []);
        }
        let view = years(&volumes, "1.000001").unwrap();
        let heights: Vec<u64> = view.years.iter().map(|year| year.height).collect();
        assert_eq!(heights, [TALLEST / 2, TALLEST]);
        assert_eq!(view.years[1].received, "200");
        assert_eq!(view.sources, ["số liệu minh họa"]);
        assert!(years(&volumes, "1.000002").is_none());
    }
}

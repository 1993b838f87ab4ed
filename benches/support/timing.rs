//! Medians and ratios, processor time and memory of this process, and the size most times are taken at.

/// Procedures published today.
pub(crate) const TODAY: usize = 4_000;

/// The middle one.
pub(crate) fn median(times: &[f64]) -> f64 {
    percentile(&mut times.to_vec(), 0.5)
}

/// The time that a share of all stay under.
pub(crate) fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or(f64::NAN)
}

/// Prints the median of the ratios of pairs measured in turn, with both medians.
#[expect(clippy::print_stdout, reason = "printing is what it is for")]
pub(crate) fn ratio(what: &str, (a, b): &(Vec<f64>, Vec<f64>), goal: f64) {
    let ratios: Vec<f64> = a.iter().zip(b).map(|(a, b)| a / b).collect();
    println!(
        "{what}: {:.2}, medians {:.2} ms and {:.2} ms (goal: {goal})",
        median(&ratios),
        median(a) * 1e3,
        median(b) * 1e3
    );
}

/// Processor time of this process so far, all threads, user and system, where the system tells.
pub(crate) fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or(f64::NAN)
    };
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    (ticks(11) + ticks(12)) / 100.0
}

/// Most memory a process (`self`, or by its number) ever held, in megabytes, where the system tells.
pub(crate) fn peak_megabytes(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes / 1024)
}

//! Lines that programs write while they run.

const LEVELS: [&str; 10] = [
    "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL", "SEVERE",
];

/// A line of a log.
pub fn is_logged(bare: &str, words: &[&str]) -> bool {
    is_levelled(bare, words)
        || is_of_system(words)
        || is_of_phone(words)
        || is_of_server(words)
        || is_of_network(words)
        || is_of_chat(words)
}

/// A time and a level.
fn is_levelled(bare: &str, words: &[&str]) -> bool {
    let is_level = |word: &&str| LEVELS.contains(&word.trim_matches(['[', ']', ':']));
    words.iter().take(3).any(|word| is_time(word))
        && words.iter().take(5).any(is_level)
        && bare.starts_with(|char: char| char.is_ascii_digit() || char == '[')
}

/// A month, a day, a time, a machine and a program: `Jan  2 10:00:00 host sshd[12]:`.
fn is_of_system(words: &[&str]) -> bool {
    matches!(words, [month, day, time, _, program, ..]
        if without_priority(month).len() == 3 && day.len() < 3 && is_time(time) && program.ends_with(':'))
}

/// A day, a time, the numbers of a process and a thread, and a letter for the level.
fn is_of_phone(words: &[&str]) -> bool {
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    matches!(words, [_, time, process, thread, level, ..]
        if is_time(time) && is_number(process) && is_number(thread) && level.len() == 1)
}

/// A time with its date, and a program with its number: `2023-01-02T10:00:00Z sshd[12]:`.
fn is_of_server(words: &[&str]) -> bool {
    words.len() > 2
        && is_time(words[0])
        && words[0].contains('T')
        && words[1..3].iter().any(|program| program.ends_with("]:"))
}

/// A time with its date behind a priority and a version: `<34>1 2023-01-02T10:00:00Z host`.
fn is_of_network(words: &[&str]) -> bool {
    let is_version = |word: &str| {
        let version = without_priority(word);
        version.len() < word.len() && version.parse::<u8>().is_ok()
    };
    matches!(words, [version, time, ..]
        if is_version(version) && is_time(time) && time.contains('T'))
}

/// A word without the number in front that says how serious a message is: `<34>Jan`.
fn without_priority(word: &str) -> &str {
    let number = word.strip_prefix('<').and_then(|word| word.split_once('>'));
    match number {
        Some((number, rest)) if number.parse::<u8>().is_ok() => rest,
        _ => word,
    }
}

/// What a program for chats says about people who come and go, or above what somebody has written.
fn is_of_chat(words: &[&str]) -> bool {
    match words {
        [time, "-!-", ..] => is_time(time),
        [time, "From", .., last] => is_clock(time) && last.ends_with(':'),
        // `02/01/2024, 12:05 - Ann Home left`, `[2-Jan-24 10:00 AM] Ann Home`
        [date, time, rest @ ..] => {
            let first = rest.first().map_or("", |word| word.trim_end_matches(']'));
            let is_half = ["AM", "PM", "am", "pm"].contains(&first);
            let text = &rest[usize::from(is_half)..];
            let last = if is_half { rest[0] } else { time };
            let text = match text {
                ["-", text @ ..] => text,
                text if date.starts_with('[') && last.ends_with(']') => text,
                _ => return false,
            };
            is_date(date)
                && is_clock(time)
                && (1..=NOTICE).contains(&text.len())
                && !text[text.len() - 1].ends_with('.')
        }
        _ => false,
    }
}

/// Three numbers, or two and a month: `2/1/24,`, `[02-Jan-24`.
fn is_date(word: &str) -> bool {
    let word = word.trim_matches(['[', ',']);
    word.split(['/', '-', '.']).count() == 3
        && word.starts_with(|char: char| char.is_ascii_digit())
        && word.ends_with(|char: char| char.is_ascii_digit())
}

fn is_clock(word: &str) -> bool {
    let word = word.trim_matches(['[', ']', ',']);
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok();
    word.contains(':') && word.split(':').all(is_number)
}

/// Most words of what a program for chats says.
const NOTICE: usize = 8;

/// Most words of the name of a speaker, with what stands between it and the time.
const NAME: usize = 5;

/// Length of the time and the name in front of what somebody has written in a chat: `[2/1/23, 12:04] Ann Home: `,
/// `02/01/2023, 12:05 - Ann Home: `.
pub fn speaker_len(bare: &str) -> Option<usize> {
    let colon = bare.find(": ").filter(|_| {
        bare.starts_with('[') || bare.starts_with(|char: char| char.is_ascii_digit())
    })?;
    let mut words = bare[..colon].split_ascii_whitespace();
    words.by_ref().take(2).find(|word| is_clock(word))?;
    let is_part = |word: &str| {
        let word = word.trim_end_matches(']');
        ["am", "pm"].contains(&word) || !word.starts_with(char::is_lowercase)
    };
    let name: Vec<&str> = words.take(NAME + 1).collect();
    let is_name = !name.is_empty() && name.len() <= NAME && name.into_iter().all(is_part);
    is_name.then_some(colon + 2)
}

fn is_time(word: &str) -> bool {
    word.contains(':') && word.bytes().filter(u8::is_ascii_digit).count() > 3
}

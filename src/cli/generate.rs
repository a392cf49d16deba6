//! The manual page and the shell completions. Both are made from the declaration of the options.

use clap::CommandFactory;
use clap_complete::Shell;

use super::args::{Args, GenerateArg};

/// The manual page or the completions.
pub fn generated(what: GenerateArg) -> String {
    let bytes = match what {
        GenerateArg::Man => manual_page(),
        GenerateArg::Bash => completions(Shell::Bash),
        GenerateArg::Zsh => completions(Shell::Zsh),
        GenerateArg::Fish => completions(Shell::Fish),
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

fn manual_page() -> Vec<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command())
        .render(&mut page)
        .expect("a vector accepts all bytes");
    page
}

fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "unspin", &mut script);
    script
}

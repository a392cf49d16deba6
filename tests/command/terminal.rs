//! The program on a terminal, as a person uses it.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::support::*;

/// A running program whose streams are all a pseudo-terminal.
pub struct Terminal {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    /// What was printed and not yet expected.
    seen: String,
}

impl Terminal {
    pub fn start(sandbox: &Sandbox, arguments: &[&str]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).expect("a terminal");
        unlockpt(&master).expect("a terminal");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let name = name.to_str().expect("UTF-8");
        let open = || OpenOptions::new().read(true).write(true).open(name);
        let stream = || open().expect("the program's side");
        let mut command = sandbox.command(arguments);
        command.stdin(stream()).stdout(stream()).stderr(stream());
        let child = command
            .env("TERM", "dumb")
            .spawn()
            .expect("the program starts");
        drop(command);
        let keyboard = File::from(master);
        let mut output = keyboard.try_clone().expect("a handle");
        let (sender, screen) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // After the end of the program, reading fails.
            while let Ok(len @ 1..) = output.read(&mut buffer) {
                if sender.send(buffer[..len].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            keyboard,
            screen,
            seen: String::new(),
        }
    }

    /// Waits for `text`. Returns what was printed before it, and it.
    pub fn expect(&mut self, text: &str) -> String {
        loop {
            if let Some(at) = self.seen.find(text) {
                let rest = self.seen.split_off(at + text.len());
                return std::mem::replace(&mut self.seen, rest);
            }
            let bytes = self.screen.recv_timeout(Duration::from_secs(120));
            let bytes =
                bytes.unwrap_or_else(|error| panic!("{error}: no {text:?} in {:?}", self.seen));
            self.seen += &String::from_utf8_lossy(&bytes).replace('\r', "");
        }
    }

    pub fn type_keys(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("keys");
    }

    /// Waits for the end. Returns the exit status and what was printed.
    pub fn end(mut self) -> (Option<i32>, String) {
        while let Ok(bytes) = self.screen.recv_timeout(Duration::from_secs(120)) {
            self.seen += &String::from_utf8_lossy(&bytes).replace('\r', "");
        }
        let status = self.child.wait().expect("the program ends");
        (status.code(), self.seen)
    }
}

/// Ctrl-D.
pub const END: &str = "\u{4}";

#[test]
fn without_a_file_the_program_says_what_it_waits_for() {
    let sandbox = Sandbox::new().with("a.txt", CLEAN);
    for (arguments, what) in [
        (&[][..], "a text"),
        (&["--edits", "a.txt", "-"], "a text"),
        (&["--files-from=-"], "a list of files"),
    ] {
        let mut terminal = Terminal::start(&sandbox, arguments);
        terminal.expect(&format!(
            "unspin: <stdin>: waiting for {what}; type it and end with Ctrl-D on a line of its own, \
             or see unspin --help\n"
        ));
        terminal.type_keys(END);
        assert_eq!(terminal.end().0, Some(0), "{arguments:?}");
    }
    for arguments in [&["-q"][..], &["a.txt"]] {
        let mut terminal = Terminal::start(&sandbox, arguments);
        terminal.type_keys(END);
        let (status, printed) = terminal.end();
        assert_eq!(status, Some(0));
        assert!(!printed.contains("waiting"), "{printed}");
    }
}

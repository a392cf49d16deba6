use clap::Parser;

use super::*;

fn ran(arguments: &[&str], input: &'static [u8], out: &mut dyn Write) -> (Status, String) {
    let args = Args::parse_from([&["unspin"], arguments].concat());
    let mut messages = Vec::new();
    let streams = Streams {
        input: Box::new(input),
        out,
        messages: &mut messages,
    };
    let status = run(args, OutputStyle::PLAIN, streams);
    (status, String::from_utf8(messages).expect("UTF-8"))
}

/// Every write fails with this kind of error.
struct Failing(ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn standard_input_cannot_be_restored_in_place() {
    let message = "unspin: <stdin>: cannot be restored in place; name files, or leave out --write and --interactive\n";
    for arguments in [&["-w"][..], &["-w", "-"]] {
        assert_eq!(
            ran(arguments, b"text", &mut Failing(ErrorKind::Other)),
            (Status::Failed, message.into())
        );
    }
}

#[test]
fn a_closed_pipe_is_no_failure_but_a_full_disk_is() {
    assert_eq!(
        ran(&[], b"text", &mut Failing(ErrorKind::BrokenPipe)),
        (Status::Done, String::new())
    );
    let (status, message) = ran(&[], b"text", &mut Failing(ErrorKind::StorageFull));
    assert_eq!((status, message.lines().count()), (Status::Failed, 1));
    assert!(
        message.starts_with("unspin: <stdout>: cannot be written ("),
        "{message}"
    );
}

#[test]
fn a_closed_pipe_does_not_hide_an_earlier_failure() {
    let arguments = ["/nowhere/a\n.txt", "-"];
    let (status, message) = ran(&arguments, b"text", &mut Failing(ErrorKind::BrokenPipe));
    assert_eq!(
        (status, &*message),
        (
            Status::Failed,
            "unspin: /nowhere/a\\n.txt: no such file; check the path\n"
        )
    );
}

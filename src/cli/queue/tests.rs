use std::time::Duration;

use super::*;

fn jobs(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).expect("not zero")
}

/// The squares of 0 to 99, each with how many tasks the state of its thread has seen. The task
/// 50 panics.
fn squares(count: usize) -> Results<u64, (u64, usize)> {
    let produce = |tasks: &Tasks<u64, u64, (u64, usize)>| {
        for number in 0..100 {
            let _ = match number % 10 {
                0 => tasks.push(number, number),
                _ => tasks.push_small(number, number, 0),
            };
        }
    };
    let square = |seen: &mut usize, number: u64| {
        // The first ones take longest.
        thread::sleep(Duration::from_micros(100 - number));
        *seen += 1;
        assert_ne!(number, 50, "one task fails");
        (number * number, *seen)
    };
    start(jobs(count), produce, move |work| work.run(|| 0, square)).expect("threads")
}

fn all(mut results: Results<u64, (u64, usize)>) -> Vec<(u64, Option<(u64, usize)>)> {
    let next = || results.next(|| Ok(())).expect("no waiting fails");
    std::iter::from_fn(next)
        .map(|(label, done)| (label, done.ok()))
        .collect()
}

#[test]
fn results_keep_the_order_and_a_panic_costs_one_task() {
    for count in [1, 8] {
        let results = all(squares(count));
        assert_eq!(results.len(), 100);
        for (number, (label, done)) in (0..).zip(results) {
            assert_eq!(label, number);
            let square = done.map(|(square, _)| square);
            assert_eq!(square, (number != 50).then_some(number * number));
        }
    }
}

#[test]
fn small_tasks_come_in_batches_only_while_all_threads_are_busy() {
    let (order, pending) = mpsc::sync_channel(2);
    let (tasks, assigned) = mpsc::sync_channel(9);
    let small = RefCell::new(Batch::new());
    let tasks = Tasks {
        order,
        tasks,
        small,
    };
    let push = |number: usize, bytes| {
        let flow = tasks.push_small((), number, bytes);
        assert!(flow.is_continue());
    };
    let batch = || {
        let _: Pending<(), ()> = pending.recv().expect("a batch");
        assigned.recv().expect("the same batch").0
    };
    for number in 0..5 {
        push(number, 1);
    }
    assert_eq!([batch(), batch()], [[0], [1]]);
    // There is room now, and then for one more batch.
    push(5, 1);
    push(6, MOST_BYTES);
    assert_eq!([batch(), batch()], [vec![2, 3, 4, 5], vec![6]]);
    for number in 0..4 {
        push(number, 0);
    }
    assert_eq!([batch(), batch()], [[0], [1]]);
    assert!(tasks.push((), 4).is_continue());
    assert_eq!([batch(), batch()], [vec![2, 3], vec![4]]);
}

#[test]
fn the_state_is_made_again_after_a_panic() {
    let results = all(squares(1));
    // With a single thread, the state counts 1 to 50, panics, and starts again at 1.
    assert_eq!(results[49].1, Some((49 * 49, 50)));
    assert_eq!(results[51].1, Some((51 * 51, 1)));
}

#[test]
fn waiting_can_be_refused() {
    let produce = |tasks: &Tasks<(), (), ()>| {
        let _ = tasks.push((), ());
    };
    let slow = |(): &mut (), ()| thread::sleep(Duration::from_millis(50));
    let results = start(jobs(1), produce, move |work| work.run(|| (), slow));
    let refused = results
        .expect("threads")
        .next(|| Err(io::ErrorKind::BrokenPipe.into()));
    assert!(refused.is_err());
}

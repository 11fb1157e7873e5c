"""Ctrl-C as the time limit."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from scheduler.interrupt import in_background, interrupt_stops, stops_interrupt, uninterrupted


def test_the_first_ctrl_c_asks_the_search_to_stop() -> None:
    earlier = signal.getsignal(signal.SIGINT)
    with interrupt_stops() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)
    assert signal.getsignal(signal.SIGINT) is earlier


def test_ctrl_c_arrives_while_another_thread_works() -> None:
    with interrupt_stops() as stop:

        def meanwhile() -> None:
            if not stop.is_set():
                os.kill(os.getpid(), signal.SIGINT)

        assert in_background(lambda: stop.wait(10), meanwhile)


def test_files_are_written_undisturbed_and_what_was_asked_meanwhile_is_heard_then() -> None:
    with interrupt_stops() as stop:
        with uninterrupted():
            with uninterrupted():
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.01)
            assert not stop.is_set()
        assert stop.is_set()


def test_a_command_that_has_written_is_done() -> None:
    is_ended = False
    with stops_interrupt():
        try:
            with uninterrupted():
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(0.01)
        except KeyboardInterrupt:
            is_ended = True
    assert not is_ended


def test_the_second_ctrl_c_ends_the_program() -> None:
    program = (
        "import time\n"
        "from scheduler.interrupt import in_background, interrupt_stops\n"
        "with interrupt_stops() as stop:\n"
        "    print('ready', flush=True)\n"
        "    in_background(lambda: (stop.wait(20), print('stopping', flush=True), time.sleep(20)), lambda: None)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        running.send_signal(signal.SIGINT)
        assert running.stdout.readline() == "stopping\n"
        running.send_signal(signal.SIGINT)
        assert running.wait(10) == -signal.SIGINT


def test_a_failure_in_the_background_is_raised_here() -> None:
    def work() -> None:
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        in_background(work, lambda: None)


def test_outside_the_main_thread_nothing_is_interrupted() -> None:
    seen: list[bool] = []

    def aside() -> None:
        with interrupt_stops() as stop, uninterrupted():
            seen.append(stop.is_set())

    thread = threading.Thread(target=aside)
    thread.start()
    thread.join()
    assert seen == [False]

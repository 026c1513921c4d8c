"""
Runs Python programs as `python PROGRAM WORDS…` and `python -m MODULE WORDS…` do, each in a process of its own, with JAX imported already:
`forks.py serve SOCKET` imports JAX once and forks a process for each program, `forks.py run SOCKET PROGRAM WORDS…` asks it for one
and ends as that process does. The server ends with its standard input.
"""

import os
import socket
import sys


def serve(path: str) -> list[str]:
    """In the server it never returns, in a process for a program with the words of its command line."""
    import gc
    import select

    import jax  # noqa: F401

    gc.freeze()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        while server in select.select([server, sys.stdin], [], [])[0]:
            with server.accept()[0] as asked:
                said, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
                child = os.fork()
                if child == 0:
                    for number, stream in enumerate(streams):
                        os.dup2(stream, number)
                        os.close(stream)
                    directory, *words = said.decode().split("\0")
                    os.chdir(directory)
                    return words
                for stream in streams:
                    os.close(stream)
                asked.sendall(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())
    os._exit(0)


def run(path: str, words: list[str]) -> None:
    import time

    with socket.socket(socket.AF_UNIX) as server:
        for _ in range(6000):
            try:
                server.connect(path)
                break
            except OSError:
                time.sleep(0.01)
        socket.send_fds(server, ["\0".join([os.getcwd(), *words]).encode()], [0, 1, 2])
        status = int(server.recv(16))
    if status < 0:
        os.kill(os.getpid(), -status)
    os._exit(status)


def become(words: list[str]) -> None:
    """Does what Python does with the words of its command line."""
    import runpy
    import types

    if words[0] == "-m":
        sys.argv = words[1:]
        sys.path[0] = os.getcwd()
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        return
    sys.argv = words
    sys.path[0] = os.path.dirname(os.path.realpath(words[0]))
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    vars(main).update(__file__=words[0], __builtins__=__builtins__)
    with open(words[0], "rb") as file:
        code = compile(file.read(), words[0], "exec", dont_inherit=True)
    exec(code, vars(main))


if sys.argv[1] == "run":
    run(sys.argv[2], sys.argv[3:])
else:
    become(serve(sys.argv[2]))

"""The long proofs that nothing is paid twice and nothing paid is lost, each a command of its own.

`python -m tests.proofs.kill`, `.together`, `.many` and `.secrets` say in their modules what they
show; `test_proofs.py` holds their bounded forms. All of it happens on loopback and in folders of
its own, against `answerer.py`, a service that can lose, refuse and break what it answers.
"""
